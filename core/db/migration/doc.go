// Package migration holds what a migration step is and how it says types in
// both dialects. The steps themselves are in province/ and control/, one file
// each, named by 14 digits and the room that owns the tables.
//
// Owns: Step, the words for column types.
// Does not own: running the steps (db).
// Called by: db and the steps. A step never imports a room: it freezes what
// it needs. Steps only expand; nothing is dropped.
package migration
