package main_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/task"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record"
)

// halfYear is the first half of 2026 in a commune of Hà Tĩnh, whatever the day on
// the wall.
type halfYear struct {
	t *testing.T
	p *task.Province
}

const (
	slug    = "ha-tinh"
	commune = "18685"
	lastDay = "2026-06-25" // the report is written on it
)

// newHalfYear opens the province with its duties owed since the year began.
func newHalfYear(t *testing.T) *halfYear {
	t.Helper()
	p := task.Declared(t, slug)
	p.OweOn(noon("2026-01-02"), noon("2026-03-02"), noon(lastDay))
	return &halfYear{t, p}
}

func noon(day string) time.Time {
	d, err := calendar.ParseDate(day)
	if err != nil {
		panic(err)
	}
	return d.Start().Add(12 * time.Hour)
}

// as is somebody of the province on a day.
func (y *halfYear) as(login, day string) context.Context {
	y.t.Helper()
	return id.WithClock(y.p.Rig.As(slug, login), func() time.Time { return noon(day) })
}

// filed is a record and how it comes about: on each day who does what, "+slot"
// attaches a paper, else it is a step, with its fields if it has any.
type filed struct {
	kind, unit, by, day string
	fields              map[string]any
	acts                string
	with                map[string]map[string]any // fields of steps
}

// file makes the record by the people who owe it, and gives its id.
func (y *halfYear) file(f filed) string {
	y.t.Helper()
	day := f.day
	rec, err := y.p.Records.Create(y.as(f.by, day), f.kind, record.Input{UnitID: y.p.Unit(f.unit), Fields: y.named(f.fields)})
	if err != nil {
		y.t.Fatalf("%s on %s: %v", f.kind, day, err)
	}
	for _, act := range strings.Fields(f.acts) {
		who, what, whole := strings.Cut(act, ":")
		switch {
		case !whole:
			day = act
		case what[0] == '+':
			y.attach(who, day, rec.ID, what[1:])
		default:
			if _, err := y.p.Records.Do(y.as(who, day), rec.ID, what, 0, record.Act{Fields: y.named(f.with[what]), Reason: "Theo văn bản"}); err != nil {
				y.t.Fatalf("%s, %s by %s on %s: %v", f.kind, what, who, day, err)
			}
		}
	}
	return rec.ID
}

func (y *halfYear) attach(who, day, recordID, slot string) {
	y.t.Helper()
	body := coretest.PDF(recordID + coretest.Word())
	_, err := y.p.Documents.Attach(y.as(who, day), recordID, slot, document.Source{Body: strings.NewReader(body), Size: int64(len(body)), Name: "van ban.pdf"}, document.Meta{})
	if err != nil {
		y.t.Fatalf("%s of %s by %s: %v", slot, recordID, who, err)
	}
}

// named puts the ids of units where their codes stand as "@code".
func (y *halfYear) named(fields map[string]any) map[string]any {
	out := map[string]any{}
	for name, v := range fields {
		out[name] = y.value(v)
	}
	return out
}

func (y *halfYear) value(v any) any {
	switch v := v.(type) {
	case string:
		if code, unit := strings.CutPrefix(v, "@"); unit {
			return y.p.Unit(code)
		}
	case []any:
		out := make([]any, len(v))
		for i, one := range v {
			out[i] = y.value(one)
		}
		return out
	case map[string]any:
		return y.named(v)
	}
	return v
}

// settle counts all there is as of the day.
func (y *halfYear) settle(day string) {
	y.t.Helper()
	ctx := id.WithClock(y.p.In(slug), func() time.Time { return noon(day) })
	err := db.InTx(ctx, func(ctx context.Context) error { return job.Enqueue(ctx, indicator.DailyJob, nil) })
	if err == nil {
		err = y.p.Queue.Drain(ctx)
	}
	if err == nil {
		err = y.p.Figures.Fold(ctx)
	}
	if err != nil {
		y.t.Fatal(err)
	}
}
