// Package sdktest is how modules are tested: golden decisions, tables of rules, and the suite
// every module passes.
//
// Owns: the form of golden files, what a module's folder must hold.
// Does not own: the questions themselves (sdk/exam, which core/module asks of
// finished binaries too), the manifest's checks (sdk, rule).
// Called by: modules' tests.
package sdktest
