// Package sheet gives out over HTTP the templates of kinds and the exports of lists,
// and takes sheets in.
//
// Owns: the routes of spreadsheets and imports and what their answers look like; the
// sentences about cells.
// Does not own: what stands in a file, who may what (core/sheet).
// Called by: web.
package sheet
