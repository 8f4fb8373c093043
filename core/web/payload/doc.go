// Package payload reads what clients send, strictly: JSON with unknown,
// doubled, missing or wrongly typed fields, broken UTF-8 or control characters
// is refused with a code per field, all fields at once.
//
// Owns: the form of input.
// Does not own: its meaning (the rooms), the sentences of the codes (web).
// Called by: web.
package payload
