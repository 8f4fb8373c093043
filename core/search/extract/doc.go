// Package extract reads the text of documents that strangers have brought: within
// bounds of time, bytes and memory, whatever a file asks for.
//
// Owns: the text of DOCX, XLSX, PPTX, read apart (upload/child), and of plain text; of
// PDF by pdftotext and of scans by tesseract, where these are installed; the bounds of
// each.
// Does not own: which documents are read and what is kept of it (search).
// Called by: search, web, cmd/doanket.
package extract
