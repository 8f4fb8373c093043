// Package grid is a sheet of cells in a file, XLSX or CSV: written row by row,
// read row by row, within bounds.
//
// Owns: how heads, values and drop-downs stand in a file; that no cell of a written
// file is a formula; what a file that comes in may cost.
// Does not own: which columns there are and what their values mean (sheet/column).
// Called by: sheet, sheet/column.
package grid
