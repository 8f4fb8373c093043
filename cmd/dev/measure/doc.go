// Package measure asks a server as fast as it answers, reads what Go benchmarks
// print, lines figures up, and names what fell in a run of tests.
//
// Owns: load from 16 connections, percentiles, the table of figures, on which machine they were taken.
// Does not own: what is measured, or how it is started.
// Called by: cmd/dev bench and soak.
package measure
