// Package process starts servers beside the tools, waits until they answer, and
// stops them.
//
// Owns: a started server, its log, free ports.
// Does not own: which server it is, or what is asked of it.
// Called by: cmd/dev; cmd/dev/peer.
package process
