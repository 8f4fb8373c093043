// Package find is how a kind asks for other records of the province that have
// something in common with one of its own.
//
// Owns: the declaration (Find), the index it is answered from.
// Does not own: whether it fits its kinds (manifest/need), asking (record/near).
// Called by: manifest, manifest/need, manifest/schema, record, sdk.
package find
