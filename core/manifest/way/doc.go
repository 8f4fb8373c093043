// Package way checks how the states of a kind are joined by its steps.
//
// Owns: states nobody reaches or leaves, steps that stay where they are and could
// not, or are said to be undone and are not, with their mend; which steps are plain
// enough for many records at once.
// Does not own: the declarations and each step by itself (manifest).
// Called by: manifest/rule, record/read.
package way
