// Package act is one write on its way, in memory: what was typed, what follows
// from it, and what is wrong with it.
//
// Owns: taking input over a record, derived values and deadlines of the write,
// its judgement, what a module is told and may answer, what changed.
// Does not own: reading, storing and the order of it all (record), rules (kind).
// Called by: duty, record.
package act
