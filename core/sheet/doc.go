// Package sheet takes records out into spreadsheets and in from them: a template of
// each kind, the export of each list, imports.
//
// Owns: what is written and logged when somebody exports, templates by the reach of
// who asks.
// Does not own: files and cells (grid, column), which records somebody may read or
// write and what is right of them (record).
// Called by: installation, web.
package sheet
