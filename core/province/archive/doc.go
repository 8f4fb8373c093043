// Package archive is the file a backup of a province is: a gzipped tar of a
// head, the database, every document and closed
// period by its hash, and an end that repeats the
// head with the counts, so that a cut file is known.
//
// Owns: the order and names of the parts; refusing what is cut, foreign or has
// more or fewer parts.
// Does not own: what head, database, documents and closed periods hold (province,
// db, upload, closing).
// It knows no database, so that it can be fuzzed by itself.
// Called by: installation, province.
package archive
