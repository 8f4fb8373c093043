// Package permission is the room access as handlers need it: may the actor do
// this here, do it and log it, and why or why not.
//
// Owns: the small interface and its words.
// Does not own: any rule (core/access decides, the installation joins).
// Called by: core/web and its packages of handlers.
package permission
