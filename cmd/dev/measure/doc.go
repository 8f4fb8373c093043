// Package measure asks a server as fast as it answers, reads what Go benchmarks
// print, and lines figures up.
//
// Owns: load from 16 connections, percentiles, the table of figures.
// Does not own: what is measured, or how it is started.
// Called by: cmd/dev bench.
package measure
