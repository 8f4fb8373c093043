// Package switchboard switches task areas off, on, or on at some units that try them
// (a pilot), and says before what that will mean.
//
// Owns: what is said of a change, and which units may try a module.
// Does not own: where a module is on (kind), what it does to figures (indicator/pilot),
// duties (duty) or clauses (programme), the act itself (province).
// Called by: installation, web, cmd/doanket.
package switchboard
