// Package province holds the steps that make a province's tables.
//
// Owns: the list of steps and its order.
// Does not own: the tables' meaning (the room each step is named after), nor
// the tables of kinds (record makes those from manifests).
// Called by: db.
package province
