// Package shortfall shows over HTTP why a figure misses its target and which units
// would meet it soonest.
//
// Owns: the route and what its answer looks like.
// Does not own: how a gap is reckoned (core/indicator/gap).
// Called by: web.
package shortfall
