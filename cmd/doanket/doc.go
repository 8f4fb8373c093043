// Command doanket is the server and its admin commands; they work beside a
// running server.
//
// Owns: configuration (config.go is the only place that reads file and
// environment), the words of the command line, start and stop.
// Does not own: what a command does (core/installation).
// Called by: operators, `cmd/dev up`, the container image.
package main
