// Package child checks what a manifest says of parents and their children.
//
// Owns: what of a parent:, and of what a step does to children, cannot be kept,
// with its mend.
// Does not own: the declarations (manifest), doing it (core/record/child).
// Called by: manifest/rule.
package child
