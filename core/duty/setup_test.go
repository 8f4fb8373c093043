package duty_test

import (
	"context"
	_ "embed"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/duty"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
)

//go:embed testdata/module.yaml
var source []byte

// house is a province with the ledger's duties, on a day the test sets.
type house struct {
	*coretest.Rig
	t   *testing.T
	now time.Time
}

// each runs body on both dialects; the ledger is on since the day.
func each(t *testing.T, day string, body func(h *house)) {
	t.Helper()
	m, problems := rule.Parse(fstest.MapFS{"module.yaml": {Data: source}, "labels.yaml": {Data: []byte("problems: {}")}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	run := func(t *testing.T, postgres bool) {
		t.Parallel()
		h := &house{t: t, Rig: coretest.New(t, coretest.Options{Postgres: postgres,
			Shape: func(o *installation.Options) { o.Manifests = append(o.Manifests, m) }})}
		h.on(day)
		h.ledger()
		h.reckon()
		body(h)
	}
	t.Run("sqlite", func(t *testing.T) { run(t, false) })
	if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
		t.Run("postgres", func(t *testing.T) { run(t, true) })
	}
}

// on sets the day.
func (h *house) on(day string) {
	h.t.Helper()
	d, err := calendar.ParseDate(day)
	if err != nil {
		h.t.Fatal(err)
	}
	h.now = d.Start().Add(9 * time.Hour)
}

func (h *house) at(ctx context.Context) context.Context {
	return id.WithClock(ctx, func() time.Time { return h.now })
}

func (h *house) in() context.Context { return h.at(h.Rig.In(coretest.An)) }

func (h *house) as(login string) context.Context { return h.at(h.Rig.As(coretest.An, login)) }

// ledger switches the module on and lets officers and approvers play their parts.
func (h *house) ledger() {
	h.t.Helper()
	if err := h.SwitchModule(h.in(), "ledger", true); err != nil {
		h.t.Fatal(err)
	}
	roles, err := h.Guard.List(h.in())
	if err != nil {
		h.t.Fatal(err)
	}
	for n := range roles {
		if roles[n].ID == "officer" || roles[n].ID == "approver" {
			roles[n].Plays["ledger"] = []string{roles[n].ID}
		}
	}
	if _, err := h.Guard.Apply(h.in(), roles); err != nil {
		h.t.Fatal(err)
	}
}

// reckon does what the night does, and every job it asks for.
func (h *house) reckon() {
	h.t.Helper()
	if err := h.Duties.Reckon(h.in()); err != nil {
		h.t.Fatal(err)
	}
	if err := h.Queue.Drain(h.in()); err != nil {
		h.t.Fatal(err)
	}
}

// owed are the obligations of a duty the leader sees.
func (h *house) owed(name string, f duty.Filter) []duty.Obligation {
	h.t.Helper()
	f.Duty = "ledger." + name
	f.Limit = 100
	page, err := h.Duties.List(h.as(coretest.Leader), f)
	if err != nil {
		h.t.Fatal(err)
	}
	if page.Total != len(page.Items) {
		h.t.Errorf("%d of %d obligations", len(page.Items), page.Total)
	}
	return page.Items
}

// one is the only obligation of a duty at a unit.
func (h *house) one(name, code string, period calendar.Period) duty.Obligation {
	h.t.Helper()
	list := h.owed(name, duty.Filter{Under: h.Unit(coretest.An, code), Period: period})
	if len(list) != 1 {
		h.t.Fatalf("%s of %s in %s: %d obligations", name, code, period, len(list))
	}
	return list[0]
}

// filed is a report the officer of X1 filed.
func (h *house) filed(fields map[string]any) *record.Record {
	h.t.Helper()
	fields["title"] = "Báo cáo"
	rec, err := h.Records.Create(h.as(coretest.Officer), "ledger.report", record.Input{UnitID: h.Unit(coretest.An, "X1"), Fields: fields, Submit: "file"})
	if err != nil {
		h.t.Fatal(err)
	}
	return rec
}

func (h *house) do(rec *record.Record, step string) *record.Record {
	h.t.Helper()
	rec, err := h.Records.Do(h.as(coretest.Leader), rec.ID, step, 0, record.Act{Reason: "theo chỉ đạo"})
	if err != nil {
		h.t.Fatal(err)
	}
	return rec
}

// act is an act on the tree today.
func (h *house) act() unit.Act {
	return unit.Act{On: calendar.Today(h.now), Basis: "NQ 01"}
}

func (h *house) count(text string, args ...any) int {
	h.t.Helper()
	var n int
	if err := db.QueryRow(h.in(), text, args...).Scan(&n); err != nil {
		h.t.Fatal(err)
	}
	return n
}
