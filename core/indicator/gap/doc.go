// Package gap says why a figure misses its target: what is lacking, taken apart by
// units and by causes so that the parts add up to it, and which units, brought in,
// would meet the target soonest (adr/0037); and how a coverage stood before and after
// units merged.
//
// Owns: how a gap is reckoned and taken apart; the parts of a period between mergers.
// Does not own: figures and what they rest on (core/indicator), what units owe (duty,
// asked through indicator.Duties).
// Called by: installation, web, web/shortfall.
package gap
