// Package obligation shows and takes what units owe over HTTP.
//
// Owns: the shapes of obligations, the acts of opening a record for one and of
// excusing one.
// Does not own: what is owed (core/duty), who may what (permission).
// Called by: web.
package obligation
