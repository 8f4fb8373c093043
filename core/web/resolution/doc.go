// Package resolution shows over HTTP which clauses of the resolution there are,
// what serves them, how many records do; reads a resolution; takes corrections and the
// province's own map.
//
// Owns: the shapes of clauses, homes and counts.
// Does not own: the clauses and their records (core/programme), who may what
// (permission; the rooms).
// Called by: web.
package resolution
