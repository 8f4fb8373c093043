// Package read shows records: one, a page of a list, their history, remarks and
// what they are tied to, as far as the actor may read.
//
// Owns: queries over records, orders and cursors of lists, what is left out.
// Does not own: writing (record), how rows lie (record/row).
// Called by: search, record.
package read
