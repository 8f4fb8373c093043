// Package record is the waist of the house: kinds declared by manifests become
// tables, and every business record goes in, moves and is read through here.
//
// Owns: the write pipeline for one or many records (schema, permission, rules,
// evidence, decision, one transaction), cascades, revisions, links, comments,
// number books, drafts, deadlines of records, replay of repeated requests.
// Does not own: who may do what (access), what a module decides (its Decider),
// documents (document; it only asks how many there are), figures (its Watchers).
// The dates by which a record counts lie within the life of its unit: not before
// facts_from (2020-01-01 unless the province says otherwise) and not before the
// first day of the unit, its place and their predecessors, whichever is earliest;
// not after the last day of a unit without an heir. Drafts are not asked.
// Called by: search, closing, report, sheet, document, duty, indicator, installation, notice, overlap, programme, province, web.
package record
