// Package publication serves what a province shows to everybody, as a page that needs
// no script and no sign-in.
//
// Owns: the page as HTML, how long others may keep it.
// Does not own: what stands on it (core/publication).
// Called by: web.
package publication
