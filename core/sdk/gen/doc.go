// Package gen writes a module's model_gen.go from its module.yaml: one struct
// per kind, one per list row, constants for enum values.
//
// Owns: how manifest types read in Go.
// Does not own: the manifest's checks (sdk, rule).
// Called by: sdk/sdktest, sdk/exam, sdk/scaffold, cmd/dev.
package gen
