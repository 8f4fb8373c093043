package index_test

import (
	"fmt"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/record/index"
)

// TestOlderRecordsAreFound by a field that a search looks in only now, and no
// longer by one it has stopped looking in; meanwhile one can see how far it is.
func TestOlderRecordsAreFound(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		x := &index.Index{Kinds: r.Kinds}
		declare := func(search bool) {
			t.Helper()
			ctx := r.In(coretest.An)
			aside := kind.OwnField{Name: "x_aside", Type: manifest.TypeText, Label: manifest.Text{VI: "Bên lề"}, Search: search}
			set, err := r.Provinces.PlanFields(ctx, "demo.visit", []kind.OwnField{aside}, -1)
			if err == nil {
				err = set(ctx)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		found := func() int {
			t.Helper()
			page, err := r.Records.List(r.As(coretest.An, coretest.Officer), record.Query{Kind: "demo.visit", Q: "cho gao", Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			return len(page.Items)
		}
		progress := func() string {
			t.Helper()
			p, err := x.Progress(r.In(coretest.An), "demo.visit")
			if err != nil {
				t.Fatal(err)
			}
			if p == nil {
				return "nothing to do"
			}
			return fmt.Sprintf("%d of %d", p.Done, p.Of)
		}
		declare(false)
		for range 3 {
			if _, err := r.Records.Create(r.As(coretest.An, coretest.Officer), "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"),
				Fields: map[string]any{"title": "Thăm hộ", "held_on": "2026-03-10", "x_aside": "Chợ Gạo"}}); err != nil {
				t.Fatal(err)
			}
		}
		if n, p := found(), progress(); n != 0 || p != "nothing to do" {
			t.Errorf("before: %d found, %s", n, p)
		}
		declare(true)
		if p := progress(); p != "0 of 3" {
			t.Errorf("begun: %s", p)
		}
		// What an earlier change has left is given up.
		if err := index.Start(r.In(coretest.An), "demo.visit", 0, nil); err != nil {
			t.Fatal(err)
		}
		r.Settle(coretest.An)
		if n, p := found(), progress(); n != 3 || p != "nothing to do" {
			t.Errorf("read: %d found, %s", n, p)
		}
		declare(false)
		r.Settle(coretest.An)
		if n := found(); n != 0 {
			t.Errorf("no longer searched: %d found", n)
		}
		if left, err := job.Waiting(r.In(coretest.An), index.Job, ""); err != nil || len(left) != 0 {
			t.Errorf("left over: %v %v", left, err)
		}
	})
}
