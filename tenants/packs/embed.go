// Package packs carries the starter packs in the binary: from what a new province is
// written.
//
// Owns: the files. Does not own: what is made of them (core/province/pack).
// Called by: cmd/doanket.
package packs

import "embed"

// Files are the packs and the roles and kinds of units they share.
//
//go:embed *.yaml
var Files embed.FS
