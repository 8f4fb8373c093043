// Package row is how records lie in the database of a province: the directory
// all kinds share, a table per kind, revisions, ties between records, and what
// an actor's reach is in SQL.
//
// Owns: the stored shape of a record, its statements, conditions of reach.
// Does not own: what may be written (record), who may (access), kinds (kind).
// Called by: indicator/gap, search, report, duty, ledger, overlap, programme,
// publication, record.
package row
