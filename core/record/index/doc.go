// Package index brings what a search looks in up to date with the fields a
// province lets it look in: records written before a field was searched are read
// again in the background, a page in a transaction.
//
// Owns: the job, how far it has come.
// Does not own: the words of a record (record/row), queries (record/read), which
// fields are searched (kind).
// Called by: installation, province, web.
package index
