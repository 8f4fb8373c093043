// Package fault is the one error of the house: a kind, a code, the fields at
// fault and a hidden cause.
//
// Owns: the list of kinds and what a code means to callers.
// Does not own: HTTP statuses (web), driver errors (db), gRPC codes (sdk/wire),
// sentences for people (the labels; a code is a label key).
// Called by: every room.
package fault
