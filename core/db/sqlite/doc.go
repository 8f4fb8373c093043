// Package sqlite connects database/sql to SQLite through ncruces/go-sqlite3 and
// keeps the statements each connection has prepared.
//
// Owns: connections to one file, statements, rows, instants as texts.
// Does not own: pools, who may write, faults but one (db).
// Called by: db only.
package sqlite
