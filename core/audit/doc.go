// Package audit is the province's log of who did what: append-only and chained
// by hashes, so that a later edit, deletion or insertion shows.
//
// Owns: the table audit.
// Does not own: what is worth logging (the rooms that act), revisions (record).
// Called by: report, sheet, document, duty, installation, record, seal, cmd/doanket.
package audit
