// Package secret closes what is typed into sealed fields before anything else of
// a write looks at it.
//
// Owns: what the waist asks of whoever encrypts (Sealer), what stands for sealed
// values in an act's input and in a remembered request.
// Does not own: keys and their opening (seal), what a write does with the rest.
// Called by: record.
package secret
