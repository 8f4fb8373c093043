// Package clause is what a manifest says of the resolution its records serve: by
// ids of clauses, which are data of whoever writes the manifest.
//
// Owns: the form of an id, what of serves: cannot be, with its mend, and which
// clauses a kind or a value names.
// Does not own: the declarations (manifest), the clauses of a province and its own
// map, the clauses of a record (programme).
// Called by: manifest/rule, programme, province, web/resolution.
package clause
