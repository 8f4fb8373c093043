// Package overlap finds records that do the same thing in the same place at the same
// time for the same people, before both are done: any kinds that say where, when and
// for whom they are. What is found becomes a record of the kind the manifests name,
// and people decide it.
//
// Owns: the tables overlap_span, overlap_word and overlap_pair; when two records
// overlap (Compare), finding the pairs, which steps wait for them.
// Does not own: what of a record is compared (manifest/overlap), the records made of
// what is found (record), what is decided of them (modules).
// Called by: installation, record (as a Watcher and as its Overlaps).
package overlap
