// Package wire is the language between host and module process: the proto
// mod.v1, the handshake, the size limits, the caller in the metadata and the
// one table between faults and gRPC codes.
//
// Owns: what crosses the border, byte for byte.
// Does not own: what a manifest or a verdict means (sdk), processes (module).
// Called by: sdk on the module's side, module on the host's side.
//
// The generated files are committed; `go generate ./core/sdk/wire` makes them
// anew with protoc 3.21, protoc-gen-go 1.36 and protoc-gen-go-grpc 1.6.
package wire

//go:generate protoc -I ../../.. --go_out=paths=source_relative:../../.. --go-grpc_out=paths=source_relative:../../.. core/sdk/wire/mod.proto
