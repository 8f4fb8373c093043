// Package tree is the organisation tree as a table: the template to fill in, and units
// on their way in from a file.
//
// Owns: the columns of such a table and what their cells mean; what becomes of each
// row, each complaint at its cell; that what is taken is what was seen.
// Does not own: the rules of the tree (unit), files and cells (grid, column), who may
// change units where (the caller says so), the log of the province (the caller's).
// Called by: cmd/doanket, web.
package tree
