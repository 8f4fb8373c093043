// Package print makes a report into the paper an office signs, and its tables and
// figures into a workbook that goes with it.
//
// Owns: which part of a report stands where on the paper, footnotes and links of
// its numbers, the name of the file.
// Does not own: what the report says (report), the layout and the file (paper).
// Called by: web/reporting.
//
// Papers are in Vietnamese. A frozen report is the same bytes always, for whoever
// may read the same records of its lists; another is marked as a draft.
package print
