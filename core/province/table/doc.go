// Package table reads the tables of a province's folder: CSV as people and
// their spreadsheets write it.
//
// Owns: reading lines of a CSV with a known first line, and the table of units;
// every mistake with file and line.
// Does not own: files and what the lines mean together (province). It knows no
// database, so that it can be fuzzed by itself.
// Called by: province and coretest.
package table
