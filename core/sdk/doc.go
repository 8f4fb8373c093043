// Package sdk is the door for module authors: the manifest that declares a
// module, the shapes that cross the process border, and typed Go for the few
// decisions a declaration cannot express.
//
// Owns: Manifest and its parsing, the border types, Module and Eval, the base
// manifest of the core (core.yaml).
// Does not own: evaluating CEL (sdk/rule), the wire (sdk/wire), storing
// anything (record), starting processes (module).
// Called by: record, module, indicator, plugins, cmd/dev.
package sdk
