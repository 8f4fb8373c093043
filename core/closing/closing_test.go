package closing_test

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/closing"
	"github.com/doanket/doanket/core/closing/statement"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

const half = "2026-H1"

// visit makes an approved visit and says its id; proven where it has a report.
func visit(t *testing.T, r *coretest.Rig, who, unit, day string, people int, proven bool, reached ...string) string {
	t.Helper()
	me := r.As(coretest.An, who)
	for i, u := range reached {
		reached[i] = r.Unit(coretest.An, u)
	}
	rec, err := r.Records.Create(me, "demo.visit", record.Input{UnitID: r.Unit(coretest.An, unit),
		Fields: map[string]any{"title": "Thăm " + day, "held_on": day, "people": people, "form": "direct", "reached": reached}, Submit: "submit"})
	if err != nil {
		t.Fatal(err)
	}
	approve(t, r, rec.ID)
	if proven {
		body := coretest.PDF(rec.ID)
		_, err = r.Documents.Attach(me, rec.ID, "report", document.Source{Body: strings.NewReader(body), Size: int64(len(body)), Name: "báo cáo.pdf"}, document.Meta{})
		if err != nil {
			t.Fatal(err)
		}
	}
	return rec.ID
}

func approve(t *testing.T, r *coretest.Rig, recordID string) {
	t.Helper()
	if _, err := r.Records.Do(r.As(coretest.An, coretest.Leader), recordID, "approve", 0, record.Act{}); err != nil {
		t.Fatal(err)
	}
}

// closed closes the half year of the province as the leader saw it.
func closed(t *testing.T, r *coretest.Rig, replaces, reason string) *closing.Closing {
	t.Helper()
	r.Settle(coretest.An)
	me, unit := r.As(coretest.An, coretest.Leader), r.Unit(coretest.An, "T")
	p, err := r.Closings.Preview(me, unit, half)
	if err != nil {
		t.Fatal(err)
	}
	c, err := r.Closings.Close(me, closing.Ask{Unit: unit, Period: half, Seen: p.Seen, Replaces: replaces, Reason: reason})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// content is the statement of a closing as the leader downloads it.
func content(t *testing.T, r *coretest.Rig, id string) []byte {
	t.Helper()
	body, _, err := r.Closings.Content(r.As(coretest.An, coretest.Leader), id)
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	raw, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.Of(err).Code
}

func TestAClosedPeriodVerifiesAndStays(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		first := visit(t, r, coretest.Officer, "X1", "2026-03-10", 1200, true)
		visit(t, r, coretest.Officer2, "X2", "2026-05-02", 300, false)
		visit(t, r, coretest.Officer, "X1", "2026-06-30", 8, true, "X1-K1")
		visit(t, r, coretest.Officer2, "X2", "2026-08-02", 5, false) // in another half
		c := closed(t, r, "", "")
		raw := content(t, r, c.ID)

		key, err := r.Closings.PublicKey(r.In(coretest.An))
		if err != nil {
			t.Fatal(err)
		}
		report, err := statement.Verify(bytes.NewReader(raw), key)
		if err != nil || len(report.Problems) > 0 {
			t.Fatalf("the statement does not verify: %+v %v", report, err)
		}
		if report.SHA256 != c.SHA256 || report.UnitName != "Tỉnh An" || report.Edition != 1 || report.Contributions != c.Contributions || c.Contributions != 10 {
			t.Errorf("the report is %+v of %+v", report, c)
		}
		met := figure(t, raw, "demo.people_met", r.Unit(coretest.An, "T"))
		if *met.Value != 1508 || *met.Proven != 1208 || *met.Claimed != 300 {
			t.Errorf("people met are closed as %s", met)
		}
		reached := figure(t, raw, "demo.areas_reached", r.Unit(coretest.An, "X1"))
		if *reached.Value != 50 || reached.Num != 1000 || reached.Den != 2000 {
			t.Errorf("areas reached are closed as %s", reached)
		}
		other, err := r.Closings.PublicKey(r.In(coretest.Binh))
		if err != nil || other == key {
			t.Errorf("another province signs with the same key: %v", err)
		}

		restate(t, r, c, first)
		if again := content(t, r, c.ID); !bytes.Equal(again, raw) {
			t.Error("what was closed has changed")
		}
	})
}

// restate changes what was closed and looks at what is told of it.
func restate(t *testing.T, r *coretest.Rig, c *closing.Closing, first string) {
	t.Helper()
	me, top := r.As(coretest.An, coretest.Leader), r.Unit(coretest.An, "T")
	s, err := r.Closings.Standing(me, top, half)
	if err != nil || s.Closing == nil || s.Closing.ID != c.ID {
		t.Fatalf("after closing it stands so: %+v %v", s, err)
	}
	for _, f := range s.Figures {
		if f.Restated {
			t.Errorf("%s is restated before anything changed: %s, %s", f.Measure, f.Closed, f.Today)
		}
	}
	if _, err := r.Closings.Close(me, closing.Ask{Unit: top, Period: half, Seen: c.Seen, Replaces: c.ID, Reason: "Thử"}); code(err) != "closing.unchanged" {
		t.Errorf("closing what has not changed: %v", err)
	}
	visit(t, r, coretest.Officer2, "X2", "2026-04-01", 7, false)
	if _, err := r.Closings.Preview(me, top, half); code(err) != "closing.figures_late" {
		t.Errorf("closing while figures wait: %v", err)
	}
	if _, err := r.Records.Do(r.As(coretest.An, coretest.Officer), first, "withdraw", 0, record.Act{Reason: "Số người chưa đúng"}); err != nil {
		t.Fatal(err)
	}
	r.Settle(coretest.An)
	s, err = r.Closings.Standing(me, r.Unit(coretest.An, "X2"), half) // covered by the closing above
	if err != nil || s.Closing == nil {
		t.Fatalf("below the unit that closed: %+v %v", s, err)
	}
	for _, f := range s.Figures {
		if f.Measure == "demo.visits" && (!f.Restated || *f.Closed.Value != 1 || *f.Today.Value != 2) {
			t.Errorf("visits of X2 are told as %+v", f)
		}
	}
	told(t, r, c, first)
	if _, err := r.Closings.Close(me, closing.Ask{Unit: top, Period: half, Seen: "x"}); code(err) != "closing.closed" {
		t.Errorf("closing twice: %v", err)
	}
	next := closed(t, r, c.ID, "Xã Hai báo cáo bổ sung")
	h := head(t, content(t, r, next.ID))
	if next.Edition != 2 || h.Edition != 2 || h.Replaces != c.SHA256 || h.Reason != "Xã Hai báo cáo bổ sung" {
		t.Errorf("the second edition is %+v, in the file %+v", next, h)
	}
}

// told looks at which contributions are said to have changed.
func told(t *testing.T, r *coretest.Rig, c *closing.Closing, first string) {
	t.Helper()
	top := r.Unit(coretest.An, "T")
	out, err := r.Closings.Changes(r.As(coretest.An, coretest.Leader), c.ID, "demo.people_met", top)
	if err != nil {
		t.Fatal(err)
	}
	came, went := 0, 0
	for _, one := range out.Changes {
		switch {
		case one.What == closing.Came && one.Today.Num == 7000 && one.Today.Unit == r.Unit(coretest.An, "X2"):
			came++
		case one.What == closing.Went && one.Record.ID == first && one.Closed.Num == 1200000 && len(one.Closed.Evidence) == 1 &&
			len(one.Acts) == 1 && one.Acts[0].Action == "do:withdraw" && one.Acts[0].Reason == "Số người chưa đúng":
			went++
		}
	}
	if len(out.Changes) != 2 || came != 1 || went != 1 || out.Hidden != 0 || out.Recounts {
		t.Errorf("what changed is told as %+v", out)
	}
	blind, err := r.Closings.Changes(r.As(coretest.An, coretest.Officer), c.ID, "demo.people_met", r.Unit(coretest.An, "X1"))
	if err != nil || len(blind.Changes) != 1 || blind.Changes[0].Record.ID != first {
		t.Errorf("the officer of X1 is told %+v %v", blind, err)
	}
}

func TestWhoMayCloseAndWhen(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		r.Settle(coretest.An)
		top := r.Unit(coretest.An, "T")
		for _, who := range []string{coretest.Officer, coretest.Watcher, coretest.Admin, coretest.Responder} {
			if _, err := r.Closings.Preview(r.As(coretest.An, who), top, half); code(err) != "forbidden" {
				t.Errorf("%s previews a closing: %v", who, err)
			}
		}
		me := r.As(coretest.An, coretest.Leader)
		for period, want := range map[string]string{"2099": "closing.not_ended", "2099-Q1": "closing.not_ended", "2025-2030": "bad_period", "x": "bad_period"} {
			if _, err := r.Closings.Close(me, closing.Ask{Unit: top, Period: period}); code(err) != want {
				t.Errorf("closing %s: %v", period, err)
			}
		}
		if _, err := r.Closings.Close(me, closing.Ask{Unit: top, Period: half, Seen: "what nobody saw"}); code(err) != "closing.changed" {
			t.Errorf("closing what was not seen: %v", err)
		}
		c := closed(t, r, "", "")
		if _, _, err := r.Closings.Content(r.As(coretest.An, coretest.Watcher), c.ID); code(err) != "forbidden" {
			t.Errorf("a watcher downloads a statement: %v", err)
		}
	})
}

func read(t *testing.T, raw []byte) *statement.Statement {
	t.Helper()
	s, err := statement.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func head(t *testing.T, raw []byte) statement.Head {
	t.Helper()
	return read(t, raw).Head
}

func figure(t *testing.T, raw []byte, code, unitID string) statement.Figure {
	t.Helper()
	for _, m := range read(t, raw).Measures {
		for _, f := range m.Figures {
			if m.Code == code && f.Unit == unitID {
				return f
			}
		}
	}
	t.Fatalf("no figure of %s", code)
	return statement.Figure{}
}

// TestAClosedPeriodIsInTheBackup as it was signed, and a copy shows it; one that was
// changed in the file is refused.
func TestAClosedPeriodIsInTheBackup(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		visit(t, r, coretest.Officer, "X1", "2026-03-10", 1200, true)
		c := closed(t, r, "", "")
		want := content(t, r, c.ID)
		path := filepath.Join(t.TempDir(), "an.backup")
		if _, err := r.Provinces.Backup(context.Background(), coretest.An, path); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Provinces.Restore(context.Background(), path, "an-hai"); err != nil {
			t.Fatal(err)
		}
		in, err := r.Enter(context.Background(), "an-hai", "test")
		if err != nil {
			t.Fatal(err)
		}
		var got []byte
		err = r.Closings.Each(in, func(sum string, _ int64, open func() (io.ReadCloser, error)) error {
			body, err := open()
			if err != nil {
				return err
			}
			defer body.Close()
			got, err = io.ReadAll(body)
			return err
		})
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("the copy has %d bytes of %d, %v", len(got), len(want), err)
		}
		forged := bytes.Replace(want, []byte("1200"), []byte("1300"), 1)
		if bytes.Equal(forged, want) {
			t.Fatal("the statement does not hold the figure")
		}
		if err := r.Closings.Adopt(in, c.SHA256, int64(len(forged)), bytes.NewReader(forged)); !fault.HasCode(err, "checksum_mismatch") {
			t.Errorf("a changed statement is taken back: %v", err)
		}
		if err := r.Provinces.Remove(context.Background(), "an-hai"); err != nil {
			t.Errorf("a province with closed periods cannot be removed: %v", err)
		}
	})
}
