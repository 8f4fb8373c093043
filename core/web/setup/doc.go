// Package setup answers how far a new province is on its way to its first figure.
//
// Owns: the route.
// Does not own: what is done and what is left (core/setup); the acts, which have routes
// of their own.
// Called by: web.
package setup
