// Package scaffold writes a new module's folder: a manifest with one kind, one
// decision with examples, tests, README. What it writes passes its own tests.
//
// Owns: the templates under files/, which names can be.
// Does not own: the manifest language (sdk), the generated model (sdk/gen).
// Called by: cmd/dev.
package scaffold
