// Package bound says how much a manifest may say: it comes from strangers, and the
// process that serves all provinces reads it.
//
// Owns: the most bytes, values, entries of a list, signs of a text and depth; the
// longest its expressions may take to compile.
// Does not own: what is said (manifest), what one expression may cost (manifest/rule).
// Called by: manifest/rule, before it looks at anything else.
package bound
