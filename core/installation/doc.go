// Package installation joins all rooms into one running whole: it is the only
// place that knows every one of them.
//
// Owns: which room gets which part of another, start and stop order, bringing
// a province to the state its folder describes, backup and restore.
// Does not own: configuration (cmd/doanket), any rule of the trade.
// Called by: cmd/doanket and coretest, so that tests run what people run.
package installation
