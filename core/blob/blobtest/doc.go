// Package blobtest is the suite every store passes, and the store tests of
// other rooms run on.
//
// Owns: one embedded server per test binary, a fresh bucket per test.
// Called by: tests of blob, file, coretest.
package blobtest
