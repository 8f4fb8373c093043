// Package closing closes periods: it freezes the figures of a unit, of all units
// below it and every contribution behind them into a signed statement that nothing
// changes afterwards, and tells what has changed since (adr/0026).
//
// Owns: the tables closing and closing_figure, and the objects "closing/…" of the
// province's bucket.
// Does not own: figures (indicator), the form of a statement and how it is checked
// (closing/statement), the key it is signed with (seal).
// Called by: installation, web, web/closing.
package closing
