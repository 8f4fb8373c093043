// Package programme follows a resolution: which clauses it has, which records
// serve them, and how many do at each unit.
//
// Owns: the tables programme, programme_section, programme_clause, programme_serving,
// programme_reckoned and record_clause; what the resolution says; a province's own clauses and its map of
// kinds and values to them; the clauses of each record, and a person's correction;
// the board of its targets, their adoption, and the refusal of one that contradicts
// another.
// Does not own: what manifests name by themselves (manifest/clause), how a target
// compares (programme/target), records and their history (record), the folding of
// counts up the tree (indicator).
// Called by: installation, province, switchboard, web.
//
// A record is reckoned in the transaction of its change, from what it is and, where
// the province says so, from its own map; what a person chose for it stays until a
// person takes it back. A map that changes is reckoned anew over all records in
// the background.
package programme
