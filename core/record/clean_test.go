package record_test

import (
	"encoding/json"
	"maps"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record"
)

// kept is a value that comes in and what the record has of it when read back;
// nil is nothing.
type kept struct {
	field    string
	in, want any
}

func number(s string) json.Number { return json.Number(s) }

var plainKept = []kept{
	{"title", "  Thăm  hộ nghèo \n", "Thăm hộ nghèo"},
	{"title", "Tie\u0302\u0301ng Vie\u0323\u0302t", "Tiếng Việt"}, // decomposed, as some phones type
	{"title", "\u00d0oàn kết", "Đoàn kết"},                        // an Icelandic Eth
	{"title", "   ", nil}, {"title", "", nil}, {"title", nil, nil},
	{"title", strings.Repeat("ề", 60), strings.Repeat("ề", 60)},
	{"body", "dòng một\r\ndòng hai\tcột", "dòng một\ndòng hai\tcột"},
	{"n", 0, int64(0)}, {"n", number("100"), int64(100)}, {"n", 7.0, int64(7)}, {"n", number("1e1"), int64(10)},
	{"d", number("-9.75"), -9.75}, {"d", 3, 3.0}, {"d", 0.1, 0.1},
	{"m", number("9007199254740993"), int64(9007199254740993)}, {"m", -5, int64(-5)},
	{"b", true, true}, {"b", false, false},
	{"day", "2024-02-29", "2024-02-29"}, {"day", " 2026-03-10 ", "2026-03-10"}, {"day", "", nil},
	{"at", "2026-03-10T08:30:15.75+07:00", "2026-03-10T01:30:15Z"}, {"at", "", nil},
	{"e", "a", "a"}, {"e", "", nil}, {"eo", "khác hẳn", "khác hẳn"},
	{"es", []any{"b", "a", "b"}, []string{"b", "a"}}, {"es", []string{"c"}, []string{"c"}}, {"es", []any{}, nil},
	{"r", "", nil}, {"u", "", nil},
	{"us", []any{}, nil},
	{"rows", []any{}, nil},
	{"rows", []any{map[string]any{"what": " gặp gỡ ", "n": number("3")}, map[string]any{}, map[string]any{"n": 1}},
		[]map[string]any{{"what": "gặp gỡ", "n": int64(3)}, {"n": int64(1)}}},
	{"g", map[string]any{"lat": number("18.34"), "lng": 105.9}, map[string]any{"lat": 18.34, "lng": 105.9}},
	{"j", map[string]any{"a": []any{number("1"), "x", nil, true}}, map[string]any{"a": []any{int64(1), "x", nil, true}}},
	{"j", `chữ \u0000 vẫn là chữ`, `chữ \u0000 vẫn là chữ`},
}

// TestWhatIsKeptOfEachType reads every kind of good value back as it was meant.
func TestWhatIsKeptOfEachType(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		area, x1 := r.Unit(coretest.An, "X1-K1"), r.Unit(coretest.An, "X1")
		point := r.create(t, me, "demo.point", fields{"title": "ý"}, "")
		person, err := r.People.ByLogin(me, coretest.Leader)
		if err != nil {
			t.Fatal(err)
		}
		cases := append([]kept{
			{"u", area, area}, {"us", []any{x1, area, x1}, []string{x1, area}},
			{"r", point.ID, point.ID}, {"p", person.ID, person.ID},
			{"rows", []map[string]any{{"what": "thăm", "at_unit": x1}}, []map[string]any{{"what": "thăm", "at_unit": x1}}},
		}, plainKept...)
		for _, c := range cases {
			rec, err := r.Records.Create(me, "demo.paper", record.Input{UnitID: x1, Fields: fields{c.field: c.in}})
			if err != nil {
				t.Errorf("%s = %#v: %v", c.field, c.in, err)
				continue
			}
			for when, rec := range map[string]*record.Record{"answered": rec, "read": r.get(t, me, rec.ID)} {
				if got := withoutRowIDs(t, rec.Fields[c.field]); !reflect.DeepEqual(got, c.want) {
					t.Errorf("%s = %#v: %s as %#v, want %#v", c.field, c.in, when, got, c.want)
				}
			}
		}
	})
}

// wrong is a value that is refused, and the field and code it is refused with.
type wrong struct {
	field string
	in    any
	says  string
}

var plainWrong = []wrong{
	{"title", 7, "title=invalid"}, {"title", []any{"x"}, "title=invalid"}, {"title", true, "title=invalid"},
	{"title", strings.Repeat("ề", 61), "title=too_long"}, {"title", "a\x00b", "title=invalid"}, {"title", "a\xff\xfeb", "title=not_utf8"},
	{"title", "a\x1bb", "title=invalid"}, {"body", "ab", "body=too_short"}, {"body", strings.Repeat("a", 100_001), "body=too_long"},
	{"n", "7", "n=invalid"}, {"n", 1.5, "n=invalid"}, {"n", 101, "n=out_of_range"}, {"n", -1, "n=out_of_range"}, {"n", number("1e400"), "n=invalid"},
	{"n", math.NaN(), "n=invalid"}, {"n", math.Inf(1), "n=invalid"}, {"n", true, "n=invalid"},
	{"d", math.NaN(), "d=invalid"}, {"d", math.Inf(-1), "d=invalid"}, {"d", 10.01, "d=out_of_range"}, {"d", "1,5", "d=invalid"},
	{"m", number("99999999999999999999"), "m=invalid"}, {"m", 1e17, "m=invalid"},
	{"b", "true", "b=invalid"}, {"b", 1, "b=invalid"},
	{"day", "2026-02-31", "day=bad_date"}, {"day", "2026-13-01", "day=bad_date"}, {"day", "hôm qua", "day=bad_date"},
	{"day", "1026-01-01", "day=out_of_range"}, {"day", "2026-1-1 08:00", "day=bad_date"}, {"day", 20260101, "day=bad_date"}, {"day", "2026-03-10\x00", "day=bad_date"},
	{"at", "2026-03-10", "at=bad_date"}, {"at", "2026-02-30T00:00:00Z", "at=bad_date"}, {"at", 5, "at=bad_date"},
	{"e", "c", "e=unknown_value"}, {"e", 1, "e=invalid"}, {"e", "a\xff", "e=not_utf8"}, {"eo", strings.Repeat("x", 101), "eo=unknown_value"},
	{"es", "a", "es=invalid"}, {"es", []any{"a", "z"}, "es=unknown_value"}, {"es", []any{1}, "es=invalid"},
	{"r", "rec_x", "r=unknown_value"}, {"r", "' OR 1=1 --", "r=unknown_value"}, {"r", 5, "r=invalid"},
	{"u", "unt_x", "u=unknown_value"}, {"us", []any{"x"}, "us=unknown_value"}, {"p", "x\x00", "p=unknown_value"},
	{"rows", "x", "rows=invalid"}, {"rows", []any{"x"}, "rows[0]=invalid"}, {"rows", []any{map[string]any{"what": 1}}, "rows[0].what=invalid"},
	{"rows", []any{map[string]any{"what": "x"}, map[string]any{"n": 11}}, "rows[1].n=out_of_range"},
	{"rows", []any{map[string]any{"other": 1}}, "rows[0].other=unknown_field"},
	{"rows", []any{map[string]any{"n": 1}, map[string]any{"n": 1}, map[string]any{"n": 1}, map[string]any{"n": 1}}, "rows=too_long"},
	{"g", map[string]any{"lat": 91, "lng": 0}, "g=out_of_range"}, {"g", map[string]any{"lat": 1}, "g=invalid"}, {"g", "1,2", "g=invalid"},
	{"g", map[string]any{"lat": math.NaN(), "lng": 0.0}, "g=invalid"}, {"g", map[string]any{"lat": 1, "lng": 1, "x": 1}, "g=invalid"},
	{"j", map[string]any{"x": "a\x00"}, "j=invalid"}, {"j", strings.Repeat("x", 70_000), "j=too_long"}, {"j", math.NaN(), "j=invalid"},
	{"nope", 1, "nope=unknown_field"}, {"no\xffpe", 1, "no?pe=unknown_field"}, {"id", "x", "id=unknown_field"}, {"unit_id", "x", "unit_id=unknown_field"},
	{"twice", 3, "twice=read_only"}, {"approved_on", "2026-01-01", "approved_on=read_only"},
}

// TestWhatIsRefusedOfEachType refuses also in a draft, names the field, and
// writes nothing.
func TestWhatIsRefusedOfEachType(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		x1 := r.Unit(coretest.An, "X1")
		foreign, err := r.Records.Create(r.As(coretest.Binh, coretest.Officer), "demo.point",
			record.Input{UnitID: r.Unit(coretest.Binh, "X1"), Fields: fields{"title": "của tỉnh khác"}})
		if err != nil {
			t.Fatal(err)
		}
		hidden, err := r.Records.Create(r.as(coretest.Officer2), "demo.point", record.Input{UnitID: r.Unit(coretest.An, "X2"), Fields: fields{"title": "của xã khác"}})
		if err != nil {
			t.Fatal(err)
		}
		other := r.create(t, me, "demo.paper", nil, "")
		before := r.count(t, "SELECT COUNT(*) FROM record")
		cases := append([]wrong{
			{"r", id.New("rec"), "r=unknown_value"}, {"r", foreign.ID, "r=unknown_value"}, {"r", hidden.ID, "r=unknown_value"},
			{"r", other.ID, "r=record_kind"}, // a record, but of another kind
			{"u", x1, "u=unit_kind"}, {"u", r.Unit(coretest.Binh, "X1-K1"), "u=unknown_value"}, {"us", []any{x1, id.New("unt")}, "us=unknown_value"},
			{"rows", []any{map[string]any{"what": "x", "at_unit": r.Unit(coretest.Binh, "X1")}}, "rows[0].at_unit=unknown_value"},
			{"p", id.New("per"), "p=unknown_value"},
		}, plainWrong...)
		for _, c := range cases {
			_, err := r.Records.Create(me, "demo.paper", record.Input{UnitID: x1, Fields: fields{c.field: c.in}})
			if !fault.Is(err, fault.Invalid) || len(fault.Of(err).Fields) != 1 {
				t.Errorf("%s = %.60q: %v", c.field, c.in, err)
				continue
			}
			if f := fault.Of(err).Fields[0]; f.Field+"="+f.Code != c.says {
				t.Errorf("%s = %.60q refused as %s=%s, want %s", c.field, c.in, f.Field, f.Code, c.says)
			}
		}
		_, err = r.Records.Create(me, "demo.paper", record.Input{UnitID: x1, Fields: fields{"n": "x", "day": "31/02/2026", "title": strings.Repeat("a", 99)}})
		refuses(t, err, fault.Invalid, "invalid", "title=too_long", "n=invalid", "day=bad_date")
		if after := r.count(t, "SELECT COUNT(*) FROM record"); after != before {
			t.Errorf("%d records came of refused input", after-before)
		}
	})
}

// TestAClosedUnitIsNoAnswer refuses a unit that no longer is.
func TestAClosedUnitIsNoAnswer(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		sys := r.In(coretest.An)
		area := r.Unit(coretest.An, "X1-K2")
		had := r.create(t, r.as(coretest.Officer), "demo.paper", whole(fields{"u": area}), "")
		if _, err := r.Tree.Close(sys, coretest.Today(sys), area); err != nil {
			t.Fatal(err)
		}
		_, err := r.Records.Create(on(r.as(coretest.Officer), "2031-01-02"), "demo.paper", record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: fields{"u": area}})
		refuses(t, err, fault.Invalid, "invalid", "u=unit_closed")
		// What was said while it was there stays good.
		if _, err := r.Records.Change(r.as(coretest.Officer), had.ID, 0, fields{"n": 3}, ""); err != nil {
			t.Error(err)
		}
	})
}

// TestMissingCellsCountWhenTheDraftIsLeft asks for the empty required cells.
func TestMissingCellsCountWhenTheDraftIsLeft(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		rec := r.create(t, me, "demo.paper", whole(fields{"rows": []any{map[string]any{"what": "x"}, map[string]any{"n": 2}}}), "")
		_, err := r.Records.Do(me, rec.ID, "submit", 0, record.Act{})
		refuses(t, err, fault.Invalid, "required", "rows[1].what=required")
	})
}

// withoutRowIDs is a value without the ids its rows were given.
func withoutRowIDs(t *testing.T, value any) any {
	t.Helper()
	rows, list := value.([]map[string]any)
	if !list {
		return value
	}
	out := make([]map[string]any, len(rows))
	for i, row := range rows {
		if given, _ := row[kind.RowID].(string); !id.Valid(given, "row") {
			t.Errorf("row %d has no id: %v", i, row)
		}
		out[i] = maps.Clone(row)
		delete(out[i], kind.RowID)
	}
	return out
}
