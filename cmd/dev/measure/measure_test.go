package measure

import (
	"context"
	"errors"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestGoBenchmarksAreRead(t *testing.T) {
	t.Parallel()
	got := ParseGo(strings.NewReader(`goos: linux
BenchmarkCheck/ours-2         	 1000000	       105.2 ns/op
BenchmarkCheck/floor-2        	    2000	    512345 ns/op	      12 B/op
noise
BenchmarkDrain/sqlite/100000-2 	time=2026-11-26 level=INFO msg="a line of a log"
       1	60000000000 ns/op	      1700 jobs/s
`))
	want := []GoResult{
		{"Check", "ours", [][2]string{{"105.2", "ns/op"}}},
		{"Check", "floor", [][2]string{{"512345", "ns/op"}, {"12", "B/op"}}},
		{"Drain/sqlite/100000", "ours", [][2]string{{"60000000000", "ns/op"}, {"1700", "jobs/s"}}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got %v", got)
	}
	if s := got[2].Show([]string{"jobs/s"}); s != "1700 jobs/s" {
		t.Errorf("shown as %q", s)
	}
}

func TestPercentiles(t *testing.T) {
	t.Parallel()
	var took []time.Duration
	for n := 200; n > 0; n-- {
		took = append(took, time.Duration(n)*time.Millisecond)
	}
	s := summarize(took, 2*time.Second)
	if s.P50 != 100*time.Millisecond || s.P95 != 190*time.Millisecond || s.P99 != 198*time.Millisecond || s.PerSecond != 100 {
		t.Errorf("got %+v", s)
	}
	if one := summarize([]time.Duration{time.Second}, time.Second); one.P50 != time.Second || one.P99 != time.Second {
		t.Errorf("of one: %+v", one)
	}
	if none := summarize(nil, time.Second); none.P99 != 0 || none.String() != "" || none.Rate() != "" {
		t.Errorf("of none: %+v", none)
	}
}

func TestTableLinesUp(t *testing.T) {
	t.Parallel()
	ours := Sample{Count: 4000, PerSecond: 1234.4, P50: 900 * time.Microsecond, P95: 8100 * time.Microsecond, P99: 12 * time.Millisecond}
	floor, peer := Sample{Count: 1, PerSecond: 2468.8}, Sample{Count: 1, PerSecond: 411.5}
	got := Table([]Figure{
		{What: "đọc một", Ours: ours.String(), Floor: floor.Rate(), Peer: peer.Rate(), Ratio: Ratio(ours, floor, peer), Goal: "≥ 80 %"},
		{What: "a line\nwith a | in it", Ours: "failed"},
	})
	want := `
| what                  | ours                               | floor   | strict | peer  | ratio                      | goal   |
|-----------------------|------------------------------------|---------|---|-------|----------------------------|--------|
| đọc một               | 1,234/s (900 µs · 8.1 ms · 12 ms)  | 2,469/s | –      | 412/s | 50 % of floor, 3.0 × peer  | ≥ 80 % |
| a line with a / in it | failed                             | –       | –      | –     | –                          | –      |
`
	squeeze := regexp.MustCompile(` +| -+|-{2,}`)
	if a, b := squeeze.ReplaceAllString(got, " "), squeeze.ReplaceAllString(want[1:], " "); a != b {
		t.Errorf("got\n%s", got)
	}
	widths := map[int]bool{}
	for line := range strings.Lines(got) {
		widths[utf8.RuneCountInString(line)] = true
	}
	if len(widths) != 1 {
		t.Errorf("the lines are not equally long:\n%s", got)
	}
}

func TestFailuresEndALoad(t *testing.T) {
	t.Parallel()
	_, err := Load(t.Context(), Pace{0, time.Minute}, func(int64) error { return errors.New("refused") })
	if err == nil || !strings.Contains(err.Error(), "the first: refused") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Load(ctx, Pace{0, time.Minute}, func(int64) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
