package indicator_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/manifest"
)

// TestTheNewDayCounts: a measure that reads today says something else after
// midnight although no record was touched and none is due, and only then.
func TestTheNewDayCounts(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		in := r.In(coretest.An)
		now := db.Now(in)
		old := 0
		for held := calendar.NewDate(2026, 3, 10); held != calendar.Today(now); held = held.AddDays(1) {
			old++
		}
		declare(t, r, func(m *manifest.Measure) { m.When = fmt.Sprintf("held_on != '' && held_on < days(today, -%d)", old) })
		if err := r.Figures.Prepare(in); err != nil {
			t.Fatal(err)
		}
		visit(t, r, map[string]any{"people": 10})
		for _, day := range []struct {
			after int
			want  float64
		}{{0, 0}, {1, 10}, {2, 10}} {
			later := id.WithClock(in, func() time.Time { return now.AddDate(0, 0, day.after) })
			if err := job.Enqueue(later, indicator.DailyJob, nil); err != nil {
				t.Fatal(err)
			}
			if err := r.Queue.Drain(later); err != nil {
				t.Fatal(err)
			}
			if f := figure(t, r, "demo.people_met", "T"); *f.Value != day.want {
				t.Errorf("%d days later: %v, want %v", day.after, *f.Value, day.want)
			}
		}
		if drifts, err := r.Figures.Recompute(in, false); err != nil || len(drifts) > 0 {
			t.Errorf("drifts %+v, %v", drifts, err)
		}
	})
}
