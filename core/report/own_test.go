package report_test

import (
	"slices"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/report"
)

// TestAProvinceWritesReportsOfItsOwn of the sections, columns and chapters it chose,
// read, written and frozen as the others are.
func TestAProvinceWritesReportsOfItsOwn(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		own := map[string]any{"reports": []any{
			map[string]any{"id": "visiting", "label": manifest.Text{VI: "Báo cáo thăm hỏi", EN: "Visits"}, "source": "Quy chế", "grain": "quarter",
				"sections": []string{"demo.visits", "core.receptions"}, "written": []string{"requests"}, "opening": "{unit} báo cáo {period}:"},
			map[string]any{"id": "entry", "label": manifest.Text{VI: "Số liệu nhập", EN: "Entry"}, "source": "Hướng dẫn", "grain": "month", "columns": []string{"demo.visits", "demo.people_met"}},
		}}
		if _, err := r.Tenants.Change(r.In(coretest.An), coretest.An, map[string]any{"settings": own}); err != nil {
			t.Fatal(err)
		}
		visit(t, r, coretest.Officer, "X1", "Thăm quý I", "2026-03-10", 12)
		visit(t, r, coretest.Officer2, "X2", "Thăm quý II", "2026-05-02", 30)
		r.Settle(coretest.An)
		read := func(who, template, period string) *report.Report {
			t.Helper()
			out, err := r.Reports.Get(r.As(coretest.An, who), report.Ask{Template: template, Unit: r.Unit(coretest.An, "T"), Period: period})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		quarter := read(coretest.Leader, "visiting", "2026-Q2")
		var chapters, sections []string
		for _, c := range quarter.Chapters {
			chapters = append(chapters, c.ID)
			for _, s := range c.Sections {
				sections = append(sections, s.ID)
			}
		}
		if !slices.Equal(chapters, []string{"results", "requests"}) || !slices.Equal(sections, []string{"demo.visits", "core.receptions", "proposals"}) {
			t.Errorf("the report has the chapters %v and sections %v", chapters, sections)
		}
		if quarter.Opening.Shown != "Tỉnh An báo cáo quý II năm 2026:" || quarter.Says(report.FaceAbstract) != "Báo cáo thăm hỏi quý II năm 2026" {
			t.Errorf("it opens with %q, about %q", quarter.Opening.Shown, quarter.Says(report.FaceAbstract))
		}
		if got := said(section(t, quarter, "demo.visits").Blocks[0].Runs); got != "Đã tổ chức 1 chuyến thăm, gặp 30 người; 0 chuyến có báo cáo đã ký; cùng kỳ năm trước 0." {
			t.Errorf("of the quarter it says %q", got)
		}
		table := section(t, read(coretest.Leader, "entry", "2026-05"), "core.columns").Blocks[0].Table
		if len(table.Head) != 3 || len(table.Rows) != 3 || table.Rows[0].Label != "Xã Hai" || table.Rows[0].Cells[1].Text != "30" || table.Rows[1].Cells[1].Text != "0" || !table.Rows[2].Total {
			t.Errorf("the columns are %+v", table)
		}

		ask := report.Ask{Template: "visiting", Unit: r.Unit(coretest.An, "T"), Period: "2026-Q2"}
		ctx := r.As(coretest.An, coretest.Leader)
		for place, want := range map[string]string{"proposals": "", "demo.visits": "", "tasks": "unknown_field", "targets": "unknown_field", "core.meetings": "unknown_field"} {
			if err := r.Reports.Write(ctx, ask, place, "Không có.", 0); code(err) != want {
				t.Errorf("writing at %s: %v", place, err)
			}
		}
		seen := read(coretest.Leader, "visiting", "2026-Q2").Seen
		if _, err := r.Reports.Freeze(ctx, ask, seen); err != nil {
			t.Fatal(err)
		}
		if again := read(coretest.Leader, "visiting", "2026-Q2"); again.Frozen == nil || again.Seen != seen {
			t.Error("it is not frozen as it was read")
		}
		ask.Period = "2026-H1"
		if _, err := r.Reports.Get(ctx, ask); code(err) != "bad_period" {
			t.Errorf("a half-year of a report of quarters: %v", err)
		}
	})
}
