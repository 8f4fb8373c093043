// Package target is a target of a resolution as it is followed: what is to be reached,
// by which figures it is seen, and where it was set.
//
// Owns: how a target compares with a figure and when it is judged; which of several of
// one code holds at a unit; which of two contradict each other, and by which field.
// Does not own: the records targets are kept as, adopting and reading them (programme),
// the figures (indicator), which targets a text has (programme/reading).
// Called by: programme, web/resolution.
//
// It decides from what it is given and asks nothing of the database.
package target
