package installation_test

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/notice"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sdk"
)

const echoManifest = `
api_version: mod/v1
id: echo
version: 1.0.0
label: {vi: "Phản hồi", en: "Echo"}
grants: {create: [core.recommendation], read: [demo.visit]}
roles: [{id: listener, reach: own, label: {vi: "Người nghe", en: "Listener"}}]
measures:
  - {code: met_twice, label: {vi: "Gấp đôi", en: "Twice"}, kind: sum, of: demo.visit, unit: people, period: held_on, compute: go, proof: [report]}
events: [{on: demo.visit.approve, go: true}]
jobs: [{name: remind, label: {vi: "Nhắc việc", en: "Remind"}, cron: "0 7 * * *", go: true}]
problems:
  heard: {vi: "Đã nghe {title}.", en: "Heard {title}."}
  monday: {vi: "Đầu tuần rồi.", en: "It is Monday."}
`

// echo answers an event with a notice and a record, a job with the same, and
// counts everybody twice.
func echo(t *testing.T, fail *bool) *sdk.Module {
	t.Helper()
	m := sdk.New(fstest.MapFS{"module.yaml": {Data: []byte(echoManifest)}, "labels.yaml": {Data: []byte("{}")}})
	m.OnEvent("demo.visit.approve", func(_ context.Context, _ sdk.Caller, h sdk.Happening) ([]sdk.Effect, error) {
		if *fail {
			return nil, fault.New(fault.Internal, "module_malformed")
		}
		return []sdk.Effect{
			{Kind: sdk.EffectNotify, IdemKey: "told", Notify: &sdk.NotifyEffect{Role: "listener", UnitID: h.UnitID, Code: "heard", Params: map[string]string{"title": "xã"}}},
			{Kind: sdk.EffectCreate, IdemKey: "made", Create: &sdk.CreateEffect{Kind: "core.recommendation", Fields: map[string]any{"title": "Từ sự kiện", "content": "x"}}},
		}, nil
	})
	m.Job("remind", func(_ context.Context, _ sdk.Caller, run sdk.Run) ([]sdk.Effect, error) {
		return []sdk.Effect{{Kind: sdk.EffectNotify, IdemKey: "all", Notify: &sdk.NotifyEffect{PersonID: "per_01", Code: "monday"}}}, nil
	})
	m.Indicator("met_twice", func(f *sdk.Figure, row map[string]any) {
		n, _ := strconv.ParseFloat(sdkNumber(row["people"]), 64)
		f.Numerator, f.Denominator = f.Numerator+2*n, f.Denominator+1
	})
	return m
}

func sdkNumber(v any) string {
	switch n := v.(type) {
	case int64:
		return strconv.FormatInt(n, 10)
	case float64:
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return "0"
}

// listening is a rig whose province An has the module echo on.
func listening(t *testing.T, postgres bool, fail *bool) *coretest.Rig {
	t.Helper()
	demo, heard := coretest.Demo(t), echo(t, fail)
	r := coretest.New(t, coretest.Options{Postgres: postgres, Shape: func(o *installation.Options) {
		o.Manifests = append(o.Manifests, heard.Manifest())
		o.Behaviours = sdk.InProcess(demo, heard)
	}})
	if err := r.SwitchModule(r.In(coretest.An), "echo", true); err != nil {
		t.Fatal(err)
	}
	roles, err := r.Guard.List(r.In(coretest.An))
	if err != nil {
		t.Fatal(err)
	}
	for n := range roles {
		if roles[n].ID == "officer" {
			roles[n].Plays["echo"] = []string{"listener"}
		}
	}
	if _, err := r.Guard.Apply(r.In(coretest.An), roles); err != nil {
		t.Fatal(err)
	}
	return r
}

// onEach runs body on SQLite and, where there is one, on PostgreSQL.
func onEach(t *testing.T, body func(t *testing.T, postgres bool)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); body(t, false) })
	if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
		t.Run("postgres", func(t *testing.T) { t.Parallel(); body(t, true) })
	}
}

// hasten makes jobs that wait for their next try due now.
func hasten(t *testing.T, ctx context.Context) {
	t.Helper()
	err := db.InTx(ctx, func(ctx context.Context) error {
		tx, err := db.Of(ctx)
		if err != nil {
			return err
		}
		_, err = tx.NewRaw("UPDATE job SET due_at = ?", db.Now(ctx)).Exec(ctx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func prove(t *testing.T, r *coretest.Rig, recordID string) {
	t.Helper()
	body := coretest.PDF(recordID)
	_, err := r.Documents.Attach(r.As(coretest.An, coretest.Officer), recordID, "report",
		document.Source{Body: strings.NewReader(body), Size: int64(len(body)), Name: "báo cáo.pdf"}, document.Meta{})
	if err != nil {
		t.Fatal(err)
	}
}

// approved is a visit of X1 that reached 30 people and was approved.
func approved(t *testing.T, r *coretest.Rig) *record.Record {
	t.Helper()
	rec, err := r.Records.Create(r.As(coretest.An, coretest.Officer), "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"), Submit: "submit",
		Fields: map[string]any{"title": "Thăm", "held_on": "2026-03-10", "people": 30}})
	if err != nil {
		t.Fatal(err)
	}
	if rec, err = r.Records.Do(r.As(coretest.An, coretest.Approver), rec.ID, "approve", 0, record.Act{}); err != nil {
		t.Fatal(err)
	}
	return rec
}

func recommendations(t *testing.T, r *coretest.Rig) int {
	t.Helper()
	page, err := r.Records.List(r.In(coretest.An), record.Query{Kind: "core.recommendation"})
	if err != nil {
		t.Fatal(err)
	}
	return len(page.Items)
}

// echoed counts the officer's notices that echo caused.
func echoed(t *testing.T, r *coretest.Rig) []notice.Notice {
	t.Helper()
	page, err := r.Box.List(r.As(coretest.An, coretest.Officer), notice.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var out []notice.Notice
	for _, n := range page.Items {
		if n.Code == "echo.heard" {
			out = append(out, n)
		}
	}
	return out
}

// TestAnEventReachesItsListener: an act of one module's record is heard by
// another module, whose answer is a notice and a record, once.
func TestAnEventReachesItsListener(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, postgres bool) {
		fail := false
		r := listening(t, postgres, &fail)
		rec := approved(t, r)
		r.Settle(coretest.An)
		told := echoed(t, r)
		if len(told) != 1 || told[0].Text == nil || told[0].Text.VI != "Đã nghe xã." || told[0].RecordID != rec.ID {
			t.Errorf("the officer was told %+v", told)
		}
		if n := recommendations(t, r); n != 1 {
			t.Errorf("%d records came of the event, want 1", n)
		}
		again := []sdk.Effect{{Kind: sdk.EffectCreate, IdemKey: "made", Create: &sdk.CreateEffect{Kind: "core.recommendation", Fields: map[string]any{"title": "lại", "content": "x"}}}}
		if err := r.Records.Follow(r.In(coretest.An), "echo", rec.ID, again); err != nil {
			t.Fatal(err)
		}
		if n := recommendations(t, r); n != 1 {
			t.Errorf("the same event delivered twice made %d records", n)
		}
		for name, e := range map[string]sdk.Effect{
			"a kind not granted": {Kind: sdk.EffectCreate, IdemKey: "k", Create: &sdk.CreateEffect{Kind: "demo.visit"}},
			"no key":             {Kind: sdk.EffectLink, Link: &sdk.LinkEffect{Rel: "x", To: rec.ID}},
			"no such effect":     {Kind: "drop", IdemKey: "k"},
		} {
			if err := r.Records.Follow(r.In(coretest.An), "echo", rec.ID, []sdk.Effect{e}); !fault.HasCode(err, "module_malformed") {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// TestAFailedEventComesAgain: what a module could not answer is delivered
// again, and nothing of the first try stays.
func TestAFailedEventComesAgain(t *testing.T) {
	t.Parallel()
	fail := true
	r := listening(t, false, &fail)
	approved(t, r)
	_ = r.Queue.Drain(r.In(coretest.An)) // the delivery fails and waits for its next try
	if n := recommendations(t, r); n != 0 || len(echoed(t, r)) != 0 {
		t.Fatalf("a failed delivery left %d records", n)
	}
	fail = false
	hasten(t, r.In(coretest.An))
	r.Settle(coretest.An)
	if n := recommendations(t, r); n != 1 || len(echoed(t, r)) != 1 {
		t.Errorf("after the module came back: %d records, %d notices", n, len(echoed(t, r)))
	}
}

// TestCodeComputesAFigure: a measure declared compute: go follows the record,
// climbs the tree and knows claimed from proven; the recompute agrees.
func TestCodeComputesAFigure(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, postgres bool) {
		fail := false
		r := listening(t, postgres, &fail)
		rec := approved(t, r)
		r.Settle(coretest.An)
		twice(t, r, 60, 0)
		prove(t, r, rec.ID)
		r.Settle(coretest.An)
		twice(t, r, 60, 60)
		drifts, err := r.Figures.Recompute(r.In(coretest.An), false)
		if err != nil || len(drifts) > 0 {
			t.Errorf("recompute: %v, %v", drifts, err)
		}
	})
}

func twice(t *testing.T, r *coretest.Rig, value, proven float64) {
	t.Helper()
	f, err := r.Figures.Get(r.As(coretest.An, coretest.Leader), "echo.met_twice", r.Unit(coretest.An, "T"), "2026")
	if err != nil {
		t.Fatal(err)
	}
	if f.Value == nil || *f.Value != value || f.Proven == nil || *f.Proven != proven {
		t.Errorf("the figure is %+v, want %v with %v proven", f, value, proven)
	}
}

// TestAJobRunsOncePerSlot: a declared job of a module that is on runs, that of
// one that is off does not.
func TestAJobRunsOncePerSlot(t *testing.T) {
	t.Parallel()
	fail := false
	r := listening(t, false, &fail)
	person, err := r.People.ByLogin(r.In(coretest.An), coretest.Officer)
	if err != nil {
		t.Fatal(err)
	}
	effects := []sdk.Effect{
		{Kind: sdk.EffectNotify, IdemKey: "all", Notify: &sdk.NotifyEffect{PersonID: person.ID, Code: "heard", Params: map[string]string{"title": "tuần"}}},
		{Kind: sdk.EffectCreate, IdemKey: "one", Create: &sdk.CreateEffect{Kind: "core.recommendation", UnitID: r.Unit(coretest.An, "X1"), Fields: map[string]any{"title": "Định kỳ", "content": "x"}}},
	}
	for range 2 {
		if err := r.Records.Perform(r.In(coretest.An), "echo", "remind:2026-11-23", effects); err != nil {
			t.Fatal(err)
		}
	}
	r.Settle(coretest.An)
	if n := recommendations(t, r); n != 1 || len(echoed(t, r)) != 1 {
		t.Errorf("one slot run twice: %d records, %d notices", n, len(echoed(t, r)))
	}
	for _, slug := range []string{coretest.An, coretest.Binh} {
		if err := job.Enqueue(r.In(slug), "module.echo.remind", job.Due{Slot: time.Now()}); err != nil {
			t.Fatal(err)
		}
		r.Settle(slug)
	}
}
