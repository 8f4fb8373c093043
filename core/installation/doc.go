// Package installation joins all rooms into one running whole: it is the only
// place that knows every one of them.
//
// Owns: which room gets which part of another, what the queue runs when, start
// and stop order.
// Does not own: configuration (cmd/doanket), a province as data (province),
// any rule of the trade.
// Called by: cmd/doanket and coretest, so that tests run what people run.
package installation
