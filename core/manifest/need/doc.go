// Package need checks what a kind asks to know of other records: needs: of its
// decisions, and the finds its rules and decisions are told of.
//
// Owns: what of them can be answered, and may be told.
// Does not own: the declarations (manifest, manifest/find), the expressions that
// read them (manifest/rule), asking (record).
// Called by: manifest/rule.
package need
