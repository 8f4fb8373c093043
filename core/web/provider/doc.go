// Package provider answers for signing in by the province's OpenID Connect providers:
// which there are, the way to one and back, and out of it.
//
// Owns: the wire form, and the cookie that binds a way to the browser that began it.
// Does not own: the protocol (core/identity/provider), whose account it is
// (core/identity), which providers there are (core/tenant).
// Called by: core/web, which puts its handlers onto routes.
package provider
