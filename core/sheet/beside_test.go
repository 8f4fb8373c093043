package sheet_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sheet"
	"github.com/doanket/doanket/core/upload"
)

// BenchmarkBeside is what somebody of another commune waits for their list, a record
// and a new record, first alone and then while a sheet of 10,000 rows is taken.
func BenchmarkBeside(b *testing.B) {
	for name, postgres := range map[string]bool{"sqlite": false, "postgres": true} {
		if postgres && os.Getenv("DOANKET_TEST_POSTGRES") == "" {
			continue
		}
		b.Run(name+"/ours", func(b *testing.B) {
			r := coretest.New(b, coretest.Options{Postgres: postgres})
			for b.Loop() {
				besideOnce(b, r)
			}
		})
	}
}

func besideOnce(b *testing.B, r *coretest.Rig) {
	b.Helper()
	me, rows := r.As(coretest.An, coretest.Officer), 10_000
	f := sheetOf(b, rows)
	up, err := r.Uploads.Send(me, upload.NewUpload{Name: "thăm.xlsx", Size: f.Size}, f)
	if err != nil {
		b.Fatal(err)
	}
	imp, err := r.Sheets.Begin(me, sheet.Start{Kind: visit, Upload: up.ID})
	if err != nil {
		b.Fatal(err)
	}
	drain := func() {
		if err := r.Queue.Drain(r.In(coretest.An)); err != nil {
			b.Fatal(err)
		}
	}
	drain()
	o := somebody(b, r)
	o.report(b, "alone", func() { time.Sleep(10 * time.Second) })
	if _, err := r.Sheets.Take(me, imp.ID); err != nil {
		b.Fatal(err)
	}
	o.report(b, "beside", drain)
	if imp, err = r.Sheets.Import(me, imp.ID); err != nil || imp.Done != rows {
		b.Fatalf("%+v %v", imp, err)
	}
}

// other is somebody at work in another commune.
type other struct {
	r      *coretest.Rig
	ctx    context.Context
	unitID string
	one    string // a record of theirs
}

func somebody(b *testing.B, r *coretest.Rig) *other {
	b.Helper()
	o := &other{r: r, ctx: r.As(coretest.An, coretest.Officer2), unitID: r.Unit(coretest.An, "X2")}
	for range 200 {
		if err := o.create(); err != nil {
			b.Fatal(err)
		}
	}
	return o
}

func (o *other) create() error {
	rec, err := o.r.Records.Create(o.ctx, visit, record.Input{UnitID: o.unitID, Submit: "submit", Fields: map[string]any{"title": "Thăm gia đình", "held_on": "2026-05-04", "people": 3}})
	if err == nil {
		o.one = rec.ID
	}
	return err
}

func (o *other) read() error {
	if _, err := o.r.Records.List(o.ctx, record.Query{Kind: visit, Under: o.unitID, Limit: 30}); err != nil {
		return err
	}
	_, err := o.r.Records.Get(o.ctx, o.one)
	return err
}

// report has them read and write twenty times a second, in turn, while what runs.
func (o *other) report(b *testing.B, when string, what func()) {
	b.Helper()
	stop := make(chan struct{})
	var group sync.WaitGroup
	var read, wrote []time.Duration
	read, wrote = []time.Duration{}, []time.Duration{}
	group.Go(func() {
		tick := time.NewTicker(25 * time.Millisecond)
		defer tick.Stop()
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			case <-tick.C:
			}
			act, into := o.read, &read
			if n%2 == 1 {
				act, into = o.create, &wrote
			}
			begun := time.Now()
			if err := act(); err != nil {
				b.Error(err)
			}
			*into = append(*into, time.Since(begun))
		}
	})
	begun := time.Now()
	what()
	took := time.Since(begun)
	close(stop)
	group.Wait()
	b.Logf("%s: %.1f s, %d reads, %d writes", when, took.Seconds(), len(read), len(wrote))
	for name, list := range map[string][]time.Duration{"read": read, "write": wrote} {
		slices.Sort(list)
		for _, p := range []int{50, 99} {
			at := list[len(list)*p/100]
			b.ReportMetric(float64(at.Microseconds())/1000, fmt.Sprintf("%s-%s-p%d-ms", name, when, p))
		}
	}
}
