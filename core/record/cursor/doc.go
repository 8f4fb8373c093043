// Package cursor is the word by which a list is continued: what the last record
// shown was ordered by, and its id.
//
// Owns: writing and reading cursors, refusing what is none of the same order.
// Does not own: orders and queries (record/read). It knows no database, so that
// it can be fuzzed by itself.
// Called by: record/read.
package cursor
