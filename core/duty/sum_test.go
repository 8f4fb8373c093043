package duty

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
)

// TestBothWaysOfAddingUpAgree: the database adds up what few statements touch, a
// reckoning all at once.
func TestBothWaysOfAddingUpAgree(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		random := rand.New(rand.NewPCG(1, 2))
		var rows []*row
		records := map[string][]fulfilment{}
		for n := range 150 {
			r := &row{ID: fmt.Sprintf("obl_%03d", n), Duty: "d.d", Kind: "d.k", UnitID: fmt.Sprintf("unt_%d", n%5), Period: fmt.Sprint(2000 + n), Need: 1 + n%3, State: Open,
				WorkingID: []string{"", fmt.Sprintf("rec_0_%d", n), fmt.Sprintf("rec_1_%d", n)}[random.IntN(3)]}
			for i := range random.IntN(7) {
				f := fulfilment{Duty: r.Duty, RecordID: fmt.Sprintf("rec_%d_%d", i, n), UnitID: r.UnitID, Period: r.Period, Proven: random.IntN(3) > 0}
				if random.IntN(3) > 0 {
					f.MetOn = fmt.Sprintf("2026-07-0%d", 1+random.IntN(3))
				}
				records[r.ID] = append(records[r.ID], f)
			}
			rows = append(rows, r)
		}
		var all []fulfilment
		for _, list := range records {
			all = append(all, list...)
		}
		err := db.InTx(ctx, func(ctx context.Context) error {
			if err := insert(ctx, rows); err != nil {
				return err
			}
			return keep(ctx, nil, nil, all)
		})
		if err != nil {
			t.Fatal(err)
		}
		got, err := sumsOf(ctx, rows)
		if err != nil || len(got) != len(rows) {
			t.Fatal(len(got), err)
		}
		met, done := 0, 0
		for _, r := range rows {
			want := sumOf(r, records[r.ID])
			if got[r.ID] != want {
				t.Errorf("%+v of %+v: %+v, not %+v", records[r.ID], r, got[r.ID], want)
			}
			if want.on != "" {
				met++
			}
			if want.done {
				done++
			}
		}
		if met < 20 || met > 130 || done < 20 {
			t.Errorf("%d of %d are met: this proves little", met, len(rows))
		}
	})
}
