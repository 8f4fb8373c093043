// Package admin answers for what a province decides for itself: its tree of
// units, settings, modules, the queue, the audit log, and why somebody can or
// cannot do something.
//
// Owns: the wire form of these.
// Does not own: any rule (the rooms decide; access is asked through permission).
// Called by: core/web, which puts its handlers onto routes.
package admin
