// Package name is what people are called: logins, names in two parts, addresses.
//
// Owns: the one form of each, and what is refused.
// Does not own: who has them (identity), how text is cleaned (text).
// Called by: identity, province, web.
package name
