// Package sheet gives out over HTTP the templates of kinds and the exports of lists.
//
// Owns: the routes of spreadsheets and what their answers look like.
// Does not own: what stands in a file, who may what (core/sheet).
// Called by: web.
package sheet
