package unit_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/unit"
)

func anywhere(string) bool { return true }

// told is a table's outcomes, a line each: code, state, and why or what.
func told(lines []unit.Line, out []unit.Outcome) string {
	var b strings.Builder
	for i, o := range out {
		fmt.Fprint(&b, lines[i].Code, " ", o.State)
		if o.Err != nil {
			f := fault.Of(o.Err)
			fmt.Fprint(&b, " ", f.Code)
			for _, e := range f.Fields {
				fmt.Fprint(&b, " @", e.Field)
			}
		}
		if len(o.Changed) > 0 {
			fmt.Fprint(&b, " ", o.Changed)
		}
		if o.Alike != "" {
			fmt.Fprint(&b, " ~", o.Alike)
		}
		if o.Since {
			fmt.Fprint(&b, " since")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func (g *grove) take(tb unit.Table) string {
	g.t.Helper()
	tried, err := g.tree.Try(g.ctx, tb)
	if err != nil {
		g.t.Fatal(err)
	}
	out, err := g.tree.Take(g.ctx, tb, func([]unit.Outcome) error { return nil })
	if err != nil {
		g.t.Fatal(err)
	}
	if a, b := told(tb.Lines, tried), told(tb.Lines, out); a != b {
		g.t.Errorf("what was tried:\n%swhat was taken:\n%s", a, b)
	}
	return told(tb.Lines, out)
}

func TestATableIsTakenTwiceAndChangesOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		g := plant(t, ctx)
		lines := []unit.Line{
			{Row: 3, Code: "A3-CT", Parent: "A3", Kind: "board", Name: "Ban Công tác Mặt trận thôn Ba"}, // its parent stands below
			{Row: 4, Code: "A3", Parent: "cA", Kind: "hamlet", Name: "  Thôn   Ba ", From: day(t, "2021-02-03")},
			{Row: 5, Code: "cA1", Parent: "cA", Kind: "hamlet", Name: "Thôn Một", From: day(t, "2019-01-01")},
			{Row: 6, Code: "cA2", Parent: "cB", Kind: "hamlet", Name: "Xã A2"},
			{Row: 7, Code: "cB1"},
			{Row: 8, Code: "A4", Parent: "cA", Kind: "hamlet", Name: "Thôn Bá"},
		}
		tb := unit.Table{Act: act(t, "2026-03-01"), Source: "thôn.xlsx", Lines: lines, May: anywhere}
		if got, want := g.take(tb), "A3-CT new\nA3 new\ncA1 changed [name] since\ncA2 changed [parent_id]\ncB1 same\nA4 new ~Thôn Ba\n"; got != want {
			t.Errorf("got\n%swant\n%s", got, want)
		}
		u, err := g.tree.ByCode(ctx, "A3")
		if err != nil || u.Name != "Thôn Ba" || u.From != day(t, "2021-02-03") || u.ParentID != g.ids["A"] {
			t.Errorf("%+v %v", u, err)
		}
		board, err := g.tree.ByCode(ctx, "A3-CT")
		if err != nil || board.ParentID != u.ID || board.From != day(t, "2026-03-01") {
			t.Errorf("%+v %v", board, err)
		}
		if a2, err := g.tree.ByCode(ctx, "cA2"); err != nil || a2.ParentID != g.ids["B"] {
			t.Errorf("%+v %v", a2, err)
		}
		acts, err := g.tree.Acts(ctx, u.ID)
		if err != nil || len(acts) != 1 || acts[0].Detail["table"] != "thôn.xlsx" || acts[0].By != "pst_x" {
			t.Errorf("%+v %v", acts, err)
		}
		all, err := g.tree.Acts(ctx, "")
		if err != nil {
			t.Fatal(err)
		}
		if got, want := g.take(tb), "A3-CT same\nA3 same\ncA1 same since\ncA2 same\ncB1 same\nA4 same\n"; got != want {
			t.Errorf("again\n%swant\n%s", got, want)
		}
		if again, err := g.tree.Acts(ctx, ""); err != nil || len(again) != len(all) {
			t.Errorf("taken again, %d acts became %d: %v", len(all), len(again), err)
		}
	})
}

func TestALineIsRefusedAtItsCell(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		g := plant(t, ctx)
		if err := g.tree.SetKinds(ctx, []unit.Kind{{Code: "province", Branch: "place"}, {Code: "commune", Branch: "place", Parents: []string{"province"}}, {Code: "hamlet", Branch: "place", Parents: []string{"commune"}}}); err != nil {
			t.Fatal(err)
		}
		b, err := g.tree.Get(ctx, g.ids["B"])
		if err != nil {
			t.Fatal(err)
		}
		before, err := g.tree.Acts(ctx, "")
		if err != nil {
			t.Fatal(err)
		}
		lines := []unit.Line{
			{Row: 2, Code: "N1", Parent: "cA", Kind: "hamlet", Name: "Thôn Một"},
			{Row: 3, Code: "N1", Parent: "cA", Kind: "hamlet", Name: "Thôn Hai"},
			{Row: 4, Parent: "cA", Kind: "hamlet", Name: "Thôn Ba"},
			{Row: 5, Code: "N4", Kind: "hamlet", Name: "Thôn Bốn"},
			{Row: 6, Code: "N5", Parent: "none", Kind: "hamlet", Name: "Thôn Năm"},
			{Row: 7, Code: "N6", Parent: "cB", Kind: "hamlet", Name: "Thôn Sáu"},  // not ours
			{Row: 8, Code: "cB1", Parent: "cA", Kind: "hamlet", Name: "Thôn Bảy"}, // not ours
			{Row: 9, Code: "N8", Parent: "cA", Kind: "village", Name: "Thôn Tám"},
			{Row: 10, Code: "N9", Parent: "cA", Kind: "hamlet", Name: "Xã a1"},
			{Row: 11, Code: "N10", Parent: "cA", Kind: "hamlet", Name: "Thôn Mười", From: day(t, "2199-01-01")},
			{Row: 12, Code: "N11", Parent: "cA", Kind: "hamlet", Name: "Тhôn Mười Một"}, // its first letter is Cyrillic
			{Row: 13, Code: "N12", Parent: "N11", Kind: "hamlet", Name: "Thôn Mười Hai"},
			{Row: 14, Code: "N13", Parent: "N14", Kind: "hamlet", Name: "Thôn Mười Ba"},
			{Row: 15, Code: "N14", Parent: "N13", Kind: "hamlet", Name: "Thôn Mười Bốn"},
			{Row: 16, Code: "N15", Parent: "cA", Kind: "hamlet", Name: "Thôn Mười Lăm", From: day(t, "2019-01-01")},
			{Row: 17, Code: "cA1", Parent: "cA2", Name: "Thôn Một Mới"},
		}
		tb := unit.Table{Act: act(t, "2026-03-01"), Lines: lines, May: func(path string) bool { return !unit.Under(path, b.Path) }}
		want := "N1 new\nN1 refused unit.twice @code\n refused required @code\nN4 refused required @parent_id\nN5 refused unit.parent_unknown @parent_id\nN6 refused unit.parent_unknown @parent_id\n" +
			"cB1 refused unit.code_elsewhere @code\nN8 refused unit.kind_unknown @kind\nN9 refused unit.name_taken @name\nN10 refused unit.future @on\nN11 refused look_alike @name\n" +
			"N12 refused unit.parent_refused @parent_id\nN13 refused unit.cycle @parent_id\nN14 refused unit.cycle @parent_id\nN15 refused unit.not_yet_open @parent_id\ncA1 refused unit.kind_misplaced @parent_id\n"
		out, err := g.tree.Try(ctx, tb)
		if err != nil {
			t.Fatal(err)
		}
		if got := told(lines, out); got != want {
			t.Errorf("got\n%swant\n%s", got, want)
		}
		no := fault.New(fault.Invalid, "no")
		if _, err := g.tree.Take(ctx, tb, func([]unit.Outcome) error { return no }); !fault.HasCode(err, "no") {
			t.Errorf("taken though it was not agreed to: %v", err)
		}
		if acts, err := g.tree.Acts(ctx, ""); err != nil || len(acts) != len(before) {
			t.Errorf("a table that was not taken left %d acts: %v", len(acts)-len(before), err)
		}
		if got := g.take(tb); got != want {
			t.Errorf("got\n%swant\n%s", got, want)
		}
		if u, err := g.tree.ByCode(ctx, "cA1"); err != nil || u.Name != "Xã A1" || u.ParentID != g.ids["A"] {
			t.Errorf("half a refused line was done: %+v %v", u, err)
		}
	})
}

func TestATableThatChangesNamesItsBasis(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		g := plant(t, ctx)
		tb := unit.Table{Act: unit.Act{On: day(t, "2026-03-01")}, May: anywhere, Lines: []unit.Line{{Code: "cA1", Name: "Thôn Một"}}}
		_, err := g.tree.Take(ctx, tb, func([]unit.Outcome) error { return nil })
		if f := fault.Of(err); err == nil || f.Code != "required" || f.Fields[0].Field != "basis" {
			t.Errorf("renamed on no basis: %v", err)
		}
		tb.Lines = make([]unit.Line, unit.MaxLines+1)
		if _, err := g.tree.Try(ctx, tb); !fault.Is(err, fault.TooLarge) {
			t.Errorf("%d lines: %v", len(tb.Lines), err)
		}
	})
}
