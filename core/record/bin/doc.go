// Package bin keeps drafts that were thrown away, for some days in which whoever made
// or discarded one can take it back.
//
// Owns: the list of a person's discarded drafts, restoring one.
// Does not own: discarding (record), records themselves.
// Called by: web.
package bin
