// Package giving drafts a programme that gives the same task to every unit below that
// lacks one under a clause.
//
// Owns: which units get a row, by which body, and why each other gets none.
// Does not own: clauses and what is counted of them (programme), the draft itself, its
// rights and what issuing it does (record, the base kind action_programme).
// Called by: web.
package giving
