// Package planted looks for words that may stand nowhere: what was typed into sealed
// fields, in everything the platform writes and answers.
//
// Owns: the heap of what was written, and the search in it.
// Does not own: what is planted and where the test goes (the test).
// Called by: tests of core/web and of modules.
package planted
