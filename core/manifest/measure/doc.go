// Package measure checks what measures say beyond one record: several of a
// period, several measures, stocks.
//
// Owns: what of such a measure cannot be counted, with its mend.
// Does not own: the declarations and what each measure alone cannot do without
// (manifest), the expressions (rule), figures (core/indicator).
// Called by: manifest/rule.
package measure
