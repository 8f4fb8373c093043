package module_test

import (
	"context"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/sdk/wire"
)

// BenchmarkDecision is one decision about a 4 KB record through host, mTLS and
// a confined process, beside a bare gRPC echo of the same record over a unix
// socket in this process.
func BenchmarkDecision(b *testing.B) {
	fields := map[string]any{"title": "Cuộc làm việc", "amount": int64(12), "note": strings.Repeat("việc cần làm ", 230)}
	caller := sdk.Caller{CallID: "act_bench", Province: "p1", Locale: "vi", Purpose: "interactive", Now: time.Now()}
	item := sdk.Item{ID: "rec_1", Kind: "demo.visit", Op: sdk.OpTransition, Transition: "close", From: "draft", New: fields}
	b.Run("ours", func(b *testing.B) {
		h := start(b, demo.Install(b, ""), nil)
		timed(b, func() error {
			_, err := h.Evaluate(context.Background(), "demo", caller, []sdk.Item{item})
			return err
		})
	})
	b.Run("floor", func(b *testing.B) {
		client := bare(b)
		msg, err := sdk.PackItem(item)
		if err != nil {
			b.Fatal(err)
		}
		req := &wire.EvaluateRequest{Items: []*wire.Item{msg}}
		timed(b, func() error {
			_, err := client.Evaluate(context.Background(), req)
			return err
		})
	})
}

// BenchmarkStart is a module from nothing to its first answer, through
// checksum, sandbox and handshake, and the memory it then holds.
func BenchmarkStart(b *testing.B) {
	var held float64
	for b.Loop() {
		h := start(b, demo.Install(b, ""), nil)
		if _, err := ask(h, "p1", ""); err != nil {
			b.Fatal(err)
		}
		held = float64(stateOf(h).RSS) / (1 << 20)
		if err := h.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(held, "rss-MB")
}

// timed runs fn and reports the middle and the 99th of a hundred.
func timed(b *testing.B, fn func() error) {
	b.Helper()
	for range 50 { // the first calls start the process and open connections
		if err := fn(); err != nil {
			time.Sleep(100 * time.Millisecond)
		}
	}
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		if err := fn(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}

// echo sends back what came.
type echo struct{ wire.UnimplementedModuleServer }

// Evaluate answers with the record itself.
func (echo) Evaluate(_ context.Context, req *wire.EvaluateRequest) (*wire.EvaluateResponse, error) {
	out := &wire.EvaluateResponse{}
	for _, i := range req.GetItems() {
		out.Results = append(out.Results, &wire.ItemResult{Id: i.GetId(), SetJson: i.GetNewJson()})
	}
	return out, nil
}

func bare(b *testing.B) wire.ModuleClient {
	b.Helper()
	path := filepath.Join(b.TempDir(), "s")
	l, err := net.Listen("unix", path)
	if err != nil {
		b.Fatal(err)
	}
	server := grpc.NewServer()
	wire.RegisterModuleServer(server, echo{})
	go func() { _ = server.Serve(l) }()
	conn, err := grpc.NewClient("unix:"+path, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = conn.Close()
		server.Stop()
	})
	return wire.NewModuleClient(conn)
}
