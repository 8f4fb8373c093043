// Package provider speaks OpenID Connect to a province's provider: the code flow
// with PKCE and nonce, and what its signed answer says.
//
// Owns: discovery, the address to send a browser to, the exchange and its checks.
// Does not own: flows on their way and whose account it is (core/identity).
// Called by: identity, web/provider.
package provider
