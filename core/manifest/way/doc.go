// Package way checks how the states of a kind are joined by its steps.
//
// Owns: states nobody reaches or leaves, and steps that stay where they are and
// could not, with their mend.
// Does not own: the declarations and each step by itself (manifest).
// Called by: manifest/rule.
package way
