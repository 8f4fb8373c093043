package record_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

// TestNumbersHaveNoGaps when twenty people take them at once, some of whom are
// refused after they asked.
func TestNumbersHaveNoGaps(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		const people = 20
		boss := on(r.as(coretest.Approver), "2026-05-04")
		area := r.Unit(coretest.An, "X1-K1")
		var papers []*record.Record
		for n := range people + 5 {
			f := whole(fields{"u": area})
			if n >= people {
				delete(f, "u") // will be refused by a rule of the approval
			}
			papers = append(papers, r.create(t, r.as(coretest.Officer), "demo.paper", f, "submit"))
		}
		var mu sync.Mutex
		var numbers []string
		var all sync.WaitGroup
		for n, p := range papers {
			all.Go(func() {
				rec, err := r.Records.Do(boss, p.ID, "approve", 0, record.Act{})
				switch {
				case n >= people:
					if !fault.Is(err, fault.Invalid) {
						t.Error(err)
					}
				case err != nil:
					t.Error(err)
				default:
					mu.Lock()
					numbers = append(numbers, rec.Number)
					mu.Unlock()
				}
			})
		}
		wait.All(t, "everyone who takes a number", &all)
		slices.Sort(numbers)
		var want []string
		for n := range people {
			want = append(want, fmt.Sprintf("HS-2026-%04d", n+1))
		}
		if !slices.Equal(numbers, want) {
			t.Errorf("%v", numbers)
		}
	})
}

// TestEachUnitAndYearHasItsBook and a number once taken stays.
func TestEachUnitAndYearHasItsBook(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		note := func(login, unit, day string) string {
			rec, err := r.Records.Create(on(r.as(login), day), "demo.point",
				record.Input{UnitID: r.Unit(coretest.An, unit), Fields: fields{"title": "ý"}, Submit: "note"})
			if err != nil {
				t.Fatal(err)
			}
			return rec.Number
		}
		var got []string
		for _, c := range [][3]string{{coretest.Officer, "X1", "2026-12-31"}, {coretest.Officer, "X1", "2026-12-31"}, {coretest.Officer2, "X2", "2026-12-31"},
			{coretest.Officer, "X1", "2027-01-01"}, {coretest.Officer, "X1", "2026-12-31"}} {
			got = append(got, note(c[0], c[1], c[2]))
		}
		want := []string{"Y-X1-2026-1", "Y-X1-2026-2", "Y-X2-2026-1", "Y-X1-2027-1", "Y-X1-2026-3"}
		if !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
		// Returned and approved again keeps its number.
		rec := r.approved(t, fields{"receiver": r.Unit(coretest.An, "X1-UB")})
		if sent := r.do(t, r.as(coretest.Officer), rec.ID, "send", nil); sent.Number != rec.Number {
			t.Errorf("%s became %s", rec.Number, sent.Number)
		}
	})
}
