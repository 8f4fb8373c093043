// Package kind is a manifest as one province uses it: which version of a module,
// with the fields the province added, compiled and with its tables made.
//
// Owns: compiled kinds (rules, columns, statements), the set a province uses,
// its own fields, cleaning of what comes in, making and widening of tables.
// Does not own: what a manifest says (manifest), records (record), which modules
// are on and what the province decided (tenant).
// Called by: setup, publication, search, closing, report, sheet, duty, indicator, installation, ledger, notice, overlap, programme, province, record, switchboard, web.
package kind
