// Package signature signs what a module is, and checks it.
//
// Owns: the bytes that are signed, and how keys are written.
// Does not own: which keys the operator trusts (cmd/doanket), what becomes of a
// module without a good signature (module).
// Called by: module and cmd/doanket.
package signature
