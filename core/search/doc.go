// Package search finds records of all kinds and the text inside documents by words,
// for whoever may read them (adr/0036).
//
// Owns: the text of documents and its index of words, the jobs that keep it in step,
// what order things found are shown in, the passages they are shown with.
// Does not own: the words of records and which of them an actor may read
// (record/read), how files are read (search/extract), documents and their bytes
// (document, upload), HTTP (web/search).
// Called by: web, installation.
//
// A document is found through a record that it proves now, in the version it proves it
// by, by whoever may read the record and the slot. Documents of a kind that is
// restricted, or has sealed fields, are never read for search, nor is a document that
// proves such a record beside another.
package search
