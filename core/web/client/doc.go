// Package client carries the built React client inside the binary; with the
// build tag no_ui it carries nothing.
//
// Owns: the embedded files of dist/.
// Does not own: how they are served (web).
// Called by: web.
package client
