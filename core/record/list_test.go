package record_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

// titles walks every page of a query and lists the titles.
func (r *rig) titles(t testing.TB, ctx context.Context, q record.Query) []string {
	t.Helper()
	if q.Kind == "" {
		q.Kind = "demo.paper"
	}
	var out []string
	wait.Pages(t, "the list", func(cursor string) string {
		q.Cursor = cursor
		page, err := r.Records.List(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range page.Items {
			out = append(out, rec.Title)
		}
		return page.Next
	})
	return out
}

// forged is a cursor that somebody wrote by hand.
func forged(sort string, value any) string {
	raw, _ := json.Marshal(map[string]any{"s": sort, "v": value, "i": "rec_0"}) // plain values
	return base64.RawURLEncoding.EncodeToString(raw)
}

// shelf makes papers of every sort in commune X1.
func (r *rig) shelf(t testing.TB) {
	t.Helper()
	me := r.as(coretest.Officer)
	for _, p := range []struct {
		fields fields
		submit string
	}{
		{fields{"title": "Ba", "day": "2026-03-03", "n": 3, "d": 0.5, "e": "a", "es": []any{"a", "c"}, "b": true, "at": "2026-03-03T00:00:00Z"}, "submit"},
		{fields{"title": "Một", "day": "2026-01-01", "n": 1, "d": -1.5, "e": "b", "es": []any{"b"}, "m": 100, "body": "Đường về Thôn Đoài"}, "submit"},
		{fields{"title": "Hai", "day": "2026-02-02", "n": 20, "b": false, "m": 9_000_000_000, "at": "2026-01-01T00:00:00Z"}, ""},
		{fields{"title": "Bốn"}, ""},
	} {
		r.create(t, me, "demo.paper", p.fields, p.submit)
	}
}

// TestListsFilterAndSort by every kind of column, with pages of any size.
func TestListsFilterAndSort(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.shelf(t)
		me := r.as(coretest.Officer)
		due, _ := calendar.ParseDate("2026-02-09")
		for _, c := range []struct {
			q    record.Query
			want string
		}{
			{record.Query{}, "Bốn Hai Một Ba"}, // last touched first
			{record.Query{Sort: "created_at"}, "Ba Một Hai Bốn"},
			{record.Query{Sort: "due_on"}, "Một Hai Ba Bốn"}, // no date last
			{record.Query{Sort: "-due_on"}, "Bốn Ba Hai Một"},
			{record.Query{Sort: "day"}, "Bốn Một Hai Ba"},
			{record.Query{Sort: "-n"}, "Hai Ba Một Bốn"}, // 20 before 3: as numbers
			{record.Query{Sort: "d"}, "Một Hai Bốn Ba"},
			{record.Query{Sort: "-m"}, "Hai Một Bốn Ba"},
			{record.Query{Sort: "-at"}, "Ba Hai Bốn Một"},
			{record.Query{State: []string{"submitted"}, Sort: "n"}, "Một Ba"},
			{record.Query{State: []string{"submitted", "draft"}, Sort: "n"}, "Bốn Một Ba Hai"},
			{record.Query{State: []string{"none"}}, ""},
			{record.Query{Phase: []string{"draft"}, Sort: "n"}, "Bốn Hai"},
			{record.Query{Filter: fields{"e": "a"}}, "Ba"},
			{record.Query{Filter: fields{"n": "20"}}, "Hai"},
			{record.Query{Filter: fields{"n": 1, "e": "b"}}, "Một"},
			{record.Query{Filter: fields{"b": "true"}}, "Ba"},
			{record.Query{Filter: fields{"b": "false"}}, "Hai"},
			{record.Query{Filter: fields{"d": "-1.5"}}, "Một"},
			{record.Query{Filter: fields{"day": "2026-01-01"}}, "Một"},
			{record.Query{Filter: fields{"at": "2026-01-01T07:00:00+07:00"}}, "Hai"},
			{record.Query{Filter: fields{"title": "true"}}, ""},
			{record.Query{Filter: fields{"e": ""}, Sort: "n"}, "Bốn Một Ba Hai"}, // no choice made
			{record.Query{Filter: fields{"n": "2..20"}, Sort: "n"}, "Ba Hai"},    // both ends count
			{record.Query{Filter: fields{"n": "3.."}, Sort: "n"}, "Ba Hai"},
			{record.Query{Filter: fields{"n": "..3"}, Sort: "n"}, "Một Ba"},
			{record.Query{Filter: fields{"n": ".."}, Sort: "n"}, "Bốn Một Ba Hai"},
			{record.Query{Filter: fields{"n": "-99999999..99999999"}, Sort: "n"}, "Một Ba Hai"}, // beyond what the field takes
			{record.Query{Filter: fields{"d": "-2..0"}}, "Một"},
			{record.Query{Filter: fields{"day": "2026-01-01..2026-02-02"}, Sort: "n"}, "Một Hai"},
			{record.Query{Filter: fields{"e": "a,b"}, Sort: "n"}, "Một Ba"},
			{record.Query{Filter: fields{"e": "-", "n": "1.."}}, "Hai"}, // none chosen
			{record.Query{Filter: fields{"n": "-"}}, "Bốn"},
			{record.Query{Filter: fields{"es": "c"}}, "Ba"},
			{record.Query{Filter: fields{"es": "b,c"}, Sort: "n"}, "Một Ba"},
			{record.Query{Filter: fields{"es": "a", "n": "..2"}}, ""},
			{record.Query{DueTo: due, Sort: "due_on"}, "Một Hai"},
		} {
			for _, c.q.Limit = range []int{0, 1, 3} {
				if got := strings.Join(r.titles(t, me, c.q), " "); got != c.want {
					t.Errorf("%+v: %s, want %s", c.q, got, c.want)
				}
			}
		}
		if got := r.titles(t, on(me, "2026-02-01"), record.Query{Overdue: true}); len(got) != 1 || got[0] != "Một" {
			t.Errorf("overdue: %v", got)
		}
	})
}

// TestSearchIsBlindToAccents and to what looks like a pattern.
func TestSearchIsBlindToAccents(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.shelf(t)
		me := r.as(coretest.Officer)
		r.create(t, me, "demo.paper", fields{"title": `100% a_b\c`}, "")
		rec := r.approved(t, fields{"title": "Chợ Nướng"})
		for q, want := range map[string]string{"duong": "Một", "ĐƯỜNG": "Một", "thôn đoài": "Một", "THON DOAI": "Một", "hai": "Hai", "cho nuong": "Chợ Nướng",
			rec.Number: "Chợ Nướng", strings.ToLower(rec.Number): "Chợ Nướng", "100% a": `100% a_b\c`, "%": "", "a_b": `100% a_b\c`, `b\c`: `100% a_b\c`,
			"a.b": `100% a_b\c`, "0% a": "", "'": "", `"`: "", "đ' OR '1'='1": ""} {
			if got := strings.Join(r.titles(t, me, record.Query{Q: q}), " "); got != want {
				t.Errorf("q=%s: %s, want %s", q, got, want)
			}
		}
		if got := r.titles(t, me, record.Query{Q: "  "}); len(got) != 6 {
			t.Errorf("nothing to look for finds %v", got)
		}
	})
}

// TestListsShowWhatTheReaderMaySee and nothing of any other unit or province.
func TestListsShowWhatTheReaderMaySee(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		x2, area := r.Unit(coretest.An, "X2"), r.Unit(coretest.An, "X1-K1")
		make := func(ctx context.Context, unit, title, submit string) {
			if _, err := r.Records.Create(ctx, "demo.paper", record.Input{UnitID: unit, Fields: whole(fields{"title": title}), Submit: submit}); err != nil {
				t.Fatal(err)
			}
		}
		make(r.as(coretest.Officer), r.Unit(coretest.An, "X1"), "xã", "submit")
		make(r.as(coretest.Officer), r.Unit(coretest.An, "X1"), "nháp", "")
		make(r.In(coretest.An), area, "thôn", "submit")
		make(r.as(coretest.Officer2), x2, "xã hai", "submit")
		make(r.As(coretest.Binh, coretest.Officer), r.Unit(coretest.Binh, "X1"), "tỉnh khác", "submit")
		sorted := record.Query{Sort: "created_at"}
		for login, want := range map[string]string{coretest.Officer: "xã nháp thôn", coretest.Officer2: "xã hai", coretest.Watcher: "xã thôn xã hai",
			coretest.Leader: "xã thôn xã hai", coretest.Admin: "", coretest.Responder: ""} {
			if got := strings.Join(r.titles(t, r.as(login), sorted), " "); got != want {
				t.Errorf("%s sees %s, want %s", login, got, want)
			}
		}
		sorted.Under = area
		if got := strings.Join(r.titles(t, r.as(coretest.Leader), sorted), " "); got != "thôn" {
			t.Errorf("under the area: %s", got)
		}
		sorted.Under = x2
		if got := r.titles(t, r.as(coretest.Officer), sorted); got != nil {
			t.Errorf("another commune shows %v", got)
		}
	})
}

// TestNonsenseQueriesAreRefused politely.
func TestNonsenseQueriesAreRefused(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		r.shelf(t)
		me := r.as(coretest.Officer)
		page, err := r.Records.List(me, record.Query{Kind: "demo.paper", Limit: 1, Sort: "n"})
		if err != nil || page.Next == "" {
			t.Fatal(err)
		}
		for _, c := range []struct {
			q    record.Query
			kind fault.Kind
		}{
			{record.Query{Kind: "demo.none"}, fault.NotFound}, {record.Query{Kind: "x\x00\xff"}, fault.NotFound},
			{record.Query{Under: "unt_x"}, fault.NotFound}, {record.Query{Under: r.Unit(coretest.Binh, "X1")}, fault.NotFound},
			{record.Query{Sort: "nope"}, fault.Invalid}, {record.Query{Sort: "rows"}, fault.Invalid}, {record.Query{Sort: "fold"}, fault.Invalid},
			{record.Query{Sort: "n; DROP TABLE record"}, fault.Invalid},
			{record.Query{Filter: fields{"nope": 1}}, fault.Invalid}, {record.Query{Filter: fields{"rows": "x"}}, fault.Invalid},
			{record.Query{Filter: fields{"n": "x"}}, fault.Invalid}, {record.Query{Filter: fields{"day": "31/02"}}, fault.Invalid},
			{record.Query{Filter: fields{"title": "a\x00"}}, fault.Invalid}, {record.Query{Filter: fields{"e": "a\xff"}}, fault.Invalid},
			{record.Query{State: []string{"a\x00"}}, fault.Invalid}, {record.Query{Phase: []string{"\xff"}}, fault.Invalid},
			{record.Query{Q: "a\x00"}, fault.Invalid}, {record.Query{Q: "\xff"}, fault.Invalid},
			{record.Query{Cursor: "x"}, fault.Invalid}, {record.Query{Cursor: "e30"}, fault.Invalid}, {record.Query{Cursor: page.Next}, fault.Invalid},
			{record.Query{Cursor: page.Next, Sort: "-n"}, fault.Invalid},
			{record.Query{Cursor: forged("-updated_at", "chữ")}, fault.Invalid}, {record.Query{Cursor: forged("n", "chữ"), Sort: "n"}, fault.Invalid},
			{record.Query{Cursor: forged("due_on", 5), Sort: "due_on"}, fault.Invalid},
		} {
			if c.q.Kind == "" {
				c.q.Kind = "demo.paper"
			}
			if _, err := r.Records.List(me, c.q); !fault.Is(err, c.kind) {
				t.Errorf("%+v: %v, want %s", c.q, err, c.kind)
			}
		}
	})
}

// TestPagesStandStillUnderInserts: a walk sees each record that was there
// exactly once, whatever comes between its pages.
func TestPagesStandStillUnderInserts(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		for _, sort := range []string{"n", "-n", "title", "due_on", "-created_at", "at", "b"} {
			f := func(n int, what string) fields {
				return fields{"title": what + sort, "n": n % 3, "body": "lượt " + sort, "day": fmt.Sprintf("2026-01-%02d", 1+n%3)}
			}
			var want []string
			for n := range 9 {
				want = append(want, r.create(t, me, "demo.paper", f(n, "cũ "), "").ID)
			}
			var got []string
			q := record.Query{Kind: "demo.paper", Sort: sort, Limit: 2, Q: "luot " + sort}
			step := 0
			wait.Pages(t, "the growing list", func(cursor string) string {
				q.Cursor = cursor
				page, err := r.Records.List(me, q)
				if err != nil {
					t.Fatal(err)
				}
				for _, rec := range page.Items {
					if strings.HasPrefix(rec.Title, "cũ "+sort) && rec.Fields["body"] == "lượt "+sort {
						got = append(got, rec.ID)
					}
				}
				if page.Next != "" {
					r.create(t, me, "demo.paper", f(step, "mới "), "")
					step++
				}
				return page.Next
			})
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("sorted by %s: saw %d of 9", sort, len(got))
			}
		}
	})
}
