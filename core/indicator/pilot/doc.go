// Package pilot says what figures mean while a module is tried at some units.
//
// Owns: where a measure counts, and a unit's kept figure restricted to there.
// Does not own: where a module is on (core/kind), the figures as kept (row).
// Called by: core/indicator, core/closing, core/indicator/gap.
package pilot
