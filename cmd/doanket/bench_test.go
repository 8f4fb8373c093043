package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
)

// BenchmarkIdle starts the built server and reports how long until it answers
// and what it holds at rest, with whatever modules run by then; a module's own
// share is in core/module. The floor is the same binary serving nothing.
func BenchmarkIdle(b *testing.B) {
	p := newProduct(b)
	b.Run("ours", func(b *testing.B) {
		var ready, held []float64
		for b.Loop() {
			began := time.Now()
			p.start()
			ready = append(ready, float64(time.Since(began).Milliseconds()))
			time.Sleep(2 * time.Second) // at rest
			sum := private(p.server.Process.Pid)
			for _, pid := range p.children() {
				sum += private(pid)
			}
			held = append(held, sum)
			p.stop()
		}
		b.ReportMetric(middle(ready), "ready-ms")
		b.ReportMetric(middle(held), "idle-MB")
	})
	b.Run("floor", func(b *testing.B) {
		for b.Loop() {
			p.run("version")
		}
	})
}

// private is the memory of a process that nobody shares, in MB.
func private(pid int) float64 {
	raw, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "smaps_rollup"))
	if err != nil {
		return 0
	}
	kb := 0.0
	for line := range bytes.Lines(raw) {
		f := bytes.Fields(line)
		if len(f) > 1 && (string(f[0]) == "Pss:") {
			n, _ := strconv.ParseFloat(string(f[1]), 64)
			kb += n
		}
	}
	return kb / 1024
}

func middle(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

// BenchmarkFresh is how long after a transition the figure over it has
// changed, through the built server.
func BenchmarkFresh(b *testing.B) {
	p := newProduct(b)
	p.start()
	defer p.stop()
	path := "/figures/activities?unit=" + p.unit
	b.Run("ours", func(b *testing.B) {
		var took []float64
		for b.Loop() {
			before := p.figure(b, path)
			p.activity(b)
			began := time.Now()
			for p.figure(b, path) == before {
				if time.Since(began) > time.Minute {
					b.Fatal("the figure does not move")
				}
				time.Sleep(20 * time.Millisecond)
			}
			took = append(took, float64(time.Since(began).Milliseconds()))
		}
		b.ReportMetric(middle(took), "fresh-ms")
		b.ReportMetric(slices.Max(took), "worst-ms")
	})
}

// activity files one routine activity with its evidence.
func (p *product) activity(b *testing.B) {
	b.Helper()
	var made struct{ ID string }
	p.must(b, "/records/awareness.communication_activity", map[string]any{"unit": p.unit, "fields": map[string]any{
		"title": "Hội nghị " + coretest.Word(), "purpose": "policy_law", "channel": "conference"}}, &made)
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	_ = w.WriteField("slot", "evidence")
	part, _ := w.CreateFormFile("file", "tài liệu.pdf")
	_, _ = part.Write([]byte(coretest.PDF(coretest.Word())))
	_ = w.Close() // a buffer takes everything
	req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, fmt.Sprintf("http://127.0.0.1:%d/api/v1/records/%s/documents", p.port, made.ID), &form)
	if err != nil {
		b.Fatal(err)
	}
	req.Host = fmt.Sprintf("ha-tinh.localhost:%d", p.port)
	req.Header.Set("Authorization", "Bearer "+p.tokens["officer"])
	req.Header.Set("Content-Type", w.FormDataContentType())
	res, err := coretest.HTTP.Do(req)
	if err != nil || res.StatusCode >= 300 {
		b.Fatal(res, err)
	}
	_ = res.Body.Close()
	p.must(b, "/records/"+made.ID+"/transitions/file", map[string]any{}, nil)
}

func (p *product) must(b *testing.B, path string, body, into any) {
	b.Helper()
	res, raw, err := p.send("officer", http.MethodPost, path, coretest.Word(), body)
	if err != nil || res.StatusCode >= 300 {
		b.Fatal(path, res, string(raw), err)
	}
	if into != nil {
		if err := json.Unmarshal(raw, into); err != nil {
			b.Fatal(err)
		}
	}
}

func (p *product) figure(b *testing.B, path string) string {
	b.Helper()
	res, raw, err := p.send("standing", http.MethodGet, path, "", nil)
	if err != nil || res.StatusCode != http.StatusOK {
		b.Fatal(res, string(raw), err)
	}
	var f struct{ Value json.RawMessage }
	if err := json.Unmarshal(raw, &f); err != nil {
		b.Fatal(err)
	}
	return string(f.Value)
}
