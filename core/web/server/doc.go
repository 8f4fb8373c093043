// Package server is Fiber and everything that touches it: two ports, sign-in of
// each request, limits, security headers, writing answers, the client's files,
// health and metrics.
//
// Owns: the one way from a connection to an endpoint and back.
// Does not own: what a route does (core/web), how its input is read
// (core/web/endpoint), the words of a refusal (core/web/problem).
// Called by: core/web, which hands it every route.
package server
