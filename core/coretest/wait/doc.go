// Package wait bounds what tests wait for: every wait ends within Bound and
// says what it waited for.
//
// Owns: waiting for a condition, a channel, a group of goroutines, a child
// process, the last page of a list.
// Does not own: any assertion about time; tests never time.
// Called by: tests and their rigs, of every room (it imports none).
package wait
