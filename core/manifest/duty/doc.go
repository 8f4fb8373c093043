// Package duty checks what a manifest says units owe in a rhythm.
//
// Owns: what of a duty, and of a measure of one, cannot be kept, with its mend.
// Does not own: the declarations (manifest), the expressions (rule), who owes what
// (core/duty).
// Called by: manifest/rule.
package duty
