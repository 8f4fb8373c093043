// Package archive opens archives of strangers (docx, xlsx, pptx, zip) for no more
// than a look into them may cost.
//
// Owns: how much of an archive is read to know what is in it.
// Does not own: what may be in one (upload), what is read of its parts (search, sheet).
// Called by: upload, upload/child, search/extract, sheet/grid.
package archive
