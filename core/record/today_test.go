package record_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/record"
)

// TestTodayIsWhatWaitsForMe in the order of the deadlines.
func TestTodayIsWhatWaitsForMe(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		officer := on(r.as(coretest.Officer), "2026-03-10")
		area := r.Unit(coretest.An, "X1-K1")
		make := func(title, day, submit string) *record.Record {
			return r.create(t, officer, "demo.paper", fields{"title": title, "day": day, "u": area}, submit)
		}
		make("quá hạn", "2026-02-02", "submit")
		make("sắp hạn", "2026-03-06", "submit")
		make("còn xa", "2026-05-05", "submit")
		back := make("trả lại", "2026-03-05", "submit")
		r.do(t, on(r.as(coretest.Approver), "2026-03-10"), back.ID, "return", nil)
		make("nháp", "2026-03-05", "")
		make("bỏ", "2026-03-05", "drop")
		for login, want := range map[string]string{
			coretest.Officer:  "overdue: due: returned:trả lại waiting: drafts:nháp",
			coretest.Approver: "overdue:quá hạn due:sắp hạn returned: waiting:còn xa drafts:",
			coretest.Leader:   "overdue:quá hạn due:sắp hạn returned: waiting:còn xa drafts:",
			coretest.Watcher:  "overdue: due: returned: waiting: drafts:",
			coretest.Officer2: "overdue: due: returned: waiting: drafts:",
		} {
			if got := r.today(t, on(r.as(login), "2026-03-10")); got != want {
				t.Errorf("%s: %s, want %s", login, got, want)
			}
		}
		if err := r.SwitchModule(r.In(coretest.An), "demo", false); err != nil {
			t.Fatal(err)
		}
		if got := r.today(t, on(r.as(coretest.Approver), "2026-03-10")); got != "overdue: due: returned: waiting: drafts:" {
			t.Errorf("with the module off: %s", got)
		}
	})
}

// TestWhatIsOnlyToBeEndedWaitsForItsDay: what the keeper can do with an approved paper
// is to send it on or to end it, and nobody is asked weeks before it is due.
func TestWhatIsOnlyToBeEndedWaitsForItsDay(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		officer, boss := r.as(coretest.Officer), r.as(coretest.Approver)
		far := r.create(t, on(officer, "2026-03-10"), "demo.paper", fields{"title": "đã duyệt", "day": "2026-05-05", "u": r.Unit(coretest.An, "X1-K1")}, "submit")
		if got := r.today(t, on(boss, "2026-03-10")); !strings.Contains(got, "waiting:đã duyệt") {
			t.Errorf("before it is decided: %s", got)
		}
		r.do(t, on(boss, "2026-03-10"), far.ID, "approve", nil)
		for day, want := range map[string]string{
			"2026-03-10": "overdue: due: returned: waiting: drafts:",
			"2026-05-08": "overdue: due:đã duyệt returned: waiting: drafts:",
			"2026-06-01": "overdue:đã duyệt due: returned: waiting: drafts:",
		} {
			if got := r.today(t, on(officer, day)); got != want {
				t.Errorf("%s: %s, want %s", day, got, want)
			}
		}
	})
}

// TestTodayCountsWhatItDoesNotList: a total is a total, and a part that is named
// is listed whole.
func TestTodayCountsWhatItDoesNotList(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		officer := on(r.as(coretest.Officer), "2026-03-10")
		area := r.Unit(coretest.An, "X1-K1")
		const many = 23
		for i := range many {
			r.create(t, officer, "demo.paper", fields{"title": fmt.Sprint("còn xa ", i), "day": "2026-05-05", "u": area}, "submit")
			r.create(t, officer, "demo.paper", fields{"title": fmt.Sprint("nháp ", i)}, "")
		}
		late := r.create(t, officer, "demo.paper", fields{"title": "quá hạn", "day": "2026-02-02", "u": area}, "submit")
		me := on(r.as(coretest.Approver), "2026-03-10")
		short, err := r.Records.Today(me, "")
		if err != nil || len(short.Waiting) != 20 || len(short.Overdue) != 1 || short.Totals.Waiting != many || short.Totals.Overdue != 1 || short.Totals.More {
			t.Errorf("%d of %+v, %v", len(short.Waiting), short.Totals, err)
		}
		part, err := r.Records.Today(me, "waiting")
		if err != nil || len(part.Waiting) != many || len(part.Overdue) != 0 || part.Totals != short.Totals {
			t.Errorf("the part alone: %d and %d of %+v, %v", len(part.Waiting), len(part.Overdue), part.Totals, err)
		}
		mine, err := r.Records.Today(officer, "drafts")
		if err != nil || len(mine.Drafts) != many || mine.Totals.Drafts != many {
			t.Errorf("drafts: %d of %+v, %v", len(mine.Drafts), mine.Totals, err)
		}
		if part.Waiting[0].ID == late.ID {
			t.Error("what is overdue waits twice")
		}
	})
}

// TestWhatWaitsForAnotherUnitIsNotMine: whoever sent a recommendation could remind of
// it, and yet it is the addressee's turn; from the answer on it is the sender's.
func TestWhatWaitsForAnotherUnitIsNotMine(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		rec := r.sent(t, fields{"source": "people_board"})
		const day = "2026-03-20"
		want := func(when string, of map[string]string) {
			t.Helper()
			for login, say := range of {
				if got := r.today(t, on(r.as(login), day)); !strings.Contains(got, say) {
					t.Errorf("%s: %s has %s, want %s", when, login, got, say)
				}
			}
		}
		want("sent", map[string]string{coretest.Officer: " others:" + rec.Title, coretest.Approver: " others:" + rec.Title, coretest.Responder: "due: returned: waiting:" + rec.Title})
		r.prove(t, on(r.as(coretest.Responder), day), rec.ID, "answer_letter")
		r.do(t, on(r.as(coretest.Responder), day), rec.ID, "answer", fields{"result": "accepted", "answer": "Sẽ sửa.", "answered_on": day})
		want("answered", map[string]string{coretest.Approver: "waiting:" + rec.Title})
		part, err := r.Records.Today(on(r.as(coretest.Approver), day), "others")
		if err != nil || part.Totals.Others != 0 {
			t.Errorf("%+v %v", part.Totals, err)
		}
	})
}

func (r *rig) today(t testing.TB, ctx context.Context) string {
	t.Helper()
	day, err := r.Records.Today(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	names := func(list []*record.Record) string {
		var out []string
		for _, rec := range list {
			out = append(out, rec.Title)
		}
		return strings.Join(out, ",")
	}
	others := ""
	if len(day.Others) > 0 {
		others = " others:" + names(day.Others)
	}
	return "overdue:" + names(day.Overdue) + " due:" + names(day.Due) + " returned:" + names(day.Returned) + " waiting:" + names(day.Waiting) + others + " drafts:" + names(day.Drafts)
}

// TestASwitchedOffModuleIsReadOnly its records stay to be read.
func TestASwitchedOffModuleIsReadOnly(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		rec := r.approved(t, nil)
		if err := r.SwitchModule(r.In(coretest.An), "demo", false); err != nil {
			t.Fatal(err)
		}
		me := r.as(coretest.Officer)
		if got := r.get(t, me, rec.ID); got.Fields["title"] == nil {
			t.Errorf("%+v", got)
		}
		if got := r.titles(t, me, record.Query{}); len(got) != 1 {
			t.Errorf("listed %v", got)
		}
		_, err := r.Records.Change(me, rec.ID, 0, fields{"n": 1}, "")
		refuses(t, err, "conflict", "module_disabled")
		_, err = r.Records.Do(me, rec.ID, "close", 0, record.Act{})
		refuses(t, err, "conflict", "module_disabled")
		if o := r.offer(t, coretest.Officer, rec.ID, "close"); o.Allowed || o.Why != "module_disabled" {
			t.Errorf("%+v", o)
		}
		// The other province's switch is its own.
		if _, err := r.Records.Create(r.As(coretest.Binh, coretest.Officer), "demo.paper", record.Input{UnitID: r.Unit(coretest.Binh, "X1"), Fields: whole()}); err != nil {
			t.Error(err)
		}
	})
}

// TestNoProvinceTableNamesAProvince: each has a database of its own, and a
// column that says whose a row is would mean that rows could mix.
func TestNoProvinceTableNamesAProvince(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		tables := r.tables(t)
		if len(tables) < 30 {
			t.Fatalf("only %d tables: the walk does not see them", len(tables))
		}
		seen := 0
		idb, err := db.Of(r.In(coretest.An))
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range tables {
			rows, err := idb.QueryContext(context.Background(), `SELECT * FROM "`+table+`" LIMIT 0`)
			if err != nil {
				t.Fatal(err)
			}
			columns, err := rows.Columns()
			_ = rows.Close()
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range columns {
				seen++
				switch c {
				case "tenant", "tenant_id", "tenant_slug", "province", "province_id", "slug":
					t.Errorf("table %s has the column %s", table, c)
				}
			}
		}
		if seen < 200 {
			t.Errorf("only %d columns seen", seen)
		}
	})
}

// tables lists the tables of province An.
func (r *rig) tables(t testing.TB) []string {
	t.Helper()
	text := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	if db.DialectOf(r.In(coretest.An)) == db.Postgres {
		text = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
	}
	idb, err := db.Of(r.In(coretest.An))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	if err := idb.NewRaw(text).Scan(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestARightToAStepIsNoRightToRead: nor does a right to throw away need one to
// change.
func TestARightToAStepIsNoRightToRead(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		officer := on(r.as(coretest.Officer), "2026-03-10")
		r.create(t, officer, "demo.paper", whole(), "submit")
		draft := r.create(t, officer, "demo.paper", whole(), "")
		r.play(t, "watcher", access.Permission{Kind: "demo.*", Action: "do:*", Reach: access.Subtree})
		if got := r.today(t, on(r.as(coretest.Watcher), "2026-03-10")); got != "overdue: due: returned: waiting: drafts:" {
			t.Errorf("without the right to read: %s", got)
		}
		r.play(t, "officer", access.Permission{Kind: "demo.*", Action: "read"}, access.Permission{Kind: "demo.*", Action: "discard"})
		if err := r.Records.Discard(r.as(coretest.Officer), draft.ID, 0); err != nil {
			t.Error(err)
		}
	})
}
