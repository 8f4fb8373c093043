// Package section reads and checks what modules add to the reports on carrying out
// the resolution: sentences whose numbers are figures, tables, lists of records.
//
// Owns: the form of a sentence, what of sections: cannot be shown, with its mend.
// Does not own: the declarations (manifest), figures (core/indicator), the report
// made of it (core/report).
// Called by: report, province, manifest/rule.
package section
