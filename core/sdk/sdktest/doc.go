// Package sdktest is how modules are tested: golden decisions, and the suite
// every module passes.
//
// Owns: the form of golden files, the conformance list.
// Does not own: the manifest's checks (sdk, rule), watching processes (module).
// Called by: modules' tests, cmd/doanket module verify.
package sdktest
