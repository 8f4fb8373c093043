// Package id makes the names of things: a prefix that says what it is and a
// ULID that sorts by time ("rec_01jdx0c8…"). It also holds the clock, so that
// tests can fix it.
//
// Owns: the form of ids, the clock.
// Does not own: which prefixes exist (each room names its own).
// Called by: every room.
package id
