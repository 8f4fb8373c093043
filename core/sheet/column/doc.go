// Package column says which columns a sheet of records of a kind has, what stands in
// their cells, and what a cell that comes back means.
//
// Owns: the choice of fields a sheet shows and of those it takes, values as cells,
// cells as values, heads found again by name or label.
// Does not own: files (sheet/grid), whether a value is right for its field (kind).
// Called by: sheet.
//
// Never in a sheet: what is sealed, what no screen shows, and lists of rows, places
// on the map and structures, which no cell holds.
package column
