package report_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/report"
)

const half = "2026-H1"

// secret is what nobody may find in a report.
const secret = "Bà Nguyễn Thị Kín 0987654321"

// visit makes a visit of a commune, approved by the leader, and says its id.
func visit(t *testing.T, r *coretest.Rig, who, unit, title, day string, people int) string {
	t.Helper()
	rec, err := r.Records.Create(r.As(coretest.An, who), "demo.visit", record.Input{UnitID: r.Unit(coretest.An, unit),
		Fields: map[string]any{"title": title, "held_on": day, "people": people, "form": "direct", "informant": secret}, Submit: "submit"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Records.Do(r.As(coretest.An, coretest.Leader), rec.ID, "approve", 0, record.Act{}); err != nil {
		t.Fatal(err)
	}
	return rec.ID
}

func prove(t *testing.T, r *coretest.Rig, recordID string) {
	t.Helper()
	body := coretest.PDF(recordID + coretest.Word())
	_, err := r.Documents.Attach(r.As(coretest.An, coretest.Officer), recordID, "report",
		document.Source{Body: strings.NewReader(body), Size: int64(len(body)), Name: "báo cáo.pdf"}, document.Meta{})
	if err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, r *coretest.Rig, who, unit, period, lang string) *report.Report {
	t.Helper()
	r.Settle(coretest.An)
	template := "half_year"
	if len(period) == 4 {
		template = "year"
	}
	out, err := r.Reports.Get(r.As(coretest.An, who), report.Ask{Template: template, Unit: r.Unit(coretest.An, unit), Period: period, Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// section finds a section of a report.
func section(t *testing.T, r *report.Report, id string) report.Section {
	t.Helper()
	for _, c := range r.Chapters {
		for _, s := range c.Sections {
			if s.ID == id {
				return s
			}
		}
	}
	t.Fatalf("the report has no section %s", id)
	return report.Section{}
}

func said(runs []report.Run) string {
	var b strings.Builder
	for _, run := range runs {
		b.WriteString(run.Text)
	}
	return b.String()
}

func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.Of(err).Code
}

func TestEveryNumberOfAReportIsAFigure(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		none := section(t, get(t, r, coretest.Leader, "T", half, "vi"), "demo.visits")
		if got := said(none.Blocks[0].Runs); got != "Trong 6 tháng đầu năm 2026 chưa có chuyến thăm nào." {
			t.Errorf("without visits it says %q", got)
		}
		prove(t, r, visit(t, r, coretest.Officer, "X1", "Thăm thôn Đông", "2026-03-10", 1200))
		visit(t, r, coretest.Officer2, "X2", "Thăm thôn Nam", "2026-05-02", 300)
		visit(t, r, coretest.Officer2, "X2", "Thăm sau kỳ", "2026-08-02", 5)
		visit(t, r, coretest.Officer, "X1", "Thăm năm ngoái", "2025-08-02", 7)

		out := get(t, r, coretest.Leader, "T", half, "vi")
		s := section(t, out, "demo.visits")
		if got, want := said(s.Blocks[0].Runs), "Đã tổ chức 2 chuyến thăm, gặp 1.500 người; 1 chuyến có báo cáo đã ký; cùng kỳ năm trước 0."; got != want {
			t.Errorf("the report says %q, want %q", got, want)
		}
		if got := said(section(t, get(t, r, coretest.Leader, "T", half, "en"), "demo.visits").Blocks[0].Runs); !strings.HasPrefix(got, "2 visits were made, 1,500 people met; 1 with") {
			t.Errorf("in English it says %q", got)
		}
		run := s.Blocks[0].Runs[1]
		f := out.Figures[run.Figure-1]
		if f.Measure != "demo.visits" || f.Period != half || f.Unit.ID != r.Unit(coretest.An, "T") || *f.Value != 2 || *f.Proven != 1 || *f.Claimed != 1 {
			t.Errorf("the first number is the figure %+v", f)
		}
		rows := s.Blocks[2].Table.Rows
		if len(rows) != 3 || rows[0].Label != "Xã Hai" && rows[0].Label != "Xã Một" || !rows[2].Total || rows[2].Cells[1].Text != "1.500" {
			t.Errorf("the table by unit is %+v", rows)
		}
		if cell := rows[0].Cells[0]; out.Figures[cell.Figure-1].Unit.Name != rows[0].Label || *out.Figures[cell.Figure-1].Value != 1 {
			t.Errorf("the cell of %s is the figure %+v", rows[0].Label, out.Figures[cell.Figure-1])
		}
		list := s.Blocks[3].Records
		if len(list.Rows) != 2 || list.Rows[0].Cells[1] != "Thăm thôn Đông" || list.Rows[0].Cells[2] != "10/03/2026" || list.Rows[0].Cells[3] != "Trực tiếp" || list.Rows[0].Cells[4] != "Xã Một" {
			t.Errorf("the list is %+v", list)
		}
		year := section(t, get(t, r, coretest.Leader, "T", "2026", "vi"), "demo.visits")
		if got := said(year.Blocks[0].Runs); got != "Đã tổ chức 3 chuyến thăm, gặp 1.505 người; 1 chuyến có báo cáo đã ký; cùng kỳ năm trước 1." {
			t.Errorf("the year says %q", got)
		}
		goals := section(t, out, "targets").Blocks[0].Table
		if len(goals.Rows) == 0 || goals.Rows[0].Cells[3].Text != "100%" {
			t.Errorf("the targets are %+v", goals)
		}
	})
}

func TestAReportShowsWhatItsReaderMayRead(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		visit(t, r, coretest.Officer, "X1", "Thăm thôn Đông", "2026-03-10", 10)
		for _, who := range []string{coretest.Leader, coretest.Officer, coretest.Watcher} {
			raw, err := json.Marshal(get(t, r, who, "X1", half, "vi"))
			if err != nil || strings.Contains(string(raw), "Kín") || strings.Contains(string(raw), "0987654") {
				t.Errorf("%s finds what is sealed (%v)", who, err)
			}
		}
		ask := report.Ask{Template: "half_year", Unit: r.Unit(coretest.An, "X2"), Period: half}
		for who, want := range map[string]string{coretest.Officer: "forbidden", coretest.Responder: "forbidden", coretest.Admin: "forbidden", coretest.Officer2: "", coretest.Leader: ""} {
			if _, err := r.Reports.Get(r.As(coretest.An, who), ask); code(err) != want {
				t.Errorf("%s asking for the report of another commune: %v, want %q", who, err, want)
			}
		}
		for period, want := range map[string]string{"2026": "bad_period", "2026-Q1": "bad_period", "so": "bad_period"} {
			if _, err := r.Reports.Get(r.As(coretest.An, coretest.Leader), report.Ask{Template: "half_year", Unit: ask.Unit, Period: period}); code(err) != want {
				t.Errorf("a half-year report of %q: %v", period, err)
			}
		}
		if _, err := r.Reports.Get(r.As(coretest.An, coretest.Leader), report.Ask{Template: "weekly", Unit: ask.Unit}); code(err) != "not_found" {
			t.Errorf("an unknown template: %v", err)
		}
	})
}

func TestWhatPeopleWriteIsCarriedOver(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		ctx := r.As(coretest.An, coretest.Officer)
		ask := report.Ask{Template: "half_year", Unit: r.Unit(coretest.An, "X1"), Period: half}
		write := func(period, key, text string, version int) error {
			a := ask
			a.Period = period
			return r.Reports.Write(ctx, a, key, text, version)
		}
		for key, text := range map[string]string{"demo.visits": "Nhiều nơi làm tốt {period}.", "limits": "Còn chậm.", report.FaceSigner: "Nguyễn Văn An", report.FaceNumber: "12"} {
			if err := write(half, key, text, 0); err != nil {
				t.Fatal(err)
			}
		}
		now, later := get(t, r, coretest.Officer, "X1", half, "vi"), get(t, r, coretest.Officer, "X1", "2026-H2", "vi")
		if s := section(t, now, "demo.visits").Text; s.Shown != "Nhiều nơi làm tốt 6 tháng đầu năm 2026." || s.Version != 1 || s.From != "" {
			t.Errorf("what was written reads %+v", s)
		}
		if s := section(t, later, "demo.visits").Text; s.Shown != "Nhiều nơi làm tốt 6 tháng cuối năm 2026." || s.Version != 0 || s.From != half {
			t.Errorf("carried over it reads %+v", s)
		}
		if later.Says(report.FaceSigner) != "Nguyễn Văn An" || later.Says(report.FaceNumber) != "" || now.Says(report.FaceNumber) != "12" {
			t.Error("the signer is carried over, the number is not")
		}
		for _, c := range []struct{ period, key, text, want string }{
			{half, "limits", "Khác.", "report.text_changed"}, {half, "nowhere", "x", "unknown_field"}, {half, "strengths", strings.Repeat("a", 20_001), "too_long"}, {half, "strengths", "\x00", "invalid"},
		} {
			if err := write(c.period, c.key, c.text, 0); code(err) != c.want {
				t.Errorf("writing %q at %s: %v, want %s", c.text[:1], c.key, err, c.want)
			}
		}
		if err := write(half, "limits", "Đã khắc phục.", 1); err != nil {
			t.Fatal(err)
		}
		if s := section(t, get(t, r, coretest.Officer, "X1", half, "vi"), "limits").Text; s.Text != "Đã khắc phục." || s.Version != 2 {
			t.Errorf("written again it reads %+v", s)
		}
		if err := r.Reports.Write(r.As(coretest.An, coretest.Watcher), ask, "limits", "x", 2); code(err) != "forbidden" {
			t.Errorf("a watcher writes: %v", err)
		}
	})
}

func TestAFrozenReportNeverChanges(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		leader := r.As(coretest.An, coretest.Leader)
		visit(t, r, coretest.Officer, "X1", "Thăm thôn Đông", "2026-03-10", 10)
		ask := report.Ask{Template: "half_year", Unit: r.Unit(coretest.An, "X1"), Period: half}
		before := get(t, r, coretest.Leader, "X1", half, "vi")
		if english := get(t, r, coretest.Leader, "X1", half, "en"); english.Seen != before.Seen {
			t.Error("what was seen depends on the language")
		}
		if _, err := r.Reports.Freeze(r.As(coretest.An, coretest.Officer), ask, before.Seen); code(err) != "forbidden" {
			t.Errorf("an officer freezes: %v", err)
		}
		visit(t, r, coretest.Officer, "X1", "Thăm thôn Đoài", "2026-04-10", 20)
		r.Settle(coretest.An)
		if _, err := r.Reports.Freeze(leader, ask, before.Seen); code(err) != "report.changed" {
			t.Errorf("freezing what was not seen: %v", err)
		}
		seen := get(t, r, coretest.Leader, "X1", half, "vi")
		frozen, err := r.Reports.Freeze(leader, ask, seen.Seen)
		if err != nil || len(frozen.Frozen.SHA256) != 64 {
			t.Fatalf("freezing gives %+v: %v", frozen, err)
		}
		visit(t, r, coretest.Officer, "X1", "Thăm muộn", "2026-05-10", 30)
		after := get(t, r, coretest.Leader, "X1", half, "en")
		if got := said(section(t, after, "demo.visits").Blocks[0].Runs); !strings.HasPrefix(got, "Đã tổ chức 2 chuyến thăm, gặp 30 người") || after.Frozen.SHA256 != frozen.Frozen.SHA256 {
			t.Errorf("the frozen report says %q", got)
		}
		if list := section(t, after, "demo.visits").Blocks; len(list[len(list)-1].Records.Rows) != 2 {
			t.Errorf("the frozen list is %+v", list[len(list)-1].Records)
		}
		if _, err := r.Reports.Freeze(leader, ask, seen.Seen); code(err) != "report.frozen" {
			t.Errorf("freezing twice: %v", err)
		}
		if err := r.Reports.Write(r.As(coretest.An, coretest.Officer), ask, "limits", "x", 0); code(err) != "report.frozen" {
			t.Errorf("writing into a frozen report: %v", err)
		}
	})
}
