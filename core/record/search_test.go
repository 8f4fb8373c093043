package record_test

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/record/row"
)

// TestSearchFindsWordsInAnyOrder wherever they stand in a long text, and in a
// question of more than 200 characters.
func TestSearchFindsWordsInAnyOrder(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		long := "Tổng kết " + strings.Repeat("công tác mặt trận khu dân cư ", 9) + "năm"
		r.create(t, me, "demo.paper", fields{"title": "Hội nghị đại đoàn kết"}, "")
		far := r.create(t, me, "demo.paper", fields{"title": "Xa", "body": strings.Repeat("bà con ", 400) + "kiến nghị"}, "")
		r.create(t, me, "demo.paper", fields{"title": "Dài", "body": long}, "")
		for q, want := range map[string]string{
			"hoi nghi doan ket": "Hội nghị đại đoàn kết", "kết hội": "Hội nghị đại đoàn kết", "doan-ket, HOI NG": "Hội nghị đại đoàn kết",
			"oi nghi": "", "ho nghi": "", "hoi nghi xa": "", "kien nghi": "Xa", long: "Dài", "  kết   tổng ": "Dài", "…": "",
		} {
			if got := strings.Join(r.titles(t, me, record.Query{Q: q}), " | "); got != want {
				t.Errorf("q=%.60s: %s, want %s", q, got, want)
			}
		}
		if _, err := r.Records.Change(me, far.ID, far.Version, fields{"body": "đã xong"}, ""); err != nil {
			t.Fatal(err)
		}
		if got := r.titles(t, me, record.Query{Q: "kien nghi"}); len(got) != 0 {
			t.Errorf("found by words it has no more: %v", got)
		}
	})
}

// TestSearchShowsTheTonesTypedFirst, page by page, each record once.
func TestSearchShowsTheTonesTypedFirst(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		for _, title := range []string{"Mã số", "Má nuôi", "Mạ non", "Má nội", "Ma"} {
			r.create(t, me, "demo.paper", fields{"title": title}, "")
		}
		for _, limit := range []int{1, 2, 3} {
			var got []string
			q := record.Query{Kind: "demo.paper", Q: "Má", Sort: "created_at", Limit: limit}
			wait.Pages(t, "a page of má", func(cursor string) string {
				q.Cursor = cursor
				page, err := r.Records.List(me, q)
				if err != nil {
					t.Fatal(err)
				}
				for _, rec := range page.Items {
					got = append(got, rec.Title)
				}
				return page.Next
			})
			if want := "Má nuôi Má nội Mã số Mạ non Ma"; strings.Join(got, " ") != want {
				t.Errorf("%d a page: %s, want %s", limit, strings.Join(got, " "), want)
			}
		}
	})
}

// TestSearchFindsARareWordAmongThousands: it stands behind more records than a
// search looks through in order.
func TestSearchFindsARareWordAmongThousands(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		first := r.create(t, me, "demo.tally", fields{"title": "Sổ hiếm"}, "")
		moved := r.create(t, me, "demo.tally", fields{"title": "Sổ hiếm nơi khác"}, "")
		r.create(t, me, "demo.paper", fields{"title": "Giấy hiếm"}, "")
		common := r.create(t, me, "demo.tally", fields{"title": "Sổ chung"}, "")
		there, err := r.Tree.Get(r.In(coretest.An), r.Unit(coretest.An, "X2"))
		if err != nil {
			t.Fatal(err)
		}
		err = db.InTx(r.In(coretest.An), func(ctx context.Context) error {
			copied := strings.Replace(row.Directory, "id, kind", "id || CAST(? AS text), kind", 1)
			for _, letter := range "abcdefghijklm" {
				_, err := db.Exec(ctx, "INSERT INTO record ("+row.Directory+", fold) SELECT "+copied+", fold FROM record WHERE id LIKE ?", string(letter), common.ID+"%")
				if err != nil {
					return err
				}
			}
			_, err := db.Exec(ctx, "UPDATE record SET unit_path = ? WHERE id = ?", there.Path, moved.ID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for q, want := range map[string]string{"hiem": "Sổ hiếm", "hiếm sổ": "Sổ hiếm", "hie": "Sổ hiếm", "so khac": "", "giay": ""} {
			if got := strings.Join(r.titles(t, me, record.Query{Kind: "demo.tally", Q: q}), " | "); got != want {
				t.Errorf("q=%s: %s, want %s", q, got, want)
			}
		}
		rare := r.get(t, me, first.ID)
		if _, err := r.Records.Change(me, rare.ID, rare.Version, fields{"title": "Sổ lạ"}, ""); err != nil {
			t.Fatal(err)
		}
		for q, want := range map[string]string{"hiem": "", "la": "Sổ lạ", "so la": "Sổ lạ"} {
			if got := strings.Join(r.titles(t, me, record.Query{Kind: "demo.tally", Q: q, Sort: "-created_at"}), " | "); got != want {
				t.Errorf("after a change, q=%s: %s, want %s", q, got, want)
			}
		}
		page, err := r.Records.List(me, record.Query{Kind: "demo.tally", Q: "so chung", Limit: 50})
		if err != nil || len(page.Items) != 50 || page.Next == "" {
			t.Errorf("a frequent word: %d of a page of 50, %v", len(page.Items), err)
		}
	})
}

// TestTheIndexOfWordsHoldsWhatRecordsSay after records came, changed, went and
// came again, fewer and more than wait for it.
func TestTheIndexOfWordsHoldsWhatRecordsSay(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		in := r.In(coretest.An)
		if db.DialectOf(in) != db.SQLite {
			return // PostgreSQL keeps its index itself
		}
		r.create(t, r.as(coretest.Officer), "demo.tally", fields{"title": "Sổ"}, "")
		copied := strings.Replace(row.Directory, "id, kind", "id || CAST(? AS text), kind", 1)
		exec := func(statement string, args ...any) {
			err := db.InTx(in, func(ctx context.Context) error { _, err := db.Exec(ctx, statement, args...); return err })
			if err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		steps := []string{
			"INSERT INTO record (" + row.Directory + ", fold) SELECT " + copied + ", fold FROM record", // doubles
			"UPDATE record SET fold = fold || CAST(? AS text) || ' ' WHERE rowid % 3 = 0",
			"DELETE FROM record WHERE rowid % 5 = 4 OR rowid = (SELECT max(rowid) FROM record) AND id <> ?",
		}
		for n := range 30 {
			step := steps[n%3]
			if n < 8 {
				step = steps[0]
			}
			exec(step, "w"+strconv.Itoa(n))
			if n%4 > 0 {
				continue // what waits goes on waiting, for a change or an end of its own
			}
			exec("INSERT INTO record_word_waiting (place, hit, kind, fold) VALUES (256, -1, '', '')") // all moves in
			exec("INSERT INTO record_word (record_word, rank) VALUES ('integrity-check', 1)")
		}
	})
}
