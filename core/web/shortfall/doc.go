// Package shortfall shows over HTTP why a figure misses its target and which units
// would meet it soonest; and how a coverage stood before and after units merged.
//
// Owns: the routes and what their answers look like.
// Does not own: how a gap is reckoned (core/indicator/gap).
// Called by: web.
package shortfall
