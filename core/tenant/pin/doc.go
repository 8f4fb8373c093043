// Package pin keeps which version of each module the operator has taken: the
// installation runs that one and no other, whatever lies in the folder.
//
// Owns: the table of moves in the control database; the last one counts.
// Does not own: what a module's digest is over, and what is done without one
// (module).
// Called by: installation and cmd/doanket.
package pin
