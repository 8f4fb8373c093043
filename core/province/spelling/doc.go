// Package spelling refuses words of a province's folder that nothing answers to, each
// by its file and line, with the nearest word that is known.
//
// Owns: what a refused word says. Does not own: which words are known.
// Called by: province.
package spelling
