// Package office makes PDFs of papers and workbooks by LibreOffice, where that is
// installed.
//
// Owns: the process: its folder, its time, how many run at once.
// Does not own: what is made into a PDF (report/print).
// Called by: installation, web/reporting (as Office).
package office
