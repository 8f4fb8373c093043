// Package control holds the steps that make the control database's tables.
//
// Owns: the list of steps and its order.
// Does not own: the tables' meaning (tenant; db for the registry of provinces).
// Called by: db.
package control
