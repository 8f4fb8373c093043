// Package tus reads the headers of tus 1.0, the resumable upload protocol.
//
// Owns: what Upload-Metadata and Upload-Checksum mean, how they are refused.
// Does not own: the acts of the protocol (web), the bytes (upload). It knows
// neither database nor store, so that it can be fuzzed by itself.
// Called by: web.
package tus
