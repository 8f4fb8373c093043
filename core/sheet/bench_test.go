package sheet_test

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/sheet"
	"github.com/doanket/doanket/core/sheet/grid"
	"github.com/doanket/doanket/core/upload"
)

// BenchmarkImport brings in a sheet of visits, submitted at once so that they count:
// reading and trying out, taking, and taking back; the most heap in use meanwhile.
func BenchmarkImport(b *testing.B) {
	for name, postgres := range map[string]bool{"sqlite": false, "postgres": true} {
		if postgres && os.Getenv("DOANKET_TEST_POSTGRES") == "" {
			continue
		}
		for _, rows := range []int{10_000, 100_000} {
			b.Run(fmt.Sprintf("%s/%d/ours", name, rows), func(b *testing.B) {
				r := coretest.New(b, coretest.Options{Postgres: postgres})
				for b.Loop() {
					importOnce(b, r, rows)
				}
			})
		}
	}
}

func importOnce(b *testing.B, r *coretest.Rig, rows int) {
	b.Helper()
	me := r.As(coretest.An, coretest.Officer)
	f := sheetOf(b, rows)
	up, err := r.Uploads.Send(me, upload.NewUpload{Name: "thăm.xlsx", Size: f.Size}, f)
	if err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	peak := watchHeap()
	begun := time.Now()
	imp, err := r.Sheets.Begin(me, sheet.Start{Kind: visit, Upload: up.ID})
	if err != nil {
		b.Fatal(err)
	}
	step := func(name, state string) {
		if err := r.Queue.Drain(r.In(coretest.An)); err != nil {
			b.Fatal(err)
		}
		if imp, err = r.Sheets.Import(me, imp.ID); err != nil || imp.State != state {
			b.Fatalf("%+v %v", imp, err)
		}
		b.Logf("%s %.1f s", name, time.Since(begun).Seconds())
		b.ReportMetric(time.Since(begun).Seconds(), name+"-s")
		begun = time.Now()
	}
	step("read", sheet.Ready)
	if _, err := r.Sheets.Take(me, imp.ID); err != nil {
		b.Fatal(err)
	}
	step("take", sheet.Taken)
	if imp.Done != rows {
		b.Fatalf("%+v", imp)
	}
	if _, err := r.Sheets.Undo(me, imp.ID); err != nil {
		b.Fatal(err)
	}
	step("undo", sheet.Undone)
	b.ReportMetric(float64(peak())/(1<<20), "heap-MB")
}

// sheetOf is a sheet of visits as the template asks for them.
func sheetOf(b *testing.B, rows int) *grid.File {
	b.Helper()
	f, err := grid.Spool(grid.XLSX, func(w io.Writer) error {
		out, err := grid.NewWriter(grid.XLSX, "Dữ liệu", []grid.Head{{Name: "record.unit", Label: "Mã đơn vị"}, {Name: "title", Label: "Tên"}, {Name: "held_on", Label: "Ngày", Shape: grid.Day},
			{Name: "people", Label: "Số người", Shape: grid.Whole}, {Name: "cost", Label: "Chi phí", Shape: grid.Whole}, {Name: "form", Label: "Hình thức"}, {Name: "note", Label: "Ghi chú"}}, w)
		if err != nil {
			return err
		}
		for i := range rows {
			day := time.Date(2026, time.Month(1+i%10), 1+i%28, 0, 0, 0, 0, time.UTC)
			err := out.Row([]any{"X1", fmt.Sprintf("Thăm hộ nghèo số %d", i), day, int64(i % 50), int64(i) * 1000, "Trực tiếp", "Gia đình đã nhận quà và có nguyện vọng được hỗ trợ tiếp"})
			if err != nil {
				return err
			}
		}
		return out.End()
	})
	if err != nil {
		b.Fatal(err)
	}
	return f
}

// watchHeap looks at the heap again and again; peak ends it and gives the most.
func watchHeap() (peak func() uint64) {
	stop, most := make(chan struct{}), make(chan uint64)
	go func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		var max uint64
		for {
			select {
			case <-tick.C:
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				if m.HeapInuse > max {
					max = m.HeapInuse
				}
			case <-stop:
				most <- max
				return
			}
		}
	}()
	return func() uint64 { close(stop); return <-most }
}
