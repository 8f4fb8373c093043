// Package cell confines a module's process before it becomes the module.
//
// Owns: the command `module-exec`, the check of the binary's hash on the very
// bytes that run, Landlock, the filter of system calls, limits and capabilities,
// what the confined side answers when it tries what is denied.
// Does not own: when a process starts and ends, and what it is asked (module).
// Called by: module, module/trial, cmd/dev and cmd/doanket (Exec).
package cell
