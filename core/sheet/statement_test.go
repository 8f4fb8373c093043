package sheet_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sheet"
)

// TestStatementsDoNotGrowWithRows, on both databases: a hundred rows are taken and taken
// back by as many statements as a few. One for each row is what makes an import slow.
func TestStatementsDoNotGrowWithRows(t *testing.T) {
	t.Parallel()
	const few, many = 8, 64
	for _, step := range []string{"", "submit"} {
		t.Run("step "+step, func(t *testing.T) {
			t.Parallel()
			coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
				owedFor(t, r)
				imported(t, r, few, step) // what is learnt once is learnt now
				took, back := imported(t, r, few, step)
				tookMany, backMany := imported(t, r, many, step)
				noMore(t, "taking", took, tookMany)
				if step == "" {
					noMore(t, "taking back", back, backMany)
				}
			})
		})
	}
}

// imported takes visits and takes them back, and counts the statements of each by text.
func imported(t *testing.T, r *coretest.Rig, rows int, step string) (took, back map[string]int) {
	t.Helper()
	me := r.As(coretest.An, coretest.Officer)
	list := make([][]any, rows)
	for i := range list {
		list[i] = []any{"X1", fmt.Sprintf("Thăm %d", i), fmt.Sprintf("%02d/%02d/2026", 1+i%28, 1+i%10), nil, i, 1000 * i, "Trực tiếp"}
	}
	imp := brought(t, me, r, "thăm.xlsx", filled(t, me, r, list...), step)
	counted := func(state string, turn func(ctx context.Context, importID string) (*sheet.Import, error)) map[string]int {
		t.Helper()
		if _, err := turn(me, imp.ID); err != nil {
			t.Fatal(err)
		}
		seen := map[string]int{}
		ctx := db.Overheard(r.In(coretest.An), func(statement string) { seen[shape(statement)]++ })
		if err := r.Sheets.Run(ctx, job.Job{Args: []byte(`"` + imp.ID + `"`)}); err != nil {
			t.Fatal(err)
		}
		if got, err := r.Sheets.Import(me, imp.ID); err != nil || got.State != state || got.Refused > 0 {
			t.Fatalf("%+v %v", got, err)
		}
		return seen
	}
	took, back = counted(sheet.Taken, r.Sheets.Take), counted(sheet.Undone, r.Sheets.Undo)
	r.Settle(coretest.An)
	return took, back
}

// owedFor lets the units owe what visits are for, every month of the year.
func owedFor(t *testing.T, r *coretest.Rig) {
	t.Helper()
	for _, month := range []time.Month{time.January, time.December} {
		then := time.Date(2026, month, 15, 3, 0, 0, 0, time.UTC)
		if err := r.Duties.Reckon(id.WithClock(r.In(coretest.An), func() time.Time { return then })); err != nil {
			t.Fatal(err)
		}
	}
	var n int
	if err := db.QueryRow(r.In(coretest.An), "SELECT count(*) FROM duty_obligation WHERE unit_id = ?", r.Unit(coretest.An, "X1")).Scan(&n); err != nil || n < 12 {
		t.Fatalf("%d months are owed: %v", n, err)
	}
}

// shape is a statement whatever the number of its values.
func shape(statement string) string {
	head, _, _ := strings.Cut(values.ReplaceAllString(statement, "?"), "VALUES")
	return head
}

// values are marks of both dialects, one or a list of them, and what bun writes out.
var values = regexp.MustCompile(`[?](,[?])*|[$][0-9]+|'[^']*'`)

func noMore(t *testing.T, what string, few, many map[string]int) {
	t.Helper()
	const rest = 4 // rows go by powers of two, and what is remembered for a second may have to be asked for
	for statement, n := range many {
		if n > few[statement]+rest {
			t.Errorf("%s: %d times instead of %d: %s", what, n, few[statement], statement)
		}
	}
}

// TestAPartIsSmallWhileSomebodyWrites: on SQLite whoever writes waits for the part of an
// import that is being written.
func TestAPartIsSmallWhileSomebodyWrites(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	me, other, unitID := r.As(coretest.An, coretest.Officer), r.As(coretest.An, coretest.Officer2), r.Unit(coretest.An, "X2")
	list := make([][]any, 130)
	for i := range list {
		list[i] = []any{"X1", fmt.Sprintf("Thăm %d", i), "05/03/2026"}
	}
	parts := func(during func()) (n int) {
		t.Helper()
		imp := brought(t, me, r, "thăm.xlsx", filled(t, me, r, list...), "")
		if _, err := r.Sheets.Take(me, imp.ID); err != nil {
			t.Fatal(err)
		}
		ctx := db.Overheard(r.In(coretest.An), func(statement string) {
			switch {
			case strings.HasPrefix(statement, "SELECT row, unit_id"):
				n++
			case strings.HasPrefix(statement, "INSERT INTO record_revision"):
				during()
			}
		})
		for range 10 { // turns, on a machine that is busy
			if err := r.Sheets.Run(ctx, job.Job{Args: []byte(`"` + imp.ID + `"`)}); err != nil {
				t.Fatal(err)
			}
			if got, err := r.Sheets.Import(me, imp.ID); err != nil {
				t.Fatal(err)
			} else if got.State == sheet.Taken && got.Done == len(list) {
				return n
			}
		}
		t.Fatal("not taken")
		return 0
	}
	if n := parts(func() {}); n != 3 { // 100, 30, none
		t.Errorf("%d parts while nobody else writes", n)
	}
	var group sync.WaitGroup
	n := parts(func() {
		before := db.Waits(other)
		group.Go(func() {
			if _, err := r.Records.Create(other, visit, record.Input{UnitID: unitID, Fields: map[string]any{"title": "Thăm"}}); err != nil {
				t.Error(err)
			}
		})
		wait.Until(t, "somebody who waits", func() bool { return db.Waits(other) > before })
	})
	group.Wait()
	if n != 5 { // 100, 10, 10, 10, none
		t.Errorf("%d parts while somebody else writes", n)
	}
}
