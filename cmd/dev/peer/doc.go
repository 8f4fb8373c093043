// Package peer is PocketBase with the rows of the bench: built from source through
// the module proxy, filled by its own routes, asked by an ordinary user.
//
// Owns: its collection, rules, rows and questions.
// Does not own: how the answers are timed (cmd/dev/measure).
// Called by: cmd/dev bench.
package peer
