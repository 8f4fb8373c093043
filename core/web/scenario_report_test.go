package web_test

import (
	"testing"

	"github.com/doanket/doanket/core/coretest"
)

const halfReport = `"unit":"{X1}","period":"2026-H1"`

// reportScenarios write the report of the commune the submitted visit is of.
var reportScenarios = []scenario{
	{name: "reports", who: coretest.Officer, method: "GET", path: "/reports", status: 200, has: []string{`"id":"half_year"`, `"id":"year"`, "Báo cáo 6 tháng"}},
	{name: "reports of nobody", method: "GET", path: "/reports", status: 401},
	{name: "reports with a word too many", who: coretest.Officer, method: "GET", path: "/reports?x=1", status: 422},

	{name: "a report where I work", who: coretest.Officer, method: "GET", path: "/reports/half_year?period=2026-H1", status: 200,
		has:    []string{`"name":"Xã Một"`, "6 tháng đầu năm 2026", "Công tác thăm hỏi", `"measure":"demo.visits"`, `"may_write":true`, `"may_freeze":false`},
		hasNot: []string{"Xã Hai"}},
	{name: "a report that reads the same", who: coretest.Officer, method: "GET", path: "/reports/half_year?period=2026-H1", header: []string{"Accept-Language", "en"}, status: 200,
		has: []string{"the first half of 2026"}},
	{name: "a report as a paper", who: coretest.Officer, method: "GET", path: "/reports/half_year?unit={X1}&period=2026-H1&format=docx", status: 200,
		has: []string{"word/footnotes.xml", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "DỰ THẢO, ", "BÁO CÁO", "Công tác thăm hỏi", "/figures/demo.areas_reached?period=2026"},
		wants: []string{"Content-Type", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
			"Content-Disposition", `attachment; filename="B_o c_o 6 th_ng __u n_m 2026 - X_ M_t.docx"; filename*=UTF-8''B%C3%A1o%20c%C3%A1o%206%20th%C3%A1ng%20%C4%91%E1%BA%A7u%20n%C4%83m%202026%20-%20X%C3%A3%20M%E1%BB%99t.docx`}},
	{name: "an annex", who: coretest.Officer, method: "GET", path: "/reports/half_year?unit={X1}&period=2026-H1&format=xlsx", status: 200, has: []string{"xl/workbook.xml"},
		wants: []string{"Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}},
	{name: "an annex without the right", who: coretest.Responder, method: "GET", path: "/reports/year?unit={X1}&format=xlsx", status: 403, code: "forbidden"},
	{name: "a PDF without LibreOffice", who: coretest.Officer, method: "GET", path: "/reports/half_year?unit={X1}&period=2026-H1&format=pdf", status: 503, code: "office.absent", has: []string{"LibreOffice"}},
	{name: "a PDF without the right", who: coretest.Responder, method: "GET", path: "/reports/year?unit={X1}&format=pdf", status: 403, code: "forbidden"},
	{name: "a paper in English is in Vietnamese", who: coretest.Officer, method: "GET", path: "/reports/half_year?period=2026-H1&format=docx", header: []string{"Accept-Language", "en"}, status: 200, has: []string{"6 tháng đầu năm 2026"}},
	{name: "a paper without the right", who: coretest.Responder, method: "GET", path: "/reports/year?unit={X1}&format=docx", status: 403, code: "forbidden"},
	{name: "a paper of another province", who: coretest.Leader, method: "GET", path: "/reports/year?unit={far_unit}&format=docx", status: 404},
	{name: "a paper of nobody", method: "GET", path: "/reports/year?format=docx", status: 401},
	{name: "a format that is none", who: coretest.Leader, method: "GET", path: "/reports/year?format=odt", status: 422},
	{name: "a paper told in the log", who: coretest.Admin, method: "GET", path: "/audit?action=report.export", status: 200, has: []string{"half_year 2026-H1", `"format":"docx"`}},
	{name: "a report without the right", who: coretest.Responder, method: "GET", path: "/reports/year?unit={X1}", status: 403, code: "forbidden"},
	{name: "a report of another unit", who: coretest.Officer2, method: "GET", path: "/reports/year?unit={X1}", status: 403, code: "forbidden"},
	{name: "a report of another province", who: coretest.Leader, method: "GET", path: "/reports/year?unit={far_unit}", status: 404},
	{name: "a report that is none", who: coretest.Leader, method: "GET", path: "/reports/week", status: 404},
	{name: "a report of another length", who: coretest.Leader, method: "GET", path: "/reports/half_year?period=2026", status: 422, code: "bad_period"},
	{name: "a report of nobody", method: "GET", path: "/reports/year", status: 401},

	{name: "write", who: coretest.Officer, method: "PUT", path: "/reports/half_year/texts/limits", body: `{` + halfReport + `,"text":"Còn hai thôn chậm."}`, status: 200, has: []string{`"version":1`}},
	{name: "write over another's", who: coretest.Leader, method: "PUT", path: "/reports/half_year/texts/limits", body: `{` + halfReport + `,"text":"Không."}`, status: 409, code: "report.text_changed"},
	{name: "write again", who: coretest.Officer, method: "PUT", path: "/reports/half_year/texts/limits", header: []string{"If-Match", `"v1"`}, body: `{` + halfReport + `,"text":"Còn một thôn chậm."}`, status: 200, has: []string{`"version":2`}},
	{name: "write where nothing stands", who: coretest.Officer, method: "PUT", path: "/reports/half_year/texts/nowhere", body: `{` + halfReport + `,"text":"x"}`, status: 422, field: "section=unknown_field"},
	{name: "write how it ends", who: coretest.Officer, method: "PUT", path: "/reports/half_year/texts/closing", body: `{"unit":"{X1}","period":"2026-H2","text":"Xin trân trọng báo cáo./."}`, status: 200, has: []string{`"version":1`}},
	{name: "how it ends", who: coretest.Officer, method: "GET", path: "/reports/half_year?unit={X1}&period=2026-H2&format=docx", status: 200, has: []string{"Xin trân trọng báo cáo./."}, hasNot: []string{"Trên đây là báo cáo"}},
	{name: "write without the right", who: coretest.Watcher, method: "PUT", path: "/reports/half_year/texts/limits", body: `{` + halfReport + `,"text":"x"}`, status: 403, code: "forbidden"},
	{name: "write for another province", who: coretest.Leader, method: "PUT", path: "/reports/half_year/texts/limits", body: `{"unit":"{far_unit}","period":"2026-H1","text":"x"}`, status: 404},
	{name: "write as nobody", method: "PUT", path: "/reports/half_year/texts/limits", body: `{` + halfReport + `,"text":"x"}`, status: 401},
	{name: "what was written", who: coretest.Leader, method: "GET", path: "/reports/half_year?unit={X1}&period=2026-H1", status: 200,
		has: []string{"Còn một thôn chậm.", `"may_freeze":true`}, save: []string{"seen=seen"}},
	{name: "carried over", who: coretest.Officer, method: "GET", path: "/reports/half_year?period=2026-H2", status: 200, has: []string{"Còn một thôn chậm.", `"from":"2026-H1"`}},

	{name: "freeze without the right", who: coretest.Officer, method: "POST", path: "/reports/half_year/freeze", header: []string{"If-Match", "{seen}"}, body: `{` + halfReport + `}`, status: 403, code: "forbidden"},
	{name: "freeze as nobody", method: "POST", path: "/reports/half_year/freeze", header: []string{"If-Match", "{seen}"}, body: `{` + halfReport + `}`, status: 401},
	{name: "freeze without having read", who: coretest.Leader, method: "POST", path: "/reports/half_year/freeze", body: `{` + halfReport + `}`, status: 422, field: "If-Match=required"},
	{name: "freeze what was not read", who: coretest.Leader, method: "POST", path: "/reports/half_year/freeze", header: []string{"If-Match", "x"}, body: `{` + halfReport + `}`, status: 409, code: "report.changed"},
	{name: "freeze another province's", who: coretest.Leader, method: "POST", path: "/reports/half_year/freeze", header: []string{"If-Match", "x"}, body: `{"unit":"{far_unit}","period":"2026-H1"}`, status: 404},
	{name: "freeze", who: coretest.Leader, method: "POST", path: "/reports/half_year/freeze", header: []string{"If-Match", `"{seen}"`}, body: `{` + halfReport + `}`, status: 200,
		has: []string{`"frozen":{"by":{`, `"sha256":"`}},
	{name: "a frozen paper", who: coretest.Officer, method: "GET", path: "/reports/half_year?unit={X1}&period=2026-H1&format=docx", status: 200, has: []string{"Chốt lúc ", "SHA-256 ", "Còn một thôn chậm."}, hasNot: []string{"DỰ THẢO"}},
	{name: "freeze twice", who: coretest.Leader, method: "POST", path: "/reports/half_year/freeze", header: []string{"If-Match", "{seen}"}, body: `{` + halfReport + `}`, status: 409, code: "report.frozen", has: []string{"đã được chốt"}},
	{name: "write into what is frozen", who: coretest.Officer, method: "PUT", path: "/reports/half_year/texts/limits", header: []string{"If-Match", `"v2"`}, body: `{` + halfReport + `,"text":"x"}`, status: 409, code: "report.frozen"},
	{name: "told in the log", who: coretest.Admin, method: "GET", path: "/audit?action=report.freeze", status: 200, has: []string{"half_year 2026-H1"}},
}

func TestReportScenarios(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		s.Settle(coretest.An)
		s.play(t, reportScenarios)
	})
}
