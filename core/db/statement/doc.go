// Package statement reads the texts of hand-written statements: where their
// marks are, which of them stand for lists, and how each dialect writes them.
//
// Owns: marks, lists, the memory of texts already read.
// Does not own: arguments and running statements (db). It knows no database.
// Called by: db only.
package statement
