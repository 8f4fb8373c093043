// Package lint checks what a manifest says of overlaps.
//
// Owns: what of a Span and of a Finding cannot be kept, with its mend.
// Does not own: the declarations (manifest/overlap), comparing (core/overlap).
// Called by: manifest/rule.
package lint
