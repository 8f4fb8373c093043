package calendar_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
)

func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestParseDate(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2026-02-28": "2026-02-28", "28/2/2026": "2026-02-28", "28/02/2026": "2026-02-28", "29/2/2024": "2024-02-29", "": "",
	} {
		if got, err := calendar.ParseDate(text); err != nil || got.String() != want {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"31/02/2026", "2026-02-29", "2026-2-8", "0000-01-01", "2026-13-01", "2026-00-10", "32/1/2026", "1/1/26", "+1/01/2026",
		"2026-02-28T00:00:00Z", "hôm nay", "2026/02/28", " 2026-02-28", "\xff\xfe"} {
		if d, err := calendar.ParseDate(text); !fault.HasCode(err, "bad_date") {
			t.Errorf("%q passes as %v, %v", text, d, err)
		}
	}
}

func TestDatesGoThroughTextAndDatabase(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		d := calendar.NewDate(1, 1, 1).AddDays(rapid.IntRange(0, 3_652_058).Draw(r, "days"))
		parsed, err := calendar.ParseDate(d.String())
		if err != nil || parsed != d {
			r.Fatalf("%v reads back as %v, %v", d, parsed, err)
		}
		if want := d.Time().Format("2006-01-02"); d.String() != want {
			r.Fatalf("%v is written %s", want, d)
		}
		stored, _ := d.Value()
		var back calendar.Date
		if err := back.Scan(stored); err != nil || back != d {
			r.Fatalf("stored %v, scanned %v, %v", stored, back, err)
		}
		if n := rapid.IntRange(0, min(40_000, d.DaysUntil(calendar.NewDate(9999, 12, 31)))).Draw(r, "n"); d.AddDays(n).AddDays(-n) != d || d.DaysUntil(d.AddDays(n)) != n {
			r.Fatalf("%v does not come back from %d days", d, n)
		}
	})
}

func TestDateForms(t *testing.T) {
	t.Parallel()
	d := day(t, "2026-11-04")
	if d.Vietnamese() != "04/11/2026" || d.Weekday() != time.Wednesday || d.Year() != 2026 {
		t.Errorf("got %s, %s", d.Vietnamese(), d.Weekday())
	}
	var holder struct {
		On   calendar.Date            `json:"on"`
		None calendar.Date            `json:"none,omitzero"`
		By   map[calendar.Date]string `json:"by"`
	}
	if err := json.Unmarshal([]byte(`{"on":"4/11/2026","by":{"2026-09-02":"Quốc khánh"}}`), &holder); err != nil || holder.On != d {
		t.Fatalf("got %+v, %v", holder, err)
	}
	if out, _ := json.Marshal(holder); string(out) != `{"on":"2026-11-04","by":{"2026-09-02":"Quốc khánh"}}` {
		t.Errorf("got %s", out)
	}
	for _, src := range []any{"2026-11-04", []byte("2026-11-04"), "2026-11-04T00:00:00Z", "2026-11-04 00:00:00+00:00", time.Date(2026, 11, 4, 9, 0, 0, 0, time.UTC)} {
		var got calendar.Date
		if err := got.Scan(src); err != nil || got != d {
			t.Errorf("%v scans as %v, %v", src, got, err)
		}
	}
	if err := new(calendar.Date).Scan(3.5); err == nil {
		t.Error("a number is no date")
	}
	if v, _ := (calendar.Date{}).Value(); v != nil {
		t.Errorf("an absent date is NULL, got %v", v)
	}
}

func TestTodayIsVietnamese(t *testing.T) {
	t.Parallel()
	// 17:30 UTC on the 23rd is half past midnight on the 24th in Hà Nội.
	if got := calendar.Today(time.Date(2026, 11, 23, 17, 30, 0, 0, time.UTC)); got.String() != "2026-11-24" {
		t.Errorf("got %v", got)
	}
	d := day(t, "2026-11-24")
	if got := d.Start().Format(time.RFC3339); got != "2026-11-23T17:00:00Z" {
		t.Errorf("the day begins at %s", got)
	}
	if got := d.End(); !got.Equal(d.AddDays(1).Start()) || calendar.Today(got) == d || calendar.Today(got.Add(-1)) != d || calendar.Today(d.Start()) != d {
		t.Errorf("the day ends at %s", got)
	}
	if !(calendar.Date{}).Start().IsZero() || !(calendar.Date{}).End().IsZero() {
		t.Error("no day, no instants")
	}
}

// TestParseDay: an instant is the day people in Vietnam had.
func TestParseDay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"2026-11-23T17:30:00Z": "2026-11-24", "2026-11-24T00:30:00+07:00": "2026-11-24", "2026-11-24T16:59:59Z": "2026-11-24",
		"2026-11-24T17:00:00Z": "2026-11-25", "2026-11-24": "2026-11-24", "24/11/2026": "2026-11-24", "": ""} {
		if got, err := calendar.ParseDay(text); err != nil || got.String() != want {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
	if _, err := calendar.ParseDay("2026-02-30T00:00:00Z"); !fault.HasCode(err, "bad_date") {
		t.Errorf("a day that does not exist passes: %v", err)
	}
}

func TestAddMonthsEndsWithTheMonth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"}, {"2024-01-31", 1, "2024-02-29"}, {"2026-03-31", -1, "2026-02-28"},
		{"2026-11-24", 2, "2027-01-24"}, {"2024-02-29", 12, "2025-02-28"}, {"2026-08-31", -14, "2025-06-30"},
	} {
		if got := day(t, c.from).AddMonths(c.n); got.String() != c.want {
			t.Errorf("%s %+d months: got %v, want %s", c.from, c.n, got, c.want)
		}
	}
	if !(calendar.Date{}).AddMonths(3).IsZero() || !(calendar.Date{}).AddDays(3).IsZero() {
		t.Error("an absent date stays absent")
	}
}
