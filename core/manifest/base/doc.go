// Package base holds the base manifest: the kinds every task area shares, one
// file each under kinds/, with the roles and texts that go with them. They are
// CEL only and stay when every module is switched off.
//
// Owns: the declarations of the core's own kinds, as data.
// Does not own: reading and checking them (manifest.Core).
// Called by: manifest.
package base
