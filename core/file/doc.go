// Package file holds evidence: resumable uploads, documents with versions, and
// which records they prove.
//
// Owns: upload sessions (tus semantics, state only in the province's database
// and in S3), the checks on names, types, sizes and secrecy marks, documents,
// versions, slots filled, the sweep that re-hashes.
// Does not own: bytes (blob), permission and revisions (record), HTTP (web).
// Called by: web, record (as its Evidence), cmd/doanket (jobs), backup.
package file
