// Package child does to the records below what a record's step says: makes them,
// moves them on with it, passes values on to them, takes them back.
//
// Owns: what follows from a step for children, at once or by a job in turns of a
// hundred; stopping and undoing it.
// Does not own: which kinds are parents (manifest), the pipeline each record goes
// through (record, as a Writer).
// Called by: core/record alone.
package child
