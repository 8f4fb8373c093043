// Package access is the one gate: may this actor do this to that?
//
// Owns: roles and what they permit, Casbin (model.conf, the table
// access_rule), Check and Scope compiled from Casbin's implicit permissions.
// Does not own: who holds which role where (identity), "nobody approves their
// own work" (record: it is about the person), what a module's role plays in
// its kinds (manifests, through Expand).
// Called by: closing, report, sheet, duty, indicator, installation, programme, province, record, seal, web (as a
// gate).
package access
