package audit_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/fault"
)

func anchored(t *testing.T, ctx context.Context) audit.Anchor {
	t.Helper()
	a, err := log.Anchor(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// anew takes all chaining away, as somebody with the keys to the database would
// who wants to chain the log again.
const anew = "UPDATE audit SET seq = 0, hash = ''; UPDATE audit_head SET seq = 0, hash = '', keyed_from = 0, keyed_mark = '', mark = ''"

// TestAChainMadeWithoutTheKeyShows: whoever may write every row, and knows how
// lines are chained, has no key to chain them by.
func TestAChainMadeWithoutTheKeyShows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, c *db.Cluster, _ context.Context) {
		plain := audit.Log{Key: func(context.Context) ([]byte, error) { return nil, nil }}
		for what, forger := range map[string]audit.Log{"by the old rule": plain, "by a key of their own": keyed("another")} {
			slug := map[bool]string{true: "plain", false: "keyed"}[what == "by the old rule"]
			if err := c.Create(context.Background(), slug); err != nil {
				t.Fatal(err)
			}
			ctx := c.Enter(context.Background(), slug)
			for i := range 5 {
				add(t, ctx, fmt.Sprintf("act.%d", i))
			}
			verify(t, ctx)
			force(t, ctx, "DELETE FROM audit WHERE seq = 2; "+anew)
			if err := forger.Seal(ctx); err != nil {
				t.Fatal(err)
			}
			if r := verify(t, ctx); len(r.Breaks) == 0 {
				t.Errorf("chained anew %s: %+v", what, r)
			}
		}
	})
}

// TestOldLinesAreVerifiedByTheirOwnRule: a log from before there was a key goes
// on under it, and neither part can be touched.
func TestOldLinesAreVerifiedByTheirOwnRule(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		plain := audit.Log{Key: func(context.Context) ([]byte, error) { return nil, nil }}
		for range 3 {
			add(t, ctx, "old")
		}
		if err := plain.Seal(ctx); err != nil {
			t.Fatal(err)
		}
		force(t, ctx, "UPDATE audit_head SET keyed_from = 0, keyed_mark = '', mark = ''") // as the migration leaves it
		add(t, ctx, "new")
		if r := verify(t, ctx); r.Lines != 4 || r.KeyedFrom != 4 || len(r.Breaks) != 0 {
			t.Fatalf("%+v", r)
		}
		force(t, ctx, "UPDATE audit SET actor = 'x' WHERE seq = 2")
		if r := verify(t, ctx); len(r.Breaks) == 0 {
			t.Errorf("an old line was edited: %+v", r)
		}
	})
}

// TestAnAnchorHoldsWhatTheDatabaseCannot: a log taken back to an earlier state
// as a whole, head and marks and all, is sound in itself.
func TestAnAnchorHoldsWhatTheDatabaseCannot(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		add(t, ctx, "early")
		early := anchored(t, ctx)
		force(t, ctx, "CREATE TABLE kept AS SELECT * FROM audit_head")
		add(t, ctx, "late")
		late := anchored(t, ctx)
		if r, err := log.Verify(ctx, early, late); err != nil || r.Anchors != 2 || len(r.Breaks) != 0 {
			t.Fatalf("%+v %v", r, err)
		}
		force(t, ctx, "DELETE FROM audit WHERE seq = 2; DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM kept")
		if r, err := log.Verify(ctx, early); err != nil || len(r.Breaks) != 0 {
			t.Fatalf("in itself it is sound: %+v %v", r, err)
		}
		if r, err := log.Verify(ctx, early, late); err != nil || len(r.Breaks) != 1 || r.Breaks[0].What != "anchor" {
			t.Errorf("%+v %v", r, err)
		}
		late.Seq = 1 // an anchor nobody signed
		if r, err := log.Verify(ctx, late); err != nil || len(r.Breaks) != 1 || r.Breaks[0].What != "anchor" {
			t.Errorf("%+v %v", r, err)
		}
	})
}

// TestAnExportIsVerifiedWithoutTheDatabase and every touch of it shows.
func TestAnExportIsVerifiedWithoutTheDatabase(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		for i := range 5 {
			add(t, ctx, fmt.Sprintf("act.%d", i))
		}
		anchor := anchored(t, ctx)
		var out bytes.Buffer
		if _, err := log.Export(ctx, &out, "wrapped"); err != nil {
			t.Fatal(err)
		}
		read := func(text string, anchors ...audit.Anchor) (audit.Report, error) {
			return audit.VerifyExport(strings.NewReader(text), func(key json.RawMessage) ([]byte, error) {
				if string(key) != `"wrapped"` {
					t.Errorf("the key is %s", key)
				}
				return log.Key(ctx)
			}, anchors...)
		}
		if r, err := read(out.String(), anchor); err != nil || r.Lines != 5 || r.Anchors != 1 || len(r.Breaks) != 0 {
			t.Fatalf("%+v %v", r, err)
		}
		lines := strings.SplitAfter(strings.TrimSuffix(out.String(), "\n"), "\n")
		whole := func(l []string) string { return strings.Join(l, "") }
		for what, text := range map[string]string{
			"the tail":    whole(lines[:5]),
			"the head":    whole(slices.Delete(slices.Clone(lines), 1, 2)),
			"all":         lines[0],
			"a word":      strings.Replace(out.String(), "act.3", "act.4", 1),
			"before all":  lines[0] + strings.Replace(lines[1], `"seq":1`, `"seq":-1`, 1) + whole(lines[1:]),
			"the end":     strings.Replace(out.String(), `"head":{"seq":5`, `"head":{"seq":4`, 1),
			"two changed": whole([]string{lines[0], lines[2], lines[1], lines[3], lines[4], lines[5]}),
		} {
			if r, err := read(text); err != nil || len(r.Breaks) == 0 {
				t.Errorf("%s touched: %+v %v", what, r, err)
			}
		}
		for _, text := range []string{"", "{}", "x", lines[0] + "{"} {
			if _, err := read(text); !fault.HasCode(err, "file_malformed") {
				t.Errorf("%q: %v", text, err)
			}
		}
	})
}
