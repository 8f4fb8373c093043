// Package closing shows over HTTP the periods that were closed, how their figures
// stand today and what changed since, and closes periods.
//
// Owns: the routes of closings and what their answers look like.
// Does not own: what is closed and how it is compared (core/closing), who may
// what (the room).
// Called by: web.
package closing
