// Package discarded answers for drafts that were thrown away.
//
// Owns: the routes by which people list and restore their discarded drafts.
// Does not own: for how long they are kept (record/bin).
// Called by: web.
package discarded
