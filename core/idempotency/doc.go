// Package idempotency remembers what a caller's Idempotency-Key came to, so that
// a request sent again does nothing twice and gets the same answer.
//
// Owns: keys per person, what they stand for, how long they are remembered.
// Does not own: what an answer says; it keeps the text or word it is given.
// Called by: installation, record, web.
package idempotency
