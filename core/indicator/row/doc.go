// Package row is how contributions and figures lie in a province's database.
//
// Owns: the rows of contributions, of what waits to be folded (deltas), of folded
// figures (cells) and of units reached (covers); what replaces what, and which of
// a rank is the newest.
// Does not own: what a record contributes (measure), when it is folded and read
// (indicator).
// Called by: closing, indicator, programme.
package row
