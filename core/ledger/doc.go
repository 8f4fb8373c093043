// Package ledger tells how each body answered the recommendations sent to it, of
// those the reader may see.
//
// Owns: the ledger of answering bodies, reckoned from records when asked.
// Does not own: recommendations (record), who may see which (access), names of
// bodies (unit).
// Called by: web.
package ledger
