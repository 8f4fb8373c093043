// Package audit is the province's log of who did what: append-only and chained
// by hashes under a key that is not in the database, so that a later edit,
// deletion or insertion shows (adr/0025).
//
// Owns: the tables audit and audit_head, exports of the log and their check.
// Does not own: the key (seal), where anchors are kept (installation), what is
// worth logging (the rooms that act), revisions (record).
// Called by: closing, report, sheet, document, duty, installation, proposal, record, seal, province,
// cmd/doanket.
package audit
