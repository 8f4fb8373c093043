// Package near asks what the rules and decisions of acts must know of other
// records: what reference fields point at, and what finds find.
//
// Owns: which records those are and what is told of one the actor may not read.
// Does not own: the declarations (manifest/find), who is asked about them (record).
// Called by: record.
package near
