// Package reference writes down, for module authors, what a manifest can say: its
// keys, what expressions see and call, what needs: asks, the actions, and the base
// kinds with their fields, states and steps.
//
// Owns: the pages, made of the declarations themselves, so that they cannot lag.
// Does not own: the declarations (manifest), the functions (rule), the JSON Schema
// (schema).
// Called by: cmd/dev, cmd/doanket.
package reference
