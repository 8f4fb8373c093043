// Package dump is the file format of a province's database, the same for both
// dialects: JSON lines of a head, each table followed by its rows, and an end.
//
// Owns: lines, portable types and values; refusing what is cut or malformed.
// Does not own: reading and writing tables (db). It knows no database, so that
// it can be fuzzed by itself.
// Called by: db.
package dump
