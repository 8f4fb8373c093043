// Package supply looks at what others made and we build from: under which
// licences it comes, and what is known to be wrong with it.
//
// Owns: the list of allowed licences, the report of Go and npm packages, the
// question to govulncheck and the database it is asked of.
// Does not own: which packages there are (go.mod, package-lock.json).
// Called by: cmd/dev.
package supply
