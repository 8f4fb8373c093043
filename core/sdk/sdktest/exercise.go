package sdktest

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"

	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/sdk/exam"
	"github.com/doanket/doanket/core/sdk/wire"
)

// Exercise is the suite every module passes, called from the module's own
// folder: the whole exam over a real gRPC connection, and what only the folder
// can show: examples of every decision, a fresh model, no text that nobody says.
func Exercise(t *testing.T, m *sdk.Module) {
	t.Helper()
	for _, c := range checks(t, m, suite{dir: ".", server: m.Server(), options: sdk.ServerOptions()}) {
		t.Run(c.Name, func(t *testing.T) {
			switch err := c.Run(t.Context()); {
			case errors.Is(err, exam.ErrUnasked): // another check failed before
				t.Log(err)
			case err != nil:
				t.Error(err)
			}
		})
	}
}

// suite is where the module's folder is, how it is served, and how long a
// decision may take (0: the contract's limit).
type suite struct {
	dir     string
	server  wire.ModuleServer
	options []grpc.ServerOption
	limit   time.Duration
}

// checks are the whole suite for one module.
func checks(t testing.TB, m *sdk.Module, s suite) []exam.Check {
	t.Helper()
	client := serve(t, s)
	over := &exam.Candidate{Manifest: m.Manifest(), Ask: exam.Over(client), Limit: s.limit,
		Wire: func(context.Context) (wire.ModuleClient, error) { return client, nil }}
	out := over.Checks()
	said := out[len(out)-1] // judges what all others collected
	out = out[:len(out)-1]
	return append(append(out, folder(m, over, s.dir)...), said)
}

// serve answers for the module over gRPC in memory, under the limits and
// guards it has as a process.
func serve(t testing.TB, s suite) wire.ModuleClient {
	t.Helper()
	pipe := bufconn.Listen(1 << 20)
	server := grpc.NewServer(s.options...)
	wire.RegisterModuleServer(server, s.server)
	go func() { _ = server.Serve(pipe) }()
	conn, err := grpc.NewClient("passthrough:///module", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return pipe.DialContext(ctx) }),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(wire.MaxMessage), grpc.MaxCallSendMsgSize(2*wire.MaxMessage)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = conn.Close()
		server.Stop()
	})
	return wire.NewModuleClient(conn)
}
