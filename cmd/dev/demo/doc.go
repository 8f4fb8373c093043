// Package demo fills provinces with a year of work, as a province at work looks:
// every kind and every state, late and good. Nothing is written round the rules:
// each step is taken through the same pipeline by whoever owes it, on its day, with
// papers and photographs that the package makes. The same day gives the same year.
//
// Owns: the form of a story, the order of the year, the people and residential areas
// beside those of the folder, the papers.
// Does not own: what steps demand (record); the stories of a task area, which stand
// beside its manifest (plugins/<area>/demo.yaml).
// Called by: cmd/dev.
package demo
