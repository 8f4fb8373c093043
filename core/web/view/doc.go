// Package view holds the few shapes that many answers share: a person and a
// unit by name.
//
// Owns: these shapes and how names are looked up for them.
// Does not own: people or units.
// Called by: core/web and its packages of handlers.
package view
