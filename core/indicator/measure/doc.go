// Package measure is a manifest's measure at work: it reads a record into what
// it adds, on which day, at which unit and in which part of the figure.
//
// Owns: the compiled measure, its keys, contributions, which of a rank counts.
// Does not own: what is stored of them and folded (indicator), what an
// expression means (manifest/rule).
// Called by: closing, indicator, programme.
package measure
