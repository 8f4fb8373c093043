// Package paper writes official papers as DOCX: in the layout of State papers
// (Nghị định 30/2020/NĐ-CP, Phụ lục I) or of Party papers (Hướng dẫn
// 05-HD/VPTW), with headings, sentences, tables, footnotes and links.
//
// Owns: the layout of a paper and the parts of the file; the same paper is the
// same bytes, always.
// Does not own: what a paper says (report).
// Called by: report/print.
//
// Whatever text comes in, the file opens: what XML cannot hold is left out.
package paper
