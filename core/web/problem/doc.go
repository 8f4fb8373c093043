// Package problem turns faults into RFC 9457 problems: the one table from
// kinds of faults to HTTP, and the sentence of every code in both languages.
//
// Owns: statuses, the wire form of a problem, text/.
// Does not own: logging of our own mistakes (core/web/server).
// Called by: core/web/server for every refusal, handlers for single sentences.
package problem
