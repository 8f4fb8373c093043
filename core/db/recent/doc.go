// Package recent keeps answers of a province for a moment, so that all who ask
// the same at once share one.
//
// Owns: how long an answer is believed, that one asks while the others wait.
// Does not own: what an answer is, and what it depends on: that is its key.
// Called by: indicator.
package recent
