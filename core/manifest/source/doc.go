// Package source says what is wrong with a text that is no YAML, and where.
//
// Owns: the lines the YAML library names, and those it does not.
// Does not own: what a manifest may say (manifest).
// Called by: manifest.
package source
