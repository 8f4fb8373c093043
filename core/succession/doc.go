// Package succession sees to it that nobody and nothing is stranded when units
// end.
//
// Owns: what an ending unit leaves behind (posts, drafts, open records, bodies),
// the rehearsal that counts it, and who takes it over.
// Does not own: the tree and its acts (unit), posts (identity), records, which
// stay where they happened and are reached by whoever took the unit over (access).
// Called by: installation, web.
package succession
