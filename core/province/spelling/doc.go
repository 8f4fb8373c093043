// Package spelling refuses words of a province's folder that nothing answers to, each
// by its file and line, with the nearest word that is known.
//
// Owns: which words manifests know, what a refused word says. Does not own: where
// words stand in a folder (province).
// Called by: province.
package spelling
