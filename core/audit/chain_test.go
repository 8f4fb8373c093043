package audit_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
)

// log chains under a key that no test finds in the database.
var log = keyed("the province's own")

func keyed(key string) audit.Log {
	return audit.Log{Key: func(context.Context) ([]byte, error) { return []byte(key), nil }}
}

func add(t testing.TB, ctx context.Context, action string) {
	t.Helper()
	if err := audit.Append(ctx, audit.Entry{Action: action, Object: "rec_1", Kind: "demo.paper", UnitID: "unt_1", Reason: "vì thế", Detail: map[string]any{"n": 1}}); err != nil {
		t.Fatal(err)
	}
}

func verify(t testing.TB, ctx context.Context) audit.Report {
	t.Helper()
	r, err := log.Verify(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// force runs SQL as somebody with the keys to the database, past the triggers
// that keep everybody else from it.
func force(t testing.TB, ctx context.Context, text string, args ...any) {
	t.Helper()
	err := db.InTx(ctx, func(ctx context.Context) error {
		tx, err := db.Of(ctx)
		if err != nil {
			return err
		}
		drop := []string{"DROP TRIGGER IF EXISTS audit_stays ON audit"}
		if db.DialectOf(ctx) == db.SQLite {
			drop = []string{"DROP TRIGGER IF EXISTS audit_no_delete", "DROP TRIGGER IF EXISTS audit_no_update", "DROP TRIGGER IF EXISTS audit_seal_only"}
		}
		for _, d := range drop {
			if _, err := tx.ExecContext(ctx, d); err != nil {
				return err
			}
		}
		for one := range strings.SplitSeq(text, "; ") {
			if _, err = tx.ExecContext(ctx, one, args...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// TestAnUntouchedLogVerifies and says who did what.
func TestAnUntouchedLogVerifies(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		if r := verify(t, ctx); r.Lines != 0 || len(r.Breaks) != 0 || r.Head != "" {
			t.Errorf("an empty log: %+v", r)
		}
		lan := identity.With(ctx, identity.Actor{PersonID: "per_lan", Login: "lan"})
		add(t, lan, "record.create")
		add(t, identity.System(ctx, "job"), "record.refresh")
		add(t, ctx, "sign_in")
		first := verify(t, ctx)
		if first.Lines != 3 || len(first.Breaks) != 0 || first.Unsealed != 0 || len(first.Head) != 64 {
			t.Fatalf("%+v", first)
		}
		if again := verify(t, ctx); again.Head != first.Head {
			t.Errorf("%+v", again)
		}
		page, err := audit.List(ctx, audit.Filter{})
		if err != nil || len(page.Items) != 3 {
			t.Fatalf("%+v %v", page, err)
		}
		for i, who := range []string{"", "job", "lan"} {
			l := page.Items[i]
			if l.Actor != who || l.Seq != int64(3-i) || l.Reason != "vì thế" || l.Detail["n"] != 1.0 || l.At.IsZero() {
				t.Errorf("%+v, want %s", l, who)
			}
		}
	})
}

// TestALineLivesAndDiesWithItsAct since it is in the act's own transaction.
func TestALineLivesAndDiesWithItsAct(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		err := db.InTx(ctx, func(ctx context.Context) error {
			add(t, ctx, "record.create")
			return fault.New(fault.Conflict, "undone")
		})
		if err == nil {
			t.Fatal("nothing was undone")
		}
		if r := verify(t, ctx); r.Lines != 0 {
			t.Errorf("%+v", r)
		}
	})
}

// TestEveryTouchShows whichever column, wherever in the chain.
func TestEveryTouchShows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, c *db.Cluster, _ context.Context) {
		touches := map[string]string{
			"the first line removed":     "DELETE FROM audit WHERE seq = 1",
			"a line removed":             "DELETE FROM audit WHERE seq = 3",
			"the last line removed":      "DELETE FROM audit WHERE seq = 6",
			"all removed":                "DELETE FROM audit",
			"two changed places":         "UPDATE audit SET seq = CASE seq WHEN 2 THEN 4000 ELSE 2 END WHERE seq IN (2)",
			"a hash replaced":            "UPDATE audit SET hash = '" + strings.Repeat("0", 64) + "' WHERE seq = 4",
			"the last hash replaced":     "UPDATE audit SET hash = '" + strings.Repeat("0", 64) + "' WHERE seq = 6",
			"the end moved back":         "UPDATE audit_head SET seq = 4, hash = (SELECT hash FROM audit WHERE seq = 5)",
			"a line put in at the end":   insert("7"),
			"a line put in further on":   insert("9"),
			"a line put in before all":   insert("-1"),
			"the first two taken out":    "DELETE FROM audit WHERE seq < 3",
			"a line copied over another": "UPDATE audit SET hash = (SELECT hash FROM audit WHERE seq = 1), action = (SELECT action FROM audit WHERE seq = 1) WHERE seq = 2",
			"the last two cut off":       "DELETE FROM audit WHERE seq > 4; UPDATE audit_head SET seq = 4, hash = (SELECT hash FROM audit WHERE seq = 4)",
			"the key's begin moved":      "UPDATE audit_head SET keyed_from = 7",
			"the key's begin unmarked":   "UPDATE audit_head SET keyed_mark = ''",
			"the end unmarked":           "UPDATE audit_head SET mark = ''",
			"a line taken back unsealed": "UPDATE audit SET seq = 0 WHERE seq = 3",
		}
		for _, column := range []string{"id", "actor_id", "actor", "action", "object", "kind", "unit_id", "before", "after", "reason", "detail"} {
			touches["another "+column] = "UPDATE audit SET " + column + " = " + column + " || 'x' WHERE seq = 3"
		}
		touches["another time"] = "UPDATE audit SET at = at + 1 WHERE seq = 6"
		n := 0
		for what, text := range touches {
			n++
			slug := fmt.Sprintf("t%d", n)
			if err := c.Create(context.Background(), slug); err != nil {
				t.Fatal(err)
			}
			ctx := c.Enter(context.Background(), slug)
			for i := range 6 {
				add(t, ctx, fmt.Sprintf("act.%d", i))
			}
			if r := verify(t, ctx); r.Lines != 6 || len(r.Breaks) != 0 {
				t.Fatalf("%+v", r)
			}
			force(t, ctx, text)
			if r := verify(t, ctx); len(r.Breaks) == 0 {
				t.Errorf("%s is not seen: %+v", what, r)
			}
			if err := c.Drop(context.Background(), slug); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// insert is a forged line with that place in the chain.
func insert(seq string) string {
	return "INSERT INTO audit (id, at, actor_id, actor, action, object, kind, unit_id, before, after, reason, detail, seq, hash) " +
		"SELECT 'aud_forged', at, actor_id, 'giả', action, object, kind, unit_id, before, after, reason, detail, " + seq + ", hash FROM audit WHERE seq = 6"
}

// TestTwoLinesExchangedShow: the right lines in the wrong order.
func TestTwoLinesExchangedShow(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		for i := range 5 {
			add(t, ctx, fmt.Sprintf("act.%d", i))
		}
		verify(t, ctx)
		for _, text := range []string{"UPDATE audit SET seq = 99 WHERE seq = 2", "UPDATE audit SET seq = 2 WHERE seq = 3", "UPDATE audit SET seq = 3 WHERE seq = 99"} {
			force(t, ctx, text)
		}
		r := verify(t, ctx)
		if len(r.Breaks) == 0 || r.Breaks[0].Seq != 2 || r.Breaks[0].What != "edited" {
			t.Errorf("%+v", r)
		}
	})
}

// TestTheDatabaseItselfRefuses whoever has only the province's own login.
func TestTheDatabaseItselfRefuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		add(t, ctx, "sealed")
		verify(t, ctx)
		add(t, ctx, "unsealed")
		for _, text := range []string{"DELETE FROM audit", "UPDATE audit SET reason = 'khác' WHERE seq = 0", "UPDATE audit SET reason = 'khác' WHERE seq = 1",
			"UPDATE audit SET seq = 5 WHERE seq = 1", "UPDATE audit SET hash = '' WHERE seq = 1"} {
			err := db.InTx(ctx, func(ctx context.Context) error {
				tx, err := db.Of(ctx)
				if err != nil {
					return err
				}
				_, err = tx.ExecContext(ctx, text)
				return err
			})
			if err == nil {
				t.Errorf("%s was allowed", text)
			}
		}
		if r := verify(t, ctx); r.Lines != 2 || len(r.Breaks) != 0 {
			t.Errorf("%+v", r)
		}
	})
}

// TestManyWritersKeepOneChain while others seal and verify.
func TestManyWritersKeepOneChain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for i := range 20 {
					add(t, ctx, fmt.Sprintf("act.%d", i))
					if i%5 == 0 {
						if err := log.Seal(ctx); err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
		all.Go(func() {
			for range 5 {
				if r, err := log.Verify(ctx); err != nil || len(r.Breaks) > 0 {
					t.Errorf("%+v %v", r, err)
				}
			}
		})
		wait.All(t, "the writers and the verifier", &all)
		if r := verify(t, ctx); r.Lines != 160 || len(r.Breaks) != 0 || r.Unsealed != 0 {
			t.Errorf("%+v", r)
		}
	})
}

// TestListPagesAndFilters newest first, each line once.
func TestListPagesAndFilters(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		for i := range 7 {
			add(t, ctx, fmt.Sprintf("act.%d", i%2))
		}
		var seen []string
		wait.Pages(t, "the log", func(cursor string) string {
			page, err := audit.List(ctx, audit.Filter{Limit: 2, Cursor: cursor})
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range page.Items {
				seen = append(seen, l.Action)
			}
			add(t, ctx, "between") // what comes meanwhile moves no page
			return page.Next
		})
		if fmt.Sprint(seen) != "[act.0 act.1 act.0 act.1 act.0 act.1 act.0]" {
			t.Errorf("%v", seen)
		}
		for _, c := range []struct {
			f    audit.Filter
			want int
		}{{audit.Filter{Action: "act.1"}, 3}, {audit.Filter{Object: "rec_2"}, 0}, {audit.Filter{Kind: "demo.paper", UnitID: "unt_1", Limit: 500}, 11}, {audit.Filter{ActorID: "per_x"}, 0}} {
			if page, err := audit.List(ctx, c.f); err != nil || len(page.Items) != c.want {
				t.Errorf("%+v: %d %v", c.f, len(page.Items), err)
			}
		}
		for _, cursor := range []string{"x", "aud_\x00", "' OR 1=1"} {
			if _, err := audit.List(ctx, audit.Filter{Cursor: cursor}); !fault.HasCode(err, "bad_cursor") {
				t.Errorf("%q: %v", cursor, err)
			}
		}
	})
}
