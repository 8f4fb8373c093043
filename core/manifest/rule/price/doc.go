// Package price says what the functions we add to CEL cost, in CEL's own steps.
//
// Owns: the price of a walk through the calendar, before and after it is made.
// Does not own: what an expression and a record may cost, and what is done about it (rule).
// Called by: core/manifest/rule.
package price
