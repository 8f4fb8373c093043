// Package rule evaluates the CEL of a manifest: rules, guards, derived fields,
// defaults, what a transition sets, and what a measure counts. Each kind is
// compiled once; an evaluation takes microseconds and is stopped at a cost.
//
// Owns: the CEL environment and its null conventions (see Input).
// Does not own: the manifest's shape (sdk), when a rule is asked (record).
// Called by: duty, indicator, kind, module, record, sdk.
package rule
