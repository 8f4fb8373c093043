// Command dev runs the tasks of this repository: up, build, gen, test, soak,
// e2e, bench, licences, new-module, help. It works on every desk that has Go and Node.
//
// Owns: what is built in which order, and the servers tests need.
// Does not own: any behaviour of the product.
// Called by: people and .ci/run, as `go run ./cmd/dev <task>`.
package main
