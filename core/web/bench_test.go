package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/upload"
	"github.com/doanket/doanket/core/web"
)

// connections is how many clients ask at once (DESIGN §13).
const connections = 16

// rows is how many records the province holds; the full budget asks for 100,000.
func rows() int {
	if os.Getenv("DOANKET_BENCH_FULL") != "" {
		return 100_000
	}
	return 10_000
}

// field is one province filled with records: commune X1 holds about 750.
type benchField struct {
	*coretest.Server
	client *http.Client
	token  string
	ids    []string
}

var (
	benchOnce  sync.Once
	benchState *benchField
)

// filled opens the shared province; it lives until the process ends, so it is
// made on a testing.TB that outlasts single benchmarks.
func filled(b *testing.B) *benchField {
	b.Helper()
	benchOnce.Do(func() {
		r := coretest.Lasting(b)
		s := r.Serve(web.Options{InFlight: 1024})
		token, err := r.Token(r.In(coretest.An), coretest.Officer, "bench", nil, time.Time{})
		if err != nil {
			b.Fatal(err)
		}
		benchState = &benchField{Server: s, token: token, client: &http.Client{Timeout: wait.Bound, Transport: &http.Transport{MaxIdleConnsPerHost: connections}}}
		benchState.fill(b, r)
	})
	return benchState
}

// fill makes one record through the room and copies its rows in SQL, so that
// 100,000 take seconds: what is measured is reading, not filling.
func (f *benchField) fill(b *testing.B, r *coretest.Rig) {
	b.Helper()
	made, err := r.Records.Create(r.As(coretest.An, coretest.Officer), "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"), Submit: "submit",
		Fields: map[string]any{"title": "Thăm hộ nghèo dịp Tết", "held_on": "2026-03-10", "people": 12}})
	if err != nil {
		b.Fatal(err)
	}
	err = db.InTx(r.In(coretest.An), func(ctx context.Context) error {
		return coretest.Multiply(ctx, made, rows(), 751, r.Unit(coretest.An, "X1"), r.Unit(coretest.An, "X2"))
	})
	if err != nil {
		b.Fatal(err)
	}
	page, err := r.Records.List(r.As(coretest.An, coretest.Officer), record.Query{Kind: "demo.visit", Limit: 100})
	if err != nil || len(page.Items) == 0 {
		b.Fatalf("filled with nothing: %v", err)
	}
	for _, rec := range page.Items {
		f.ids = append(f.ids, rec.ID)
	}
}

// hammer sends requests from 16 connections and reports throughput and the
// 95th percentile.
func hammer(b *testing.B, send func(n int64) error) {
	b.Helper()
	var next atomic.Int64
	var mu sync.Mutex
	var took []time.Duration
	b.ResetTimer()
	var group sync.WaitGroup
	for range connections {
		group.Go(func() {
			var own []time.Duration
			for {
				n := next.Add(1)
				if n > int64(b.N) {
					break
				}
				begun := time.Now()
				if err := send(n); err != nil {
					b.Error(err)
					return
				}
				own = append(own, time.Since(begun))
			}
			mu.Lock()
			took = append(took, own...)
			mu.Unlock()
		})
	}
	group.Wait()
	b.StopTimer()
	sort.Slice(took, func(i, j int) bool { return took[i] < took[j] })
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
	if len(took) > 0 {
		b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
	}
}

func (f *benchField) ask(method, path string, body any, headers ...string) error {
	var reader *strings.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return err
		}
		reader = strings.NewReader(string(raw))
	} else {
		reader = strings.NewReader("")
	}
	req, err := http.NewRequest(method, "http://"+f.Addr+"/api/v1"+path, reader)
	if err != nil {
		return err
	}
	req.Host = coretest.An + "." + coretest.BaseDomain
	req.Header.Set("Authorization", "Bearer "+f.token)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return drain(f.client, req)
}

func drain(c *http.Client, req *http.Request) error {
	res, err := c.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	buf := make([]byte, 64<<10)
	for {
		if _, err := res.Body.Read(buf); err != nil {
			break
		}
	}
	if res.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s", req.Method, req.URL.Path, res.Status)
	}
	return nil
}

// BenchmarkList: 30 records of my subtree by deadline, as a commune officer.
// The bare floor beside it is `go run ./cmd/dev bench`.
func BenchmarkList(b *testing.B) {
	f := filled(b)
	b.Run("ours", func(b *testing.B) {
		hammer(b, func(int64) error { return f.ask(http.MethodGet, "/records/demo.visit?sort=due_on&limit=30", nil) })
	})
}

// BenchmarkRead: one record by id.
func BenchmarkRead(b *testing.B) {
	f := filled(b)
	b.Run("ours", func(b *testing.B) {
		hammer(b, func(n int64) error { return f.ask(http.MethodGet, "/records/"+f.ids[n%int64(len(f.ids))], nil) })
	})
}

// BenchmarkCreate: a record with rules, deadline, revision, audit and
// contributions.
func BenchmarkCreate(b *testing.B) {
	f := filled(b)
	unit := f.Unit(coretest.An, "X1")
	b.Run("ours", func(b *testing.B) {
		hammer(b, func(n int64) error {
			return f.ask(http.MethodPost, "/records/demo.visit", map[string]any{"unit": unit, "transition": "submit",
				"fields": map[string]any{"title": "Thăm hộ nghèo", "held_on": "2026-03-10", "people": n % 100}})
		})
	})
}

// BenchmarkBoard: the board of a province with its communes.
func BenchmarkBoard(b *testing.B) {
	f := filled(b)
	f.Settle(coretest.An)
	b.Run("ours", func(b *testing.B) {
		unit := f.Unit(coretest.An, "X1")
		hammer(b, func(int64) error { return f.ask(http.MethodGet, "/boards/demo?period=2026&unit="+unit, nil) })
	})
}

// BenchmarkUpload: attach files of several sizes, beside a raw PUT of the
// same bytes through minio-go.
func BenchmarkUpload(b *testing.B) {
	f := filled(b)
	made, err := f.Records.Create(f.As2(coretest.Officer), "demo.visit", record.Input{UnitID: f.Unit(coretest.An, "X1"),
		Fields: map[string]any{"title": "Tải lên", "held_on": "2026-03-10"}})
	if err != nil {
		b.Fatal(err)
	}
	for _, mib := range []int{1, 8, 64} {
		body := []byte(coretest.PDF("đo") + strings.Repeat(" ", mib<<20))
		b.Run(fmt.Sprintf("%dMiB/ours", mib), func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for n := range b.N {
				sendPaper(b, f, made.ID, body, n)
			}
		})
		b.Run(fmt.Sprintf("%dMiB/floor", mib), func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for n := range b.N {
				key := fmt.Sprintf("bench/%d-%d", mib, n)
				if _, err := f.Store.Put(b.Context(), f.Store.Bucket(coretest.An), key, strings.NewReader(string(body)), int64(len(body)), coretest.NoSum); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// sendPaper sends one file of bytes nobody has sent before through tus' room act.
func sendPaper(b *testing.B, f *benchField, recordID string, body []byte, n int) {
	b.Helper()
	ctx := f.As2(coretest.Officer)
	copy(body[len(body)-20:], fmt.Sprintf("%020d", time.Now().UnixNano()+int64(n)))
	up, err := f.Uploads.Begin(ctx, upload.NewUpload{Name: "đo.pdf", Size: int64(len(body))})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := f.Uploads.Append(ctx, up.ID, 0, strings.NewReader(string(body)), nil); err != nil {
		b.Fatal(err)
	}
}

// As2 is a context as a person of province An, for calls past HTTP.
func (f *benchField) As2(login string) context.Context { return f.Rig.As(coretest.An, login) }
