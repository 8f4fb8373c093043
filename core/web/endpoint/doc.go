// Package endpoint is what a handler of the API sees: one call with who asks
// and where, its decoded input, and the few things of HTTP it may answer. The
// OpenAPI document is made of the same table of routes.
//
// Owns: routes, reading input from path, query, header, body and form, the
// shapes all answers share, telling a request sent again the same answer.
// Does not own: Fiber and the connection (core/web/server), any rule.
// Called by: core/web and its packages of handlers; core/web/server runs it.
package endpoint
