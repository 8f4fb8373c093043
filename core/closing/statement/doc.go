// Package statement is a closed period as a file: what was closed, all figures and
// every contribution behind them, hashed and signed, in lines that anybody can
// check without the server (adr/0026).
//
// Owns: the form of the file, how figures follow from contributions, and what
// Verify finds.
// Does not own: where a statement comes from and is kept (closing).
// Called by: closing, cmd/doanket.
//
// A file is JSON, one object a line, each with one member that says what it is:
//
//	head          whose figures, of which unit and period, closed by whom and when
//	unit          each unit at or below it, and those whose work it took over
//	record        each record that counts: its version and the evidence it rests on
//	measure       how a measure counts; then its lines:
//	must, owing   of a coverage: a unit that must be reached, or what one owes
//	contribution  what a record adds to the measure at a unit on a day
//	figure        what that comes to at a unit, everything below included
//	digest        SHA-256 of the lines since the digest before, line ends included:
//	              of "units", of "records", of each measure
//	seal          the last line: SHA-256 of all lines before it, signed
//
// Amounts are whole thousandths. Units, records and measures stand in the order
// of their ids, so that the same figures are the same bytes.
package statement
