// Package module starts and watches the processes of task modules, and asks
// them for decisions.
//
// Owns: the catalogue of binaries and their checksums, the watch over each
// process, the limits per module and province.
// Does not own: how a process is confined (cell), whether a binary may be
// trusted (trial), what a verdict means (record), the messages (sdk/wire), which
// province has which module on (tenant).
// Called by: installation, module/moduletest, module/trial, cmd/dev,
// cmd/doanket, record (as its decider).
//
// No bad module delays or stops the host; every wait has an end.
package module
