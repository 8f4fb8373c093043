// Package schema describes a manifest as a JSON Schema, so that an author's
// editor completes and checks module.yaml while it is written.
//
// Owns: the schema, made of the declarations and their comments.
// Does not own: what a schema cannot say (manifest's lint, rule.Check).
// Called by: cmd/doanket, sdk/scaffold.
package schema
