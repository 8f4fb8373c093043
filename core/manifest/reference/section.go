package reference

import "github.com/doanket/doanket/core/manifest"

// sections says what a module adds to the reports.
func (p *page) sections() {
	p.head("What a module adds to the reports: sections")
	p.line("`sections:` write the module's part of the report on carrying out the resolution, of six months (`half_year`) and of a year (`year`). A block is a sentence, a table or a list of records. Every number is a figure: it opens its lineage, says what of it is proven and what claimed, and a digit typed into a sentence is refused. What people have to say beside it they write into the report, section by section, and find it again in the next period.\n")
	p.line("```yaml\n" + `sections:
  - id: sowing
    title: {vi: "Gieo trồng", en: "Sowing"}
    order: 300
    blocks:
      - say: {vi: "Đã gieo {sowings} vườn ({sowings.proven} có minh chứng), cùng kỳ năm trước {sowings.before}.",
              en: "{sowings} gardens were sown ({sowings.proven} proven), {sowings.before} a year before."}
        none: {vi: "Trong {period} chưa có vườn nào được gieo.", en: "No garden was sown in {period}."}
      - say: {vi: "Tỷ lệ xã đã gieo vụ xuân đạt {sown} (chỉ tiêu {sown.target}).", en: "{sown} of communes did (target {sown.target})."}
        period: year                                   # of the year, also in the six-month report
      - table: {title: {vi: "Theo đơn vị", en: "By unit"}, rows: units, measures: [sowings, core.recommendations_sent]}
      - records: {title: {vi: "Các vườn mới", en: "New gardens"}, kind: garden.sowing, states: [confirmed], columns: [number, title, sown_on, unit]}` + "\n```\n")
	p.table([]string{"in braces", "shows"}, [][]string{
		{code("code"), "the figure's value in its unit: a measure of this module, or `core.code`"},
		{code("code.proven", "code.claimed"), "its parts; together the value"},
		{code("code.approved"), "what of it is approved, where the measure says `approved:`"},
		{code("code.numerator", "code.denominator"), "of a ratio, a coverage or an average"},
		{code("code.target"), "what it should reach, where the measure says `target:`"},
		{code("code.before"), "its value a year before"},
		{code("period", "unit"), "the report's period and its unit, in words"},
	})
	p.line("")
	p.table([]string{"rows of a table", "are"}, [][]string{
		{code(manifest.RowsUnits), "the units directly below, with the measures as columns"},
		{code(manifest.RowsValues), "the values the measures are counted `by:`; all measures by the same field of the same kind"},
		{code(manifest.RowsMeasures), "the measures, with value, proven, claimed, target and the value a year before"},
	})
	p.line("\nA list of records shows those whose `period:` lies in the report's and which the reader may read; sealed and internal fields, those of the owner's side, and restricted kinds are refused. A figure of a duty owed once a year is refused in the six-month report, unless the block says `period: year`.")
}
