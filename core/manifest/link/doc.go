// Package link checks how a manifest's kinds lead to other records: fields that name
// one or many of them, and links decisions make.
//
// Owns: the lint of to:, to_kinds:, to_states:, back: and links:.
// Does not own: what a field or a link is (manifest), parents (child), tying
// records (record).
// Called by: manifest/rule.
package link
