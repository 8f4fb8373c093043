// Package applied remembers what a folder last made of a province, so that a change of
// the folder is told from a change made in the application.
//
// Owns: the table folder_applied. Does not own: what is made of either (province).
// Called by: province.
package applied
