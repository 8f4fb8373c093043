// Package showing is how a kind says what of its records a province may show to
// everybody.
//
// Owns: the declaration.
// Does not own: whether it fits its kind (manifest/publication), the page
// (core/publication).
// Called by: manifest, manifest/schema.
package showing
