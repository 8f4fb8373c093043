package web_test

import (
	"os"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/record"
)

const ownPath = "/kinds/demo.visit/fields"

const (
	ownSource = `{"name":"x_source","type":"enum","label":{"vi":"Nguồn tin"},"index":true,"values":[{"id":"call","label":{"vi":"Gọi đến"}},{"id":"letter","label":{"vi":"Thư"}}]}`
	ownHouses = `{"name":"x_houses","type":"int","label":{"vi":"Số hộ"},"min":1,"max":500,"index":true}`
	ownAside  = `{"name":"x_aside","type":"text","label":{"vi":"Bên lề"},"search":true}`
)

func ownBody(fields string) string { return `{"fields":[` + fields + `]}` }

// putOwn is a change of the own fields of demo.visit by the administrator.
func putOwn(name, fields string, status int, more scenario) scenario {
	more.name, more.who, more.method, more.path, more.status = name, coretest.Admin, "PUT", ownPath, status
	more.body, more.header = ownBody(fields), []string{"If-Match", "*"}
	return more
}

var ownFieldScenarios = []scenario{
	{name: "none yet", who: coretest.Admin, method: "GET", path: ownPath, status: 200, has: []string{`"fields":[]`, `"version":1`}, wants: []string{"ETag", `"v1"`}},
	{name: "without the right", who: coretest.Leader, method: "GET", path: ownPath, status: 403, code: "forbidden"},
	{name: "set without the right", who: coretest.Leader, method: "PUT", path: ownPath, header: []string{"If-Match", "*"}, body: ownBody(ownHouses), status: 403, code: "forbidden"},
	{name: "of a kind that is none", who: coretest.Admin, method: "GET", path: "/kinds/demo.nothing/fields", status: 404},
	{name: "with a word too many", who: coretest.Admin, method: "GET", path: ownPath + "?x=1", status: 422},
	{name: "set without having read", who: coretest.Admin, method: "PUT", path: ownPath, body: ownBody(ownHouses), status: 422, field: "If-Match=required"},
	putOwn("a name of the module's", `{"name":"people","type":"int","label":{"vi":"Số người"}}`, 422, scenario{field: "fields.0.name=own_field_name", has: []string{"bắt đầu bằng x_"}}),
	putOwn("a name twice", ownHouses+","+ownHouses, 422, scenario{field: "fields.1.name=duplicate"}),
	putOwn("a profile", `{"name":"x_ton_giao","type":"text","label":{"vi":"Tôn giáo"}}`, 422, scenario{field: "fields.0.name=own_field_profile"}),
	putOwn("a type that is none", `{"name":"x_a","type":"json","label":{"vi":"A"}}`, 422, scenario{field: "fields.0.type=unknown_value"}),
	putOwn("no label", `{"name":"x_a","type":"int","label":{"vi":""}}`, 422, scenario{field: "fields.0.label=required"}),
	putOwn("no values", `{"name":"x_a","type":"enum","label":{"vi":"A"}}`, 422, scenario{field: "fields.0.values=required"}),
	putOwn("an expression", `{"name":"x_a","type":"int","label":{"vi":"A"},"derived":"people"}`, 422, scenario{field: "fields.0.derived=unknown_field"}),
	putOwn("a number searched", `{"name":"x_a","type":"int","search":true,"label":{"vi":"A"}}`, 422, scenario{field: "fields.0.search=own_field_search"}),

	{name: "set", who: coretest.Admin, method: "PUT", path: ownPath, header: []string{"If-Match", `"v1"`}, body: ownBody(ownSource + "," + ownHouses + "," + ownAside),
		status: 200, has: []string{`"version":2`, `"en":"Nguồn tin"`, `"hidden":[]`, `"reading":{"done":0,"of":`}},
	{name: "set over another's", who: coretest.Admin, method: "PUT", path: ownPath, header: []string{"If-Match", `"v1"`}, body: ownBody(ownHouses), status: 409, code: "settings_stale"},
	{name: "told in the log", who: coretest.Admin, method: "GET", path: "/audit?action=fields.change", status: 200, has: []string{`"demo.visit"`, `"x_houses"`}},
	{name: "declared", who: coretest.Officer, method: "GET", path: "/kinds", status: 200, has: []string{`"name":"x_houses"`}},
	{name: "not around the check", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"fields":{}}`, status: 422, field: "fields=unknown_field"},

	{name: "of another type", who: coretest.Officer, method: "PATCH", path: "/records/{draft}", header: []string{"If-Match", "*"}, body: `{"fields":{"x_houses":"nhiều"}}`, status: 422, field: "x_houses=invalid"},
	{name: "beyond its bounds", who: coretest.Officer, method: "PATCH", path: "/records/{draft}", header: []string{"If-Match", "*"}, body: `{"fields":{"x_houses":501}}`, status: 422, field: "x_houses=out_of_range"},
	{name: "no value of it", who: coretest.Officer, method: "PATCH", path: "/records/{draft}", header: []string{"If-Match", "*"}, body: `{"fields":{"x_source":"radio"}}`, status: 422, field: "x_source=unknown_value"},
	{name: "written", who: coretest.Officer, method: "PATCH", path: "/records/{draft}", header: []string{"If-Match", "*"},
		body: `{"fields":{"x_houses":7,"x_source":"call","x_aside":"Chợ Gạo"}}`, status: 200, has: []string{`"x_houses":7`, `"x_source":"call"`}},
	{name: "not on what is settled", who: coretest.Officer, method: "PATCH", path: "/records/{visit}", header: []string{"If-Match", "*"},
		body: `{"fields":{"x_houses":3}}`, status: 422, field: "x_houses=settled"},
	{name: "filtered", who: coretest.Officer, method: "GET", path: "/records/demo.visit?filter[x_source]=call", status: 200, has: []string{"{draft}", `"x_houses":7`}, hasNot: []string{"{visit}"}},
	{name: "sorted", who: coretest.Officer, method: "GET", path: "/records/demo.visit?sort=x_houses&limit=1", status: 200, has: []string{"{visit}"}, hasNot: []string{"{draft}"}},
	{name: "sorted down", who: coretest.Officer, method: "GET", path: "/records/demo.visit?sort=-x_houses&limit=1", status: 200, has: []string{"{draft}"}, hasNot: []string{"{visit}"}},
	{name: "searched", who: coretest.Officer, method: "GET", path: "/records/demo.visit?q=cho+gao", status: 200, has: []string{"{draft}"}, hasNot: []string{"{visit}"}},
	{name: "in history", who: coretest.Officer, method: "GET", path: "/records/{draft}/history", status: 200, has: []string{"x_aside", "Chợ Gạo"}},

	putOwn("of another type now", ownSource+","+`{"name":"x_houses","type":"text","label":{"vi":"Số hộ"}}`, 422, scenario{field: "fields.1.type=schema_type_changed"}),
	putOwn("a value less", `{"name":"x_source","type":"enum","label":{"vi":"Nguồn tin"},"values":[{"id":"call","label":{"vi":"Gọi đến"}}]}`, 422, scenario{field: "fields.0.values=own_value_removed"}),
	putOwn("taken out", ownSource+","+ownAside, 200, scenario{has: []string{`"hidden":[{"name":"x_houses"`}}),
	{name: "hidden", who: coretest.Officer, method: "GET", path: "/records/{draft}", status: 200, has: []string{"x_aside"}, hasNot: []string{"x_houses"}},
	{name: "changed meanwhile", who: coretest.Officer, method: "PATCH", path: "/records/{draft}", header: []string{"If-Match", "*"}, body: `{"fields":{"people":5}}`, status: 200},
	putOwn("its name for another type", ownSource+","+ownAside+","+`{"name":"x_houses","type":"date","label":{"vi":"Số hộ"}}`, 422, scenario{field: "fields.2.type=schema_type_changed"}),
	putOwn("put back", ownSource+","+ownAside+","+ownHouses, 200, scenario{has: []string{"x_houses"}}),
	{name: "its values are back", who: coretest.Officer, method: "GET", path: "/records/{draft}", status: 200, has: []string{`"x_houses":7`}},
}

// TestAProvinceAddsFields of its own to a kind: they count like declared ones
// here, the other province sees nothing of them, and a restart keeps them.
func TestAProvinceAddsFields(t *testing.T) {
	t.Parallel()
	dialects := map[string]bool{"sqlite": false}
	if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
		dialects["postgres"] = true
	}
	for name, postgres := range dialects {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var kept installation.Options
			s := newStage(t, coretest.New(t, coretest.Options{Postgres: postgres, Shape: func(o *installation.Options) { kept = *o }}))
			s.play(t, ownFieldScenarios)

			far := s.Rig.As(coretest.Binh, coretest.Officer)
			if _, err := s.Records.Create(far, "demo.visit", record.Input{UnitID: s.Unit(coretest.Binh, "X1"),
				Fields: map[string]any{"title": "Thăm", "x_houses": 1}}); err == nil {
				t.Error("the other province has the field")
			}
			again := coretest.New(t, coretest.Options{Postgres: postgres, Shape: func(o *installation.Options) { *o = kept }})
			r, err := again.Records.Get(again.As(coretest.An, coretest.Officer), s.known["draft"])
			if err != nil || r.Fields["x_houses"] != int64(7) || r.Fields["x_source"] != "call" {
				t.Errorf("after a restart: %v %v", r, err)
			}
		})
	}
}
