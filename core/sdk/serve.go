package sdk

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/doanket/doanket/core/sdk/wire"
	"github.com/hashicorp/go-hclog"
	plugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
)

// Version is the SDK a module was built with, told to the host by Describe.
const Version = "1.0.0"

// Serve is a module's main: it answers a host until the host goes away.
// `<binary> manifest` prints the manifest as JSON instead, `<binary> manifest
// source` as the YAML it was written in.
func (m *Module) Serve() {
	if len(os.Args) > 1 && os.Args[1] == "manifest" {
		os.Exit(m.printManifest(os.Stdout, len(os.Args) > 2 && os.Args[2] == "source"))
	}
	if missing := m.Missing(); len(missing) > 0 {
		fmt.Fprintf(os.Stderr, "the manifest declares what no Go implements: %q\n", missing)
		os.Exit(1)
	}
	ServeWith(m.Server())
}

// ServeWith serves any server of the wire's contract as Serve does; modules
// have no need of it, tests of the host do.
func ServeWith(server wire.ModuleServer) {
	slog.SetDefault(slog.New(&callHandler{slog.NewJSONHandler(os.Stderr, nil)}))
	go dieWithParent(os.Getppid())
	plugin.Serve(&plugin.ServeConfig{
		HandshakeConfig:  wire.Handshake,
		VersionedPlugins: map[int]plugin.PluginSet{wire.Major: wire.Plugins(server)},
		Logger:           hclog.NewNullLogger(),
		GRPCServer: func(opts []grpc.ServerOption) *grpc.Server {
			return grpc.NewServer(append(opts, ServerOptions()...)...)
		},
	})
}

// ServerOptions are the limits and interceptors of a served module.
func ServerOptions() []grpc.ServerOption {
	return []grpc.ServerOption{
		grpc.MaxRecvMsgSize(wire.MaxMessage),
		grpc.MaxSendMsgSize(wire.MaxMessage),
		grpc.ChainUnaryInterceptor(contain, early),
		grpc.ChainStreamInterceptor(containStream),
	}
}

// printManifest writes the manifest for the catalogue or for people.
func (m *Module) printManifest(w io.Writer, source bool) int {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	write := func() error { return e.Encode(m.manifest) }
	if source {
		write = func() error { _, err := w.Write(m.manifest.Source()); return err }
	}
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// dieWithParent ends the process when the host is gone: a module without a
// host is an orphan, whatever killed the host.
func dieWithParent(parent int) {
	for os.Getppid() == parent {
		time.Sleep(250 * time.Millisecond)
	}
	os.Exit(0)
}
