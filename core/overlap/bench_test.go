package overlap_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/record"
)

// BenchmarkCheck compares 10,000 stalls of a year anew, in two communes, and makes
// the records of what is found; the figure is of the whole check.
func BenchmarkCheck(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { checked(b, open(b, false)) })
	if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
		b.Run("postgres", func(b *testing.B) { checked(b, open(b, true)) })
	}
}

// stalls is how many are compared.
const stalls = 10000

func checked(b *testing.B, f *fairs) {
	areas := []string{"X1-K1", "X1-K2", "X2-K1", "X2-K2"}
	by, dice := map[string][]record.Command{}, rand.New(rand.NewPCG(1, 2))
	for n := range stalls {
		unit, who := "X1", coretest.Officer
		if n%2 == 1 {
			unit, who = "X2", coretest.Officer2
		}
		day := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, dice.IntN(365)).Format(time.DateOnly)
		// so many subjects that a few in a hundred are found again elsewhere
		fields := map[string]any{"title": "Hội chợ", "area": []string{f.unit(areas[dice.IntN(4)])}, "from_on": day, "goods": fmt.Sprintf("hàng %d", dice.IntN(2500))}
		by[who] = append(by[who], record.Command{Kind: "fair.stall", UnitID: f.unit(unit), Submit: "plan", Fields: fields})
	}
	f.batch(by)
	b.ResetTimer()
	for range b.N {
		b.StopTimer()
		f.anew()
		b.StartTimer()
		if err := f.Overlaps.Check(f.In(coretest.An)); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	var found int
	if err := db.QueryRow(f.In(coretest.An), "SELECT COUNT(*) FROM overlap_pair").Scan(&found); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(found), "found")
}

// batch makes records, by whom each may be made.
func (f *fairs) batch(by map[string][]record.Command) {
	f.t.Helper()
	for who, commands := range by {
		for some := range slices.Chunk(commands, 100) {
			out, err := f.Records.Batch(f.As(coretest.An, who), some)
			if err != nil {
				f.t.Fatal(err)
			}
			for _, o := range out {
				if o.Err != nil {
					f.t.Fatal(o.Err)
				}
			}
		}
	}
}

// anew forgets that anything was compared or found.
func (f *fairs) anew() {
	f.t.Helper()
	err := db.InTx(f.In(coretest.An), func(ctx context.Context) error {
		for _, s := range []string{"UPDATE overlap_span SET checked = ?", "DELETE FROM overlap_pair WHERE ?", "DELETE FROM record_link WHERE rel = 'effect' AND ?"} {
			if _, err := db.Exec(ctx, s, s[0] != 'U'); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		f.t.Fatal(err)
	}
}
