// Package overlap is how kinds say where, when and for whom their records are, so
// that two which do the same thing are seen before both are done.
//
// Owns: the declarations: what of a record is compared (Span), which kind keeps
// what is found (Finding).
// Does not own: whether they fit their kinds (manifest/overlap/lint), comparing
// (core/overlap).
// Called by: manifest, manifest/overlap/lint, manifest/schema, overlap.
package overlap
