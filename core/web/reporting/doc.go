// Package reporting shows over HTTP the reports on carrying out the resolution,
// takes what people write in them, and freezes them.
//
// Owns: the routes of reports and what their answers look like.
// Does not own: what a report says (core/report), who may what (the room).
// Called by: web.
package reporting
