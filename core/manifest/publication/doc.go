// Package publication checks what a manifest lets a province show to everybody.
//
// Owns: what of it would show too much, or could not be shown, with its mend.
// Does not own: the declaration (manifest/showing), the page (core/publication).
// Called by: manifest/rule.
package publication
