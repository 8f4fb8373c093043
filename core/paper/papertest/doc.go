// Package papertest opens papers for tests.
//
// Owns: the parts of a DOCX by their names.
// Does not own: what they should say (the tests).
// Called by: tests only.
package papertest
