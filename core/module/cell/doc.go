// Package cell confines a module's process before it becomes the module.
//
// Owns: the command `module-exec`, the check of the binary's hash on the very
// bytes that run, Landlock, the list of allowed system calls, a user of its own,
// limits and capabilities, what the kernel must have for it, every way a binary
// of a module is run, what the confined side answers when it tries what is
// denied (adr/0024).
// Does not own: when a process starts and ends, and what it is asked (module).
// Called by: module, module/trial, cmd/dev and cmd/doanket (Exec).
package cell
