// Package record is the waist of the house: kinds declared by manifests become
// tables, and every business record goes in, moves and is read through here.
//
// Owns: the write pipeline for one or many records (schema, permission, rules,
// evidence, decision, one transaction), cascades, revisions, links, comments,
// number books, drafts, deadlines of records, replay of repeated requests.
// Does not own: who may do what (access), what a module decides (its Decider),
// documents (document; it only asks how many there are), figures (its Watchers).
// Called by: document, indicator, installation, notice, province, web.
package record
