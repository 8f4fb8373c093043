// Package search answers what is looked for in the whole province.
//
// Owns: the route and its shapes.
// Does not own: what is found and who may read it (core/search).
// Called by: web.
package search
