// Command demo is a module that misbehaves on request: the field "do" of a
// record says how, and the last bytes of the binary say how it starts.
package main

import (
	"context"
	"embed"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/hashicorp/go-hclog"
	plugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/sdk/wire"
)

//go:embed module.yaml
var files embed.FS

type visit struct {
	Title  string `json:"title,omitempty"`
	Do     string `json:"do,omitempty"`
	Note   string `json:"note,omitempty"`
	Amount int64  `json:"amount,omitempty"`
}

func build() *sdk.Module {
	m := sdk.New(files)
	sdk.Type[visit](m, "visit").Decide("close", closeVisit)
	m.OnEvent("demo.visit.close", func(_ context.Context, _ sdk.Caller, h sdk.Happening) ([]sdk.Effect, error) {
		if h.RecordID == "bad" {
			panic("event")
		}
		return []sdk.Effect{{Kind: sdk.EffectEmit, IdemKey: h.ID, Emit: &sdk.EmitEffect{Name: "heard"}}}, nil
	})
	m.Job("remind", func(_ context.Context, c sdk.Caller, r sdk.Run) ([]sdk.Effect, error) {
		return []sdk.Effect{{Kind: sdk.EffectNotify, IdemKey: r.Slot.String(), Notify: &sdk.NotifyEffect{Role: "officer", Code: "remind", Params: map[string]string{"province": c.Province}}}}, nil
	})
	m.Indicator("spent", func(f *sdk.Figure, row map[string]any) {
		n, _ := row["amount"].(int64)
		f.Numerator += float64(n)
		f.Denominator++
	})
	return m
}

var eaten [][]byte

func closeVisit(e *sdk.Eval[visit]) {
	what, arg, _ := strings.Cut(e.New.Do, " ")
	switch what {
	case "":
		e.New.Note = e.Caller.Province + " " + e.New.Title
		e.New.Amount *= 2
	case "deny":
		e.Deny("title", "demo_refused", "why", "asked")
	case "panic":
		panic("asked to panic")
	case "sleep":
		d, _ := time.ParseDuration(arg)
		time.Sleep(d)
	case "wait":
		<-e.Done()
	case "exit":
		os.Exit(3)
	case "flood":
		for range 20000 {
			slog.InfoContext(e, strings.Repeat("flood ", 20))
		}
	case "longline":
		os.Stderr.WriteString(strings.Repeat("x", 100000) + "\n")
	case "eat":
		for {
			block := make([]byte, 8<<20)
			for i := range block {
				block[i] = 1
			}
			eaten = append(eaten, block)
		}
	case "spin": // after the answer
		go func() {
			for { //nolint:revive // its only purpose is to keep a processor busy
			}
		}()
	case "spawn":
		go func() { select {} }()
	case "crowd":
		crowd()
	case "litter":
		litter()
	case "hoard":
		e.New.Note = hoard()
	case "hostile":
		e.New.Note = hostile(arg)
	case "probe":
		e.New.Note = probe(arg)
	case "create":
		e.Create("k", sdk.CreateEffect{Kind: "demo.visit", Fields: map[string]any{"title": "next", "amount": int64(9007199254740993)}})
	}
}

// probe tries what a module must not be able to do; "" is success.
func probe(what string) string {
	answer := func(err error) string {
		if err != nil {
			return "denied: " + err.Error()
		}
		return "SUCCEEDED"
	}
	switch what {
	case "env":
		var names []string
		for _, kv := range os.Environ() {
			name, _, _ := strings.Cut(kv, "=")
			names = append(names, name)
		}
		slices.Sort(names)
		return strings.Join(names, " ")
	case "cwd":
		entries, err := os.ReadDir(".")
		files := 0
		for _, e := range entries {
			if e.Type().IsRegular() {
				files++
			}
		}
		if err == nil && files == 0 {
			return "empty"
		}
		return "not empty"
	case "read":
		_, err := os.ReadFile("/etc/passwd")
		return answer(err)
	case "list":
		_, err := os.ReadDir("/")
		return answer(err)
	case "write":
		return answer(os.WriteFile("/tmp/doanket-module-probe", []byte("x"), 0o600))
	case "tcp":
		_, err := net.DialTimeout("tcp", "127.0.0.1:1", time.Second)
		if errors.Is(err, syscall.ECONNREFUSED) {
			return "SUCCEEDED"
		}
		return answer(err)
	case "listen":
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err == nil {
			l.Close()
		}
		return answer(err)
	case "udp":
		c, err := net.Dial("udp", "127.0.0.1:9")
		if err == nil {
			_, err = c.Write([]byte("x"))
		}
		return answer(err)
	case "unix":
		_, err := net.Dial("unix", "@nothing")
		if errors.Is(err, syscall.ECONNREFUSED) {
			return "SUCCEEDED"
		}
		return answer(err)
	case "exec":
		return answer(exec.Command("/bin/sh", "-c", "true").Run())
	case "self":
		return answer(exec.Command("/proc/self/exe", "manifest").Run())
	case "signal":
		return answer(syscall.Kill(os.Getppid(), 0))
	case "threads":
		runtime.GC()
		return "SUCCEEDED"
	}
	return "unknown probe"
}

// odd answers Evaluate as no SDK would.
type odd struct{ wire.ModuleServer }

func (o *odd) Evaluate(ctx context.Context, req *wire.EvaluateRequest) (*wire.EvaluateResponse, error) {
	first := req.GetItems()[0]
	item, err := sdk.UnpackItem(first)
	if err != nil {
		return nil, err
	}
	do, _ := item.New["do"].(string)
	result := &wire.ItemResult{Id: first.GetId()}
	answer := &wire.EvaluateResponse{Results: []*wire.ItemResult{result}}
	switch do {
	case "odd count":
		answer.Results = append(answer.Results, result)
	case "odd none":
		answer.Results = nil
	case "odd id":
		result.Id = "rec_other"
	case "odd json":
		result.SetJson = []byte(`{"title":`)
	case "odd shape":
		result.SetJson = []byte(`["title"]`)
	case "odd effect":
		result.Effects = []*wire.Effect{{Kind: "drop_table", BodyJson: []byte(`{}`)}}
	case "odd member":
		result.Effects = []*wire.Effect{{Kind: sdk.EffectLink, BodyJson: []byte(`{"rel":"a","to":"b","province":"c"}`)}}
	case "odd problem":
		result.Problems = []*wire.Problem{{Field: "title"}}
	case "odd size":
		result.SetJson = []byte(`{"note":"` + strings.Repeat("x", 9<<20) + `"}`)
	default:
		return o.ModuleServer.Evaluate(ctx, req)
	}
	return answer, nil
}

// boot is how to start, from the tail of the binary: "…BOOT:exit".
func boot() string {
	f, err := os.Open("/proc/self/exe")
	if err != nil {
		return ""
	}
	defer f.Close()
	tail := make([]byte, 32)
	if _, err := f.Seek(-32, io.SeekEnd); err != nil {
		return ""
	}
	n, _ := io.ReadFull(f, tail)
	_, mode, _ := strings.Cut(string(tail[:n]), "BOOT:")
	return strings.TrimSpace(mode)
}

// bad replaces the sound decision by one that breaks a promise.
func bad(m *sdk.Module, mode string) {
	var last atomic.Value
	last.Store("")
	decide, known := map[string]func(*sdk.Eval[visit]){
		"mix":   func(e *sdk.Eval[visit]) { e.New.Note = last.Swap(e.New.Title).(string) },
		"clock": func(e *sdk.Eval[visit]) { e.New.Note = time.Now().String() },
		"slow":  func(*sdk.Eval[visit]) { time.Sleep(time.Second) },
		"talks": func(*sdk.Eval[visit]) {
			for range 3000 {
				slog.Warn("nobody reads this line")
			}
		},
		"panics":  func(e *sdk.Eval[visit]) { panic("on any record") },
		"strange": func(e *sdk.Eval[visit]) { e.Deny("titel", "nobody_wrote_this") },
		"hangs": func(e *sdk.Eval[visit]) {
			if e.New.Title != "" {
				select {}
			}
		},
		"meddles":  func(e *sdk.Eval[visit]) { e.Old.Note = "as it never was" },
		"textless": func(e *sdk.Eval[visit]) { e.Deny("title", "nobody_wrote_this") },
		"grab":     func(e *sdk.Eval[visit]) { e.Create("k", sdk.CreateEffect{Kind: "core.meeting"}) },
		"crash": func(e *sdk.Eval[visit]) {
			if len(e.New.Note) > 5000 {
				os.Exit(3)
			}
		},
	}[mode]
	if known {
		sdk.Type[visit](m, "visit").Decide("close", decide)
	}
	if mode == "extra" {
		m.Job("nobody", func(context.Context, sdk.Caller, sdk.Run) ([]sdk.Effect, error) { return nil, nil })
	}
}

// attack tries, before anything else and whatever the binary was called with,
// to leave a file and to call out: "hostile:<port>:<name>". What it could do is
// seen from outside; the module goes on as a sound one.
func attack(mode string) {
	parts := strings.Split(mode, ":")
	if len(parts) != 3 || parts[0] != "hostile" {
		return
	}
	for _, dir := range []string{"/tmp", ".", "/var/tmp", "/dev/shm"} {
		_ = os.WriteFile(dir+"/"+parts[2], []byte("x"), 0o600)
	}
	if c, err := net.DialTimeout("tcp", "127.0.0.1:"+parts[1], time.Second); err == nil {
		c.Close()
	}
}

func main() {
	attack(boot())
	m := build()
	if len(os.Args) > 1 && os.Args[1] == "manifest" {
		m.Serve()
	}
	bad(m, boot())
	switch boot() {
	case "exit":
		os.Exit(7)
	case "forever":
		if os.Getenv("DOANKET_MODULE") == "" {
			time.Sleep(time.Hour)
		}
	case "mute":
		time.Sleep(time.Hour)
	case "chatter":
		os.Stdout.WriteString("hello\n")
		time.Sleep(time.Hour)
	case "lie":
		m = sdk.FromManifest(&manifest.Manifest{ID: "other"})
	case "wide": // as an SDK without limits would serve
		plugin.Serve(&plugin.ServeConfig{
			HandshakeConfig:  wire.Handshake,
			VersionedPlugins: map[int]plugin.PluginSet{wire.Major: wire.Plugins(&odd{m.Server()})},
			Logger:           hclog.NewNullLogger(),
			GRPCServer: func(o []grpc.ServerOption) *grpc.Server {
				return grpc.NewServer(append(o, grpc.MaxRecvMsgSize(1<<30))...)
			},
		})
	}
	sdk.ServeWith(&odd{m.Server()})
}
