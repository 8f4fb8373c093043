// Package idempotency remembers what a caller's Idempotency-Key came to, so that
// a request sent again does nothing twice and gets the same answer.
//
// Owns: keys per person, what they stand for, how long they are remembered.
// Does not own: the answers themselves; it keeps a word that leads to them.
// Called by: installation, record.
package idempotency
