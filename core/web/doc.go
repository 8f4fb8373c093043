// Package web speaks HTTP: routes, sign-in of each request, one error table,
// the OpenAPI document and the embedded client. Fiber lives here and nowhere
// else, and nothing of Fiber leaves.
//
// Owns: the wire form of every answer, limits on requests, security headers.
// Does not own: any rule (the rooms decide; a handler calls one room).
// Called by: cmd/doanket, which wires the rooms and the small interfaces in
// door.go (access, modules, roles, audit live behind them).
package web
