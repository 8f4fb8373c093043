// Package embedded runs an S3 server (versitygw on the file system) inside this
// process, on loopback only.
//
// Owns: its folder, its random keys, its start and stop.
// Does not own: what is stored (blob).
// Called by: blob/blobtest, installation.
//
// One server per process. The posix backend makes its folder the working
// directory of the process: every other path must be absolute.
package embedded
