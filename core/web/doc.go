// Package web is the HTTP API of a province: one file per noun, each handler
// with the rooms it uses, and the table of routes over all of them.
//
//	server/      Fiber: ports, sign-in, limits, writing answers (nowhere else)
//	endpoint/    what a handler sees: call, input, routes, the OpenAPI document
//	payload/     JSON and text into typed input
//	problem/     faults as RFC 9457 problems in two languages
//	permission/  the room access as handlers need it
//	person/      people, posts, roles, secrets
//	admin/       units, settings, modules, the queue, the log
//	view/        shapes many answers share
//	client/      the browser's side, embedded
//
// Owns: the wire form of every answer.
// Does not own: any rule (the rooms decide; a handler calls one room).
// Called by: installation, cmd/dev, cmd/doanket.
package web
