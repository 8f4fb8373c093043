// Package document holds evidence: documents with versions, and which records
// they prove in which slot.
//
// Owns: documents, versions and links with the side each was put in on, what
// a paper's face says and its kinds, who may see and open a document, the sweep that
// re-hashes.
// Does not own: how bytes come in and what they may be (upload), permission and
// revisions (record), HTTP (web).
// Called by: web, record (as its Evidence), installation (jobs, lineage).
package document
