// Command floor is what `cmd/dev bench` measures the server against: bare Fiber
// over the rows of a real province, with no session, right, rule or log.
//
// Owns: three handlers, a list of 30, one row, one row more: with bun, and with a
// statement prepared by hand.
// Does not own: anything of the product; it is never shipped.
// Called by: `go run ./cmd/dev bench`, which starts and stops it.
package main
