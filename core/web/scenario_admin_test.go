package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/notice"
)

// adminScenarios are the switchboard, the settings and the log.
var adminScenarios = []scenario{
	{name: "the description", method: "GET", path: "/openapi.json", status: 200, has: []string{`"openapi":"3.1`, `"fields.demo.visit"`}},
	{name: "the description with a word too many", method: "GET", path: "/openapi.json?x=1", status: 422},
	{name: "modules", who: coretest.Admin, method: "GET", path: "/modules", status: 200, has: []string{`"id":"demo"`, `"enabled":true`}, hasNot: []string{`"id":"core"`}},
	{name: "modules without the right", who: coretest.Leader, method: "GET", path: "/modules", status: 403, code: "forbidden"},
	{name: "modules with a word too many", who: coretest.Admin, method: "GET", path: "/modules?x=1", status: 422},
	{name: "a version without the right", who: coretest.Leader, method: "POST", path: "/modules/demo/version", body: `{"version":"1.0.0"}`, status: 403, code: "forbidden"},
	{name: "a version that is not there", who: coretest.Admin, method: "POST", path: "/modules/demo/version", body: `{"version":"9.9.9"}`, status: 404, code: "module_version_unknown"},
	{name: "a version of what is shared", who: coretest.Admin, method: "POST", path: "/modules/core/version", body: `{"version":"newest"}`, status: 404},
	{name: "no version said", who: coretest.Admin, method: "POST", path: "/modules/demo/version", body: `{}`, status: 422, field: "version=required"},
	{name: "hold a version", who: coretest.Admin, method: "POST", path: "/modules/demo/version", body: `{"version":"1.0.0"}`, status: 200, has: []string{`"held":"1.0.0"`}},
	{name: "let it go again", who: coretest.Admin, method: "POST", path: "/modules/demo/version", body: `{"version":"newest"}`, status: 200, hasNot: []string{`"held"`}},
	{name: "switch without the right", who: coretest.Leader, method: "POST", path: "/modules/demo", body: `{"enabled":false}`, status: 403, code: "forbidden"},
	{name: "switch what is none", who: coretest.Admin, method: "POST", path: "/modules/la", body: `{"enabled":false}`, status: 404},
	{name: "switch what is shared", who: coretest.Admin, method: "POST", path: "/modules/core", body: `{"enabled":false}`, status: 404},
	{name: "switch nowhere", who: coretest.Admin, method: "POST", path: "/modules/demo", body: `{}`, status: 422, field: "enabled=required"},
	{name: "switch by a word", who: coretest.Admin, method: "POST", path: "/modules/demo", body: `{"enabled":"tắt"}`, status: 422, field: "enabled=invalid"},
	{name: "what switching off means", who: coretest.Admin, method: "GET", path: "/modules/demo/effect?enabled=false", status: 200, has: []string{`"id":"II.1.a"`, `"before":"all","after":"none"`, `"duty":"demo.monthly_visit"`, `"measure":"demo.visits"`}},
	{name: "what a pilot means", who: coretest.Admin, method: "GET", path: "/modules/demo/effect?enabled=true&pilot={X1}", status: 200, has: []string{`"before":"all","after":"part"`}},
	{name: "what it means without the right", who: coretest.Leader, method: "GET", path: "/modules/demo/effect?enabled=false", status: 403, code: "forbidden"},
	{name: "what it means for none", who: coretest.Admin, method: "GET", path: "/modules/la/effect?enabled=false", status: 404},
	{name: "what a pilot nowhere means", who: coretest.Admin, method: "GET", path: "/modules/demo/effect?enabled=true&pilot=la", status: 422, field: "pilot=unknown_value"},
	{name: "a pilot nowhere", who: coretest.Admin, method: "POST", path: "/modules/demo", body: `{"enabled":true,"pilot":["la"]}`, status: 422, field: "pilot=unknown_value"},
	{name: "a pilot of another province's unit", who: coretest.Admin, method: "POST", path: "/modules/demo", body: `{"enabled":true,"pilot":["{far_unit}"]}`, status: 422, field: "pilot=unknown_value"},
	{name: "a pilot switched off", who: coretest.Admin, method: "POST", path: "/modules/demo", body: `{"enabled":false,"pilot":["{X1}"]}`, status: 422, field: "pilot=unknown_value"},
	{name: "a pilot at one commune", who: coretest.Admin, method: "POST", path: "/modules/demo", body: `{"enabled":true,"pilot":["{X2}"]}`, status: 200, has: []string{`"pilot":[{"id":"{X2}","name":"Xã Hai"}]`}},
	{name: "made where it is tried", who: coretest.Officer2, method: "POST", path: "/records/demo.visit", body: `{"unit":"{X2}","fields":{"title":"a"}}`, status: 201},
	{name: "not made elsewhere", who: coretest.Officer, method: "POST", path: "/records/demo.visit", body: `{"unit":"{X1}","fields":{"title":"a"}}`, status: 409, code: "module_elsewhere", has: []string{"làm thử"}},
	{name: "not offered elsewhere", who: coretest.Officer, method: "GET", path: "/me", status: 200, hasNot: []string{`"kind":"demo.visit"`}},
	{name: "offered where it is tried", who: coretest.Officer2, method: "GET", path: "/me", status: 200, has: []string{`"kind":"demo.visit"`}},
	{name: "no figure elsewhere", who: coretest.Officer, method: "GET", path: "/figures/demo.visits?unit={X1}", status: 200, has: []string{`"value":null`, `"pilot":"outside"`}},
	{name: "the province's figure is of those that try it", who: coretest.Leader, method: "GET", path: "/figures/demo.visits", status: 200, has: []string{`"pilot":"part"`}},
	{name: "switch off", who: coretest.Admin, method: "POST", path: "/modules/demo", body: `{"enabled":false}`, status: 200, has: []string{`"enabled":false`}},
	{name: "its records are still read", who: coretest.Officer, method: "GET", path: "/records/{visit}", status: 200, hasNot: []string{`"update"`, `"attach"`}},
	{name: "and listed", who: coretest.Officer, method: "GET", path: "/records/demo.visit", status: 200, has: []string{"{visit}"}},
	{name: "but not made", who: coretest.Officer, method: "POST", path: "/records/demo.visit", body: `{"unit":"{X1}","fields":{"title":"a"}}`, status: 409, code: "module_disabled", has: []string{"đang tắt"}},
	{name: "nor changed", who: coretest.Officer, method: "PATCH", path: "/records/{draft}", header: []string{"If-Match", "*"}, body: `{"fields":{"people":1}}`, status: 409, code: "module_disabled"},
	{name: "nor moved on", who: coretest.Approver, method: "POST", path: "/records/{visit}/transitions/approve", body: `{}`, status: 409, code: "module_disabled"},
	{name: "the other province's is on", who: coretest.Officer, method: "GET", path: "/me", status: 200, has: []string{`"enabled":false`}},
	{name: "switch on", who: coretest.Admin, method: "POST", path: "/modules/demo", body: `{"enabled":true}`, status: 200, has: []string{`"enabled":true`}},
	{name: "changed again", who: coretest.Officer, method: "PATCH", path: "/records/{draft}", header: []string{"If-Match", "*"}, body: `{"fields":{"people":1}}`, status: 200},

	{name: "settings", who: coretest.Admin, method: "GET", path: "/settings", status: 200, has: []string{`"postal_days":3`, "Tỉnh An"}},
	{name: "settings without the right", who: coretest.Officer, method: "GET", path: "/settings", status: 403, code: "forbidden"},
	{name: "settings with a word too many", who: coretest.Admin, method: "GET", path: "/settings?x=1", status: 422},
	{name: "set", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"postal_days":5,"holidays":{"2026-09-02":"Quốc khánh"}}`, status: 200, has: []string{`"postal_days":5`}},
	{name: "set without the right", who: coretest.Leader, method: "PATCH", path: "/settings", body: `{"self_approvals":[]}`, status: 403, code: "forbidden"},
	{name: "let people decide on their own work", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"self_approvals":[{"unit":"X1","step":"demo.visit.approve","reason":"Xã chỉ có một cán bộ"}]}`, status: 202, has: []string{`"self_approvals":[]`, `"act":"self_approval"`}},
	{name: "let them at no unit, by no step", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"self_approvals":[{"unit":"không","step":"demo.visit.submit","reason":"Xã chỉ có một cán bộ"}]}`, status: 422, field: "settings.self_approvals[0].unit=unknown_value"},
	{name: "let them without a reason", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"self_approvals":[{"unit":"X1","step":"demo.visit.approve","reason":" "}]}`, status: 422, field: "settings.self_approvals[0].reason=required"},
	{name: "let them no more", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"self_approvals":[]}`, status: 200, has: []string{`"self_approvals":[]`}},
	{name: "what may be set of duties and reminders", who: coretest.Admin, method: "GET", path: "/settings", status: 200, has: []string{`"choices":{"duties":[`, `"name":"TH-01"`, `"reminders":[]`, `"at":"due-3"`}},
	{name: "remind", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"reminders":[{"for":["TH-01"],"rungs":[{"at":"due-2","to":["owner","approver"]},{"at":"due+1","every":7,"to":["head"],"up":1}]}],"heads":["approver"]}`, status: 200, has: []string{`"at":"due-2"`, `"heads":["approver"]`}},
	{name: "remind of what is not there", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"reminders":[{"for":["XX-99"],"rungs":[{"at":"due","to":["owner"]}]}]}`, status: 422, field: "settings.reminders[0].for[0]=unknown_value"},
	{name: "remind whom nobody knows", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"reminders":[{"rungs":[{"at":"due","to":["không ai"]}]}]}`, status: 422, field: "settings.reminders[0].rungs[0].to[0]=unknown_value"},
	{name: "remind on no day", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"reminders":[{"rungs":[{"at":"hôm nào","to":["owner"]}]}]}`, status: 422, field: "settings.reminders[0].rungs[0].at=unknown_value"},
	{name: "remind without the right", who: coretest.Leader, method: "PATCH", path: "/settings", body: `{"reminders":[]}`, status: 403, code: "forbidden"},
	{name: "remind as the product does", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"reminders":[]}`, status: 200, has: []string{`"reminders":[]`}},
	{name: "switch a duty off", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"duties":{"demo_monthly":false}}`, status: 200, has: []string{`"demo_monthly":false`}},
	{name: "switch it as the product does", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"duties":{"demo_monthly":null}}`, status: 200, has: []string{`"duties":{}`}},
	{name: "set what is the operator's", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"limits":{"users":9}}`, status: 422, field: "limits=unknown_field"},
	{name: "set past reason", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"postal_days":61}`, status: 422, field: "settings.postal_days=out_of_range"},
	{name: "set a day that is none", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"holidays":{"2026-02-31":"Không có"}}`, status: 422, field: "settings.holidays=bad_date"},
	{name: "set a notice without its days off", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"holiday_notices":{"2027":"01/TB-BNV"}}`, status: 422, field: "settings.holiday_notices.2027=too_few_holidays", has: []string{"ít ngày nghỉ hơn luật định"}},
	{name: "set a notice", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"holidays":{"2027-02-04":"Tết","2027-02-05":"Tết","2027-02-08":"Tết","2027-02-09":"Tết","2027-09-03":"Ngày liền kề"},"holiday_notices":{"2027":"01/TB-BNV"}}`, status: 200, has: []string{`"holiday_notices":{"2027":"01/TB-BNV"}`}},
	{name: "take a notice away", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"holiday_notices":{"2027":null}}`, status: 200, has: []string{`"holiday_notices":{}`}},
	{name: "set a language that is none", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"locale":"fr"}`, status: 422, field: "locale=unknown_value"},
	{name: "take a day away", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"holidays":{"2026-09-02":null}}`, status: 200, hasNot: []string{"Quốc khánh"}},

	{name: "the queue", who: coretest.Admin, method: "GET", path: "/jobs", status: 200, has: []string{`"kind":"notice.tell"`, `"waiting":1`, `"dead":1`}},
	{name: "the queue without the right", who: coretest.Leader, method: "GET", path: "/jobs", status: 403, code: "forbidden"},
	{name: "the queue with a word too many", who: coretest.Admin, method: "GET", path: "/jobs?x=1", status: 422},
	{name: "dead jobs", who: coretest.Admin, method: "GET", path: "/jobs/dead?kind=notice.tell", status: 200,
		has: []string{`"kind":"notice.tell"`, `"tries":1`, `"error":"`}, hasNot: []string{`"args"`}, save: []string{"dead=items.0.id"}},
	{name: "dead jobs without the right", who: coretest.Leader, method: "GET", path: "/jobs/dead", status: 403, code: "forbidden"},
	{name: "dead jobs from a broken cursor", who: coretest.Admin, method: "GET", path: "/jobs/dead?cursor=x", status: 422, code: "bad_cursor"},
	{name: "retry without the right", who: coretest.Leader, method: "POST", path: "/jobs/dead/retry", body: `{"ids":["{dead}"]}`, status: 403, code: "forbidden"},
	{name: "retry nothing named", who: coretest.Admin, method: "POST", path: "/jobs/dead/retry", body: `{}`, status: 422, field: "ids=required"},
	{name: "retry what is not dead", who: coretest.Admin, method: "POST", path: "/jobs/dead/retry", body: `{"ids":["job_none"]}`, status: 404},
	{name: "retry", who: coretest.Admin, method: "POST", path: "/jobs/dead/retry", body: `{"ids":["{dead}"]}`, status: 200, has: []string{`"count":1`}},
	{name: "retried is not dead", who: coretest.Admin, method: "GET", path: "/jobs/dead", status: 200, has: []string{`"items":[]`}},
	{name: "drop without the right", who: coretest.Leader, method: "POST", path: "/jobs/dead/drop", body: `{"kind":"notice.tell"}`, status: 403, code: "forbidden"},
	{name: "drop nothing named", who: coretest.Admin, method: "POST", path: "/jobs/dead/drop", body: `{}`, status: 422, field: "ids=required"},
	{name: "drop all of a kind", who: coretest.Admin, method: "POST", path: "/jobs/dead/drop", body: `{"kind":"notice.tell"}`, status: 200, has: []string{`"count":0`}},
	{name: "the log of a retry", who: coretest.Admin, method: "GET", path: "/audit?action=job.retry", status: 200, has: []string{`"kind":"job"`, `"{dead}"`, `"count":1`}},

	{name: "the log", who: coretest.Admin, method: "GET", path: "/audit?action=module.off", status: 200, has: []string{`"action":"module.off"`, `"object":"demo"`, `"login":"admin"`}},
	{name: "the log without the right", who: coretest.Leader, method: "GET", path: "/audit", status: 403, code: "forbidden"},
	{name: "the log of another province's thing", who: coretest.Admin, method: "GET", path: "/audit?object={far_record}", status: 200, has: []string{`"items":[]`}},
	{name: "the log from a broken cursor", who: coretest.Admin, method: "GET", path: "/audit?cursor=x", status: 422, code: "bad_cursor"},
	{name: "the log from a day that is none", who: coretest.Admin, method: "GET", path: "/audit?from=2026-13-01", status: 422, field: "from=bad_date"},
	{name: "the log in pages", who: coretest.Admin, method: "GET", path: "/audit?limit=2", status: 200, save: []string{"next=next"}},
	{name: "the next page of the log", who: coretest.Admin, method: "GET", path: "/audit?limit=2&cursor={next}", status: 200},
}

func TestAdminScenarios(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		ctx := s.In(coretest.An)
		if err := job.Enqueue(ctx, notice.TellJob, "what no worker understands", job.MaxTries(1)); err != nil {
			t.Fatal(err)
		}
		if err := s.Queue.Drain(ctx); err == nil {
			t.Fatal("the broken job did not fail")
		}
		s.visit(t, "untold", "submit") // leaves a job that waits
		s.play(t, adminScenarios)
	})
}

// TestADayOfTheLogIsADayInVietnam: what happens between midnight and seven in
// the morning belongs to the day the people there had.
func TestADayOfTheLogIsADayInVietnam(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		for action, at := range map[string]string{"night.last": "2026-11-23T23:59:59+07:00", "night.first": "2026-11-24T00:00:00+07:00", "night.seven": "2026-11-24T06:59:59+07:00", "night.end": "2026-11-24T23:59:59+07:00"} {
			instant, err := time.Parse(time.RFC3339, at)
			if err != nil {
				t.Fatal(err)
			}
			if err := audit.Append(id.WithClock(s.In(coretest.An), func() time.Time { return instant }), audit.Entry{Action: action, Object: "night"}); err != nil {
				t.Fatal(err)
			}
		}
		for day, want := range map[string]string{"2026-11-23": "night.last", "2026-11-24": "night.end night.first night.seven", "2026-11-25": ""} {
			var page struct{ Items []struct{ Action string } }
			s.client(coretest.Admin).Do(http.MethodGet, "/audit?object=night&from="+day+"&to="+day, nil).Want(t, 200, &page)
			var got []string
			for _, i := range page.Items {
				got = append(got, i.Action)
			}
			slices.Sort(got)
			if strings.Join(got, " ") != want {
				t.Errorf("on %s: %q, want %q", day, got, want)
			}
		}
	})
}
