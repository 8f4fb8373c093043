// Package grant lists what a manifest's roles may do.
//
// Owns: what access lines and the roles of transitions come to, their lint, what the
// module itself may read and make.
// Does not own: who plays a role in a province, and what a reach reaches (access).
// Called by: installation, manifest/link, manifest/rule, record, sdk.
package grant
