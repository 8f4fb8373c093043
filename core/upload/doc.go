// Package upload takes bytes in: resumable uploads after tus, checked as they
// come, kept as objects in the province's bucket.
//
// Owns: upload sessions (their state is only in the province's database and in
// the store), the checks on names, types, sizes, macros and marks of secrecy,
// the objects that documents rest on, their hashes, the province's quota.
// Does not own: documents and what they prove (document), bytes at rest (blob),
// HTTP (web).
//
// Room in the province's store (settings limits.storage_bytes) is taken as bytes
// come, not as they are announced; one person has at most 64 uploads that no
// document rests on, for 24 h each; who can attach nothing announces nothing.
//
// Of an archive (docx, xlsx, pptx, zip) the list is read up to 1 MiB, and of its
// parts the one that names its types, up to 1 MiB inflated, once; what asks for
// more is refused as "archive_too_costly".
// Called by: search, document, sheet, web, installation (backups too).
package upload
