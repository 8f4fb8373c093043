package unit_test

import (
	"context"
	"errors"
	"testing"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/unit"
)

func TestTransactionSeesItsOwnTree(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		g := plant(t, ctx)
		undo := errors.New("undo")
		err := db.InTx(ctx, func(ctx context.Context) error {
			inside := *g
			inside.ctx = ctx
			inside.open("D", "P", "commune", "2025-07-01")
			inside.open("D1", "D", "hamlet", "2025-07-01")
			if got := inside.shape(unit.Filter{Under: inside.ids["D"]}); got != "D .D1" {
				t.Errorf("inside: %q", got)
			}
			if got := g.shape(unit.Filter{}); got != "P .A ..A1 ..A2 .B ..B1" {
				t.Errorf("outside: %q", got)
			}
			return undo
		})
		if !errors.Is(err, undo) {
			t.Fatal(err)
		}
		if got := g.shape(unit.Filter{}); got != "P .A ..A1 ..A2 .B ..B1" {
			t.Errorf("after rollback: %q", got)
		}
		g.open("D", "P", "commune", "2025-07-01")
		if got := g.shape(unit.Filter{Under: g.ids["D"]}); got != "D" {
			t.Errorf("after commit: %q", got)
		}
	})
}

func TestAnotherReplicaIsSeen(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	g, other := plant(t, ctx), unit.NewTree(unit.Options{})
	if _, err := other.Get(ctx, g.ids["A"]); err != nil {
		t.Fatal(err)
	}
	g.open("D", "P", "commune", "2025-07-01")
	// An act of the other replica starts from the newest tree, however old its memory.
	if _, err := other.Open(ctx, act(t, "2025-08-01"), unit.New{ParentID: g.ids["D"], Kind: "hamlet", Name: "Thôn"}); err != nil {
		t.Fatal(err)
	}
	wait.Until(t, "the other replica's act to show", func() bool {
		page, err := g.tree.List(ctx, unit.Filter{Under: g.ids["D"]})
		if err != nil {
			t.Fatal(err)
		}
		return len(page.Items) == 2
	})
}

func TestPages(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	g := plant(t, ctx)
	var seen []string
	f := unit.Filter{Limit: 4}
	wait.Pages(t, "the list of units", func(cursor string) string {
		f.Cursor = cursor
		page, err := g.tree.List(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range page.Items {
			seen = append(seen, u.Name)
		}
		return page.Next
	})
	if len(seen) != 6 {
		t.Errorf("pages gave %v", seen)
	}
	_, err := g.tree.List(ctx, unit.Filter{Cursor: "unt_none"})
	want(t, err, "invalid")
	if n, err := g.tree.Count(ctx, g.ids["A"], []string{"hamlet"}, calendar.Date{}); n != 2 || err != nil {
		t.Error(n, err)
	}
}

// queries counts statements, to hold Get to none.
type queries struct{ n int }

func (q *queries) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context {
	q.n++
	return ctx
}
func (*queries) AfterQuery(context.Context, *bun.QueryEvent) {}

func TestGetAsksNothing(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	g := plant(t, ctx)
	idb, err := db.Of(ctx)
	if err != nil {
		t.Fatal(err)
	}
	count := &queries{}
	//lint:ignore SA1019 the hook must sit on the very handle the room reads by, not on a copy
	idb.(*bun.DB).AddQueryHook(count)
	for range 1000 {
		g.get("A1")
	}
	if count.n > 20 { // one small question a second at most
		t.Errorf("%d queries for 1000 Gets", count.n)
	}
}
