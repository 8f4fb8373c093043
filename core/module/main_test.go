package module_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/module"
	"github.com/doanket/doanket/core/module/moduletest"
	"github.com/doanket/doanket/core/sdk"
)

var demo *moduletest.Demo

func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "host-helper" {
		hostHelper(os.Args[2])
	}
	moduletest.Main(m, func(d *moduletest.Demo) { demo = d })
}

// start makes a host over dir and ends it with the test.
func start(t testing.TB, dir string, shape func(module.Options) module.Options) *module.Host {
	t.Helper()
	sockets, err := os.MkdirTemp(demo.Dir, "s")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(sockets, 0o711); err != nil {
		t.Fatal(err)
	}
	o := module.Options{Dir: dir, SocketDir: sockets, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	if shape == nil {
		shape = module.Roomy
	}
	o = shape(o)
	h, err := module.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// ask closes one visit that says what the module is to do.
func ask(h *module.Host, province, do string) (sdk.Verdict, error) {
	return askAbout(h, province, "rec_1", do, map[string]any{"title": "a", "do": do})
}

func askAbout(h *module.Host, province, id, do string, fields map[string]any) (sdk.Verdict, error) {
	caller := sdk.Caller{CallID: "call_" + id, Province: province, Locale: "vi", Purpose: "interactive", Now: time.Now()}
	item := sdk.Item{ID: id, Kind: "demo.visit", Op: sdk.OpTransition, Transition: "close", From: "draft", New: fields}
	out, err := h.Evaluate(context.Background(), "demo", caller, []sdk.Item{item})
	if err != nil {
		return sdk.Verdict{}, err
	}
	return out[0], nil
}

func wantUnavailable(t *testing.T, err error) {
	t.Helper()
	f := fault.Of(err)
	if !fault.Is(err, fault.Unavailable) || f.Code != "module_unavailable" {
		t.Fatalf("want module_unavailable, got %v", err)
	}
	if f.RetryAfter < time.Second || f.RetryAfter > time.Minute {
		t.Errorf("retry after %v is not within 1 s and 60 s", f.RetryAfter)
	}
}

func wantMalformed(t *testing.T, err error) {
	t.Helper()
	if !fault.Is(err, fault.Internal) || !fault.HasCode(err, "module_malformed") {
		t.Fatalf("want module_malformed, got %v", err)
	}
}

// warm starts the module, however long a busy machine takes.
func warm(t *testing.T, h *module.Host) {
	t.Helper()
	wait.Until(t, "the module answers", func() bool {
		_, err := ask(h, "p1", "")
		return err == nil
	})
}

func stateOf(h *module.Host) module.State { return h.States(context.Background())[0] }

// lines is a log that can be read while it is written.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}
