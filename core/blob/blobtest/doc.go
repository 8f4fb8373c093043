// Package blobtest is the suite every store passes, and the stores that tests
// of other rooms run on.
//
// Owns: one embedded server per test binary while any test needs it, bucket
// names of a test's own.
// Does not own: what rooms keep in the store.
// Called by: tests of blob, file, coretest.
//
// While the embedded server runs, the working directory is its own: read
// testdata by embed, or before.
package blobtest
