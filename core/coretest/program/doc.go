// Package program gives tests the product's own programs: the server, and the
// module of every task area with its catalogue.
//
// Owns: building them once for all tests of a process, and putting them away at
// its end. Where cmd/dev has just built them (DOANKET_TEST_BIN names the folder),
// they are taken from there.
// Does not own: starting them, what they do.
// Called by: tests of cmd/doanket and cmd/dev/demo.
package program
