// Package sheet takes records out into spreadsheets and in from them: a template of
// each kind, the export of each list, imports.
//
// Owns: the tables sheet_import, sheet_row and sheet_mapping; what is written and
// logged when somebody exports, templates by the reach of who asks; a sheet on its way
// in: read and tried out, taken in the background, taken back whole.
// Does not own: files and cells (grid, column), which records somebody may read or
// write and what is right of them (record), uploads (upload).
// Called by: installation, web.
//
// Every row has the id its record will get before it is taken, so that an import that
// was cut goes on where it stood and makes nothing twice.
package sheet
