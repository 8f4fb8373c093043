package indicator

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/tenant"
)

// scale is how many parts of one a figure is kept in.
const scale = 1000

// contribution is one record's part in one measure at one unit. Here, in
// deltas and in figures a measure goes by its key, see Measure.key.
type contribution struct {
	bun.BaseModel `bun:"table:contribution,alias:contribution"`

	ID       string        `bun:"id,pk"`
	Measure  string        `bun:"measure"`
	RecordID string        `bun:"record_id"`
	UnitID   string        `bun:"unit_id"`
	UnitPath string        `bun:"unit_path"`
	Day      calendar.Date `bun:"day"`
	Num      int64         `bun:"num"`
	Den      int64         `bun:"den"`
	Proven   int64         `bun:"proven"`
	Cover    bool          `bun:"cover"`
}

func (c contribution) key() string { return c.Measure + " " + c.UnitID }

func (c contribution) same(o contribution) bool {
	return c.Day == o.Day && c.Num == o.Num && c.Den == o.Den && c.Proven == o.Proven
}

// delta is what a change of a contribution adds to the figures above it; the
// fold job consumes it.
type delta struct {
	bun.BaseModel `bun:"table:figure_delta,alias:figure_delta"`

	ID      string        `bun:"id,pk"`
	Measure string        `bun:"measure"`
	UnitID  string        `bun:"unit_id"`
	Day     calendar.Date `bun:"day"`
	Num     int64         `bun:"num"`
	Den     int64         `bun:"den"`
	Proven  int64         `bun:"proven"`
	Cover   bool          `bun:"cover"`
	At      time.Time     `bun:"at"`
}

func (c contribution) delta(sign int64, now time.Time) delta {
	return delta{ID: id.New("ctb"), Measure: c.Measure, UnitID: c.UnitID, Day: c.Day,
		Num: sign * c.Num, Den: sign * c.Den, Proven: sign * c.Proven, Cover: c.Cover, At: now}
}

// Recorded writes the records' contributions in the transaction of their changes.
func (f *Figures) Recorded(ctx context.Context, changes []record.Change) error {
	for _, c := range changes {
		if err := f.recorded(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

func (f *Figures) recorded(ctx context.Context, c record.Change) error {
	measures := f.catalogue.byKind[c.After.Kind]
	if len(measures) == 0 || (c.After.Draft && (c.Before == nil || c.Before.Draft)) {
		return nil // a draft counts nowhere and never did
	}
	var want []contribution
	var keys []string
	for _, m := range measures {
		if m.computed() {
			if err := enqueueCompute(ctx, m.Code, c.After.ID); err != nil {
				return err
			}
			continue
		}
		keys = append(keys, m.key())
		rows, err := f.contributions(ctx, m, c)
		if err != nil {
			return fmt.Errorf("contribute to %s: %w", m.Code, err)
		}
		want = append(want, rows...)
	}
	return f.replace(ctx, c.After.ID, keys, want)
}

// contributions reads the record through one measure.
func (f *Figures) contributions(ctx context.Context, m *Measure, c record.Change) ([]contribution, error) {
	r := c.After
	reading, err := m.read(ctx, c)
	if err != nil || !reading.Counts {
		return nil, err
	}
	return f.place(ctx, m, r, m.row(c, reading.Numerator, reading.Denominator))
}

// read is what the declaration says of the record; what is no work done or to
// be done counts nowhere.
func (m *Measure) read(ctx context.Context, c record.Change) (rule.Reading, error) {
	if r := c.After; r.Draft || r.Phase == record.Cancelled || r.Phase == record.Discarded {
		return rule.Reading{}, nil
	}
	return m.gauge.Read(input(ctx, c))
}

// row is a contribution not yet at a unit.
func (m *Measure) row(c record.Change, numerator, denominator float64) contribution {
	row := contribution{Measure: m.key(), RecordID: c.After.ID, Day: m.day(c.After), Num: thousandths(numerator),
		Den: thousandths(denominator), Cover: m.Covering()}
	if proven(m, c.Slots) {
		row.Proven = row.Num
	}
	return row
}

// place says at which units the contribution stands: one, or for a coverage
// every reached unit that must be reached.
func (f *Figures) place(ctx context.Context, m *Measure, r *record.Record, row contribution) ([]contribution, error) {
	ids := []string{atUnit(m, r)}
	if m.Covering() {
		ids = covered(m, r)
		row.Num, row.Den = 1, 0
		if row.Proven != 0 {
			row.Proven = 1
		}
	}
	var rows []contribution
	for _, unitID := range ids {
		u, err := f.Tree.Get(ctx, unitID)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if m.Covering() && !slices.Contains(m.UnitKinds, u.Kind) {
			continue
		}
		row.ID, row.UnitID, row.UnitPath = id.New("ctb"), u.ID, u.Path
		rows = append(rows, row)
	}
	return rows, nil
}

// replace brings the stored contributions of a record to the measures to want
// and leaves the difference for the fold job.
func (f *Figures) replace(ctx context.Context, recordID string, measures []string, want []contribution) error {
	tx, err := db.Of(ctx)
	if err != nil {
		return err
	}
	var have []contribution
	if err := tx.NewSelect().Model(&have).Where("record_id = ?", recordID).Scan(ctx); err != nil {
		return fmt.Errorf("read contributions: %w", err)
	}
	have = slices.DeleteFunc(have, func(c contribution) bool { return !slices.Contains(measures, c.Measure) })
	add, gone := difference(have, want)
	if len(add)+len(gone) == 0 {
		return nil
	}
	var deltas []delta
	now := db.Now(ctx)
	var old []string
	for _, g := range gone {
		deltas, old = append(deltas, g.delta(-1, now)), append(old, g.ID)
	}
	if len(old) > 0 {
		if _, err := db.Exec(ctx, "DELETE FROM contribution WHERE id IN (?)", old); err != nil {
			return fmt.Errorf("remove contributions: %w", err)
		}
	}
	for _, a := range add {
		deltas = append(deltas, a.delta(1, now))
	}
	if len(add) > 0 {
		if _, err := tx.NewInsert().Model(&add).Exec(ctx); err != nil {
			return fmt.Errorf("add contributions: %w", err)
		}
	}
	if _, err := tx.NewInsert().Model(&deltas).Exec(ctx); err != nil {
		return fmt.Errorf("add deltas: %w", err)
	}
	return enqueueFold(ctx)
}

// difference is what must be added and what must go to turn have into want.
func difference(have, want []contribution) (add, gone []contribution) {
	old := map[string]contribution{}
	for _, h := range have {
		old[h.key()] = h
	}
	for _, w := range want {
		h, ok := old[w.key()]
		if ok {
			delete(old, w.key())
			if h.same(w) {
				continue
			}
			gone = append(gone, h)
		}
		add = append(add, w)
	}
	for _, h := range have {
		if _, left := old[h.key()]; left {
			gone = append(gone, h)
		}
	}
	return add, gone
}

// enqueueFold asks for a fold within a second. One job serves all writes of a
// second; the minute's own fold catches a write that commits late.
func enqueueFold(ctx context.Context) error {
	at := db.Now(ctx).Truncate(time.Second).Add(time.Second)
	return job.Enqueue(ctx, FoldJob, nil, job.At(at), job.Unique(FoldJob))
}

func input(ctx context.Context, c record.Change) rule.Input {
	r := c.After
	in := rule.Input{Fields: r.Fields, State: r.State, Number: r.Number, Unit: r.UnitID, ToUnit: r.ToUnitID,
		Today: calendar.Today(db.Now(ctx)), CreatedOn: calendar.Today(r.CreatedAt), Docs: c.Slots}
	if t, err := tenant.From(ctx); err == nil {
		book := t.Book()
		in.Book = &book
	}
	return in
}

// proven reports whether every slot the measure names holds a sound document.
// A measure without proof is never more than claimed.
func proven(m *Measure, slots map[string]int) bool {
	for _, s := range m.Proof {
		if slots[s] == 0 {
			return false
		}
	}
	return len(m.Proof) > 0
}

// day places the record in time: the measure's date, else the day it was made.
func (m *Measure) day(r *record.Record) calendar.Date {
	if s, _ := r.Fields[m.Period].(string); s != "" {
		if d, err := calendar.ParseDate(s); err == nil {
			return d
		}
	}
	return calendar.Today(r.CreatedAt)
}

func atUnit(m *Measure, r *record.Record) string {
	switch m.At {
	case "", "unit":
		return r.UnitID
	case "to":
		return r.ToUnitID
	}
	s, _ := r.Fields[m.At].(string)
	return s
}

func covered(m *Measure, r *record.Record) []string {
	var out []string
	for _, c := range m.Covers {
		switch v := r.Fields[c].(type) {
		case string:
			out = append(out, v)
		case []string:
			out = append(out, v...)
		}
		if c == "unit" {
			out = append(out, r.UnitID)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func thousandths(v float64) int64 { return int64(math.Round(v * scale)) }

var _ record.Watcher = (*Figures)(nil)
