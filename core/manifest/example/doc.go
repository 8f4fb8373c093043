// Package example holds what a kind's example may say: it is drawn as a record would be
// and kept nowhere, so that nobody can count, find or export it.
//
// Owns: that an example speaks only of fields a new record has, and names nobody.
// Does not own: drawing it (the client).
// Called by: manifest/rule.
package example
