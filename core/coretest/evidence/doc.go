// Package evidence is a rig for tests of uploads and documents: an installation
// whose line to the store a test can spoil, and short ways to bring papers.
//
// Owns: the rig, papers never seen before, what is left in store and tables.
// Does not own: the installation under test (coretest), the line (blob/blobtest).
// Called by: tests of upload and document.
package evidence
