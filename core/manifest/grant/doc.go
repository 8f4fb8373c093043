// Package grant lists what a manifest's roles may do.
//
// Owns: what access lines and the roles of transitions come to.
// Does not own: who plays a role in a province, and what a reach reaches (access).
// Called by: installation, sdk.
package grant
