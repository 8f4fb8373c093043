// Package narrow says which routes an API token that names its actions may call.
//
// Owns: the table of routes and the actions one of which each of them takes; what is
// not in it is for a person, or a token that may do everything.
// Does not own: what the actor may do there (core/access, asked by every room).
// Called by: core/web/server.
package narrow
