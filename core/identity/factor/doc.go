// Package factor is the arithmetic of second factors: time steps of an
// authenticator, recovery codes and how people type either.
//
// Owns: what a code is, which step it belongs to, what is new; who seals seeds, in a
// small interface.
// Does not own: whose it is, what is used up (identity), the sealing (seal).
// Called by: identity.
package factor
