package main_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/installation"
)

// kills is how often the fault test kills something; the full run does it 200 times.
func kills() int {
	if os.Getenv("DOANKET_TEST_FULL") != "" {
		return 200
	}
	return 15
}

// TestKills does the main job while server and modules are killed at random
// moments. Afterwards everything accepted is there once, no process is left
// behind, the log's chain holds and the figures equal their contributions.
func TestKills(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("a long test")
	}
	p := newProduct(t)
	p.start()
	book := &ledger{}
	ctx, stop := context.WithCancel(t.Context())
	var workers sync.WaitGroup
	for n := range 3 {
		workers.Go(func() { p.work(ctx, n, book) })
	}
	p.rampage(kills())
	stop()
	wait.All(t, "the workers to finish what they began", &workers)
	if len(book.done) == 0 {
		t.Fatal("not one job was finished between the kills: the test proves nothing")
	}
	t.Logf("%d jobs finished, %d writes accepted, %d answers lost on the way, %d kills", len(book.done), book.accepted.Load(), book.lost.Load(), kills())
	p.verify(book)
	p.stop()
	p.noOrphans()
	p.examine()
}

// job is one finished walk: a recommendation that was sent with a letter.
type finished struct {
	record, document, sum, title string
}

// ledger is what clients were told has happened.
type ledger struct {
	mu       sync.Mutex
	done     []finished
	accepted atomic.Int64
	lost     atomic.Int64
}

// work walks the main job again and again until ctx ends; every write is tried
// with the same key until the server answers.
func (p *product) work(ctx context.Context, n int, book *ledger) {
	for round := 0; ctx.Err() == nil; round++ {
		title := fmt.Sprintf("Kiến nghị %d-%d-%s", n, round, coretest.Word())
		if f, ok := p.walk(ctx, title, book); ok {
			book.mu.Lock()
			book.done = append(book.done, f)
			book.mu.Unlock()
		}
	}
}

func (p *product) walk(ctx context.Context, title string, book *ledger) (finished, bool) {
	f := finished{title: title}
	var made struct{ ID string }
	ok := p.insist(ctx, book, "officer", http.MethodPost, "/records/core.recommendation", title, map[string]any{"unit": p.unit,
		"fields": map[string]any{"title": title, "content": "Đề nghị sửa đường liên thôn", "to_unit": p.addressee}}, &made)
	if !ok {
		return f, false
	}
	f.record = made.ID
	paper := []byte(coretest.PDF(coretest.Word()))
	sum := sha256.Sum256(paper)
	f.sum = hex.EncodeToString(sum[:])
	var doc struct{ ID string }
	if !p.insist(ctx, book, "officer", http.MethodPost, "/records/"+made.ID+"/documents", title+"/paper", paper, &doc) {
		return f, false
	}
	f.document = doc.ID
	var submitted struct{ Version int }
	if !p.insist(ctx, book, "officer", http.MethodPost, "/records/"+made.ID+"/transitions/submit", title+"/submit", map[string]any{}, &submitted) {
		return f, false
	}
	seen := fmt.Sprintf(`"v%d"`, submitted.Version) // a decision rests on what its taker saw
	return f, p.insist(ctx, book, "standing", http.MethodPost, "/records/"+made.ID+"/transitions/send", title+"/send", map[string]any{}, nil, seen)
}

// insist sends a write with one key until it is answered for good.
func (p *product) insist(ctx context.Context, book *ledger, who, method, path, key string, body, into any, version ...string) bool {
	sum := sha256.Sum256([]byte(key))
	key = hex.EncodeToString(sum[:16])
	for ctx.Err() == nil {
		res, raw, err := p.send(who, method, path, key, body, version...)
		switch {
		case err != nil || res.StatusCode >= 500 || res.StatusCode == http.StatusTooManyRequests:
			book.lost.Add(1)
			time.Sleep(50 * time.Millisecond)
			continue
		case res.StatusCode >= 300:
			p.t.Errorf("%s %s: %d %s", method, path, res.StatusCode, raw)
			return false
		}
		book.accepted.Add(1)
		if into != nil {
			if err := json.Unmarshal(raw, into); err != nil {
				p.t.Error(err)
				return false
			}
		}
		return true
	}
	return false
}

func (p *product) send(who, method, path, key string, body any, version ...string) (*http.Response, []byte, error) {
	reader, kind := form(body)
	req, err := http.NewRequest(method, fmt.Sprintf("http://127.0.0.1:%d/api/v1%s", p.port, path), reader)
	if err != nil {
		return nil, nil, err
	}
	req.Host = fmt.Sprintf("ha-tinh.localhost:%d", p.port)
	req.Header.Set("Authorization", "Bearer "+p.tokens[who])
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	if len(version) > 0 {
		req.Header.Set("If-Match", version[0])
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	client := http.Client{Timeout: 15 * time.Second}
	res, err := client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	return res, raw, err
}

// form makes a multipart form of bytes and JSON of the rest.
func form(body any) (io.Reader, string) {
	paper, isPaper := body.([]byte)
	if !isPaper {
		if body == nil {
			return nil, ""
		}
		raw, _ := json.Marshal(body) // plain maps
		return bytes.NewReader(raw), "application/json"
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField("slot", "letter")
	part, _ := w.CreateFormFile("file", "kiến nghị.pdf")
	_, _ = part.Write(paper)
	_ = w.Close() // a buffer takes everything
	return &b, w.FormDataContentType()
}

// rampage kills the server or a module, again and again.
func (p *product) rampage(times int) {
	random := rand.New(rand.NewPCG(1, 2))
	for n := range times {
		time.Sleep(time.Duration(20+random.IntN(400)) * time.Millisecond)
		children := p.children()
		if len(children) > 0 && random.IntN(3) == 0 {
			p.kill(children[random.IntN(len(children))])
			continue
		}
		p.kill(p.server.Process.Pid)
		_ = wait.Exit(p.t, "the killed server to end", p.server) // killed: its error says so
		p.start()
		if p.t.Failed() {
			p.t.Fatalf("stopped after %d kills", n+1)
		}
	}
}

// verify reads back everything clients were told, from the restarted server.
func (p *product) verify(book *ledger) {
	p.t.Helper()
	for _, f := range book.done {
		var r struct {
			State, Title, Number string
			Slots                []struct {
				Code      string
				Documents []struct{ ID, SHA256 string }
			}
		}
		p.get("officer", "/records/"+f.record, &r)
		if r.State != "sent" || r.Title != f.title || r.Number == "" {
			p.t.Errorf("%s is %q %q number %q", f.record, r.State, r.Title, r.Number)
		}
		if sum := sha256.Sum256(p.read("officer", "/documents/"+f.document+"/content")); hex.EncodeToString(sum[:]) != f.sum {
			p.t.Errorf("document %s of %s came back otherwise", f.document, f.record)
		}
		papers := 0
		for _, s := range r.Slots {
			papers += len(s.Documents)
		}
		if papers != 1 {
			p.t.Errorf("%s holds %d papers, want the one", f.record, papers)
		}
	}
	p.countOnce(book)
}

// countOnce lists every recommendation and expects each title exactly once.
func (p *product) countOnce(book *ledger) {
	p.t.Helper()
	seen := map[string]int{}
	wait.Pages(p.t, "the list of recommendations", func(cursor string) string {
		var page struct {
			Items []struct{ Title string }
			Next  string
		}
		p.get("officer", "/records/core.recommendation?limit=200&cursor="+cursor, &page)
		for _, i := range page.Items {
			seen[i.Title]++
		}
		return page.Next
	})
	for title, n := range seen {
		if n != 1 {
			p.t.Errorf("%q is there %d times", title, n)
		}
	}
	for _, f := range book.done {
		if seen[f.title] != 1 {
			p.t.Errorf("%q was accepted and is there %d times", f.title, seen[f.title])
		}
	}
}

func (p *product) get(who, path string, into any) {
	p.t.Helper()
	if err := json.Unmarshal(p.read(who, path), into); err != nil {
		p.t.Fatal(err)
	}
}

// read reads as a client does that was asked to slow down: it waits as told.
func (p *product) read(who, path string) []byte {
	p.t.Helper()
	var res *http.Response
	var raw []byte
	var err error
	wait.Until(p.t, "an answer to "+path, func() bool {
		if res, raw, err = p.send(who, http.MethodGet, path, "", nil); err != nil || res.StatusCode != http.StatusTooManyRequests {
			return true
		}
		again, _ := strconv.Atoi(res.Header.Get("Retry-After"))
		time.Sleep(time.Duration(max(1, again)) * time.Second)
		return false
	})
	if err != nil {
		p.t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK {
		p.t.Fatalf("%s: %d %s", path, res.StatusCode, raw)
	}
	return raw
}

// examine opens the stopped installation and checks what no client can see.
func (p *product) examine() {
	p.t.Helper()
	i, err := installation.Open(context.Background(), installation.Options{Data: p.data, BaseDomain: "localhost", Modules: p.modules,
		Exec: []string{p.binary, "module-exec"}, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() {
		if err := i.Close(); err != nil {
			p.t.Error(err)
		}
	}()
	ctx, err := i.Enter(context.Background(), "ha-tinh", "test")
	if err != nil {
		p.t.Fatal(err)
	}
	report, err := i.VerifyLog(ctx)
	if err != nil || len(report.Breaks) > 0 || report.Lines == 0 {
		p.t.Errorf("audit: %d lines, breaks %+v, %v", report.Lines, report.Breaks, err)
	}
	drifts, err := i.Figures.Recompute(ctx, false)
	if err != nil || len(drifts) > 0 {
		p.t.Errorf("recompute: %d figures differ (%+v), %v", len(drifts), drifts, errors.Join(err))
	}
}
