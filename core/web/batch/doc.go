// Package batch answers for writes on many records at once.
//
// Owns: the routes of batches and cascades, and their shapes.
// Does not own: how many records are written as one (record), what a step makes of its
// children (record/child).
// Called by: web.
package batch
