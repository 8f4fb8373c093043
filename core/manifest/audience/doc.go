// Package audience checks what a manifest keeps to the side that keeps a record.
//
// Owns: what of an audience: of a field or slot cannot be kept, with its mend.
// Does not own: the declarations (manifest), showing records (core/record/read).
// Called by: manifest/rule.
package audience
