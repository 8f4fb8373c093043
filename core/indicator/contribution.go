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

func (c contribution) key() string { return c.RecordID + " " + c.Measure + " " + c.UnitID }

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

// delta is the row of figure_delta by which the contribution comes or goes.
func (c contribution) delta(sign int64, at time.Time) []any {
	return []any{id.New("ctb"), c.Measure, c.UnitID, c.Day, sign * c.Num, sign * c.Den, sign * c.Proven, c.Cover, at}
}

// counted is what records now contribute to measures.
type counted struct {
	records []string
	keys    map[string]bool // of the measures that have been counted
	rows    []contribution
}

// Recorded writes the records' contributions in the transaction of their
// changes, all of them by the same few statements.
func (f *Figures) Recorded(ctx context.Context, changes []record.Change) error {
	last := map[string]int{} // a record that changes twice counts as it is in the end
	for i, c := range changes {
		last[c.After.ID] = i
	}
	now := counted{keys: map[string]bool{}}
	for i, c := range changes {
		if last[c.After.ID] != i {
			continue
		}
		if err := f.recorded(ctx, c, &now); err != nil {
			return err
		}
	}
	return f.replace(ctx, now)
}

func (f *Figures) recorded(ctx context.Context, c record.Change, now *counted) error {
	measures := f.catalogue.byKind[c.After.Kind]
	if len(measures) == 0 || (c.After.Draft && (c.Before == nil || c.Before.Draft)) {
		return nil // a draft counts nowhere and never did
	}
	now.records = append(now.records, c.After.ID)
	for _, m := range measures {
		if m.computed() {
			if err := enqueueCompute(ctx, m.Code, c.After.ID); err != nil {
				return err
			}
			continue
		}
		rows, err := f.contributions(ctx, m, c)
		if err != nil {
			return fmt.Errorf("contribute to %s: %w", m.Code, err)
		}
		now.keys[m.key()], now.rows = true, append(now.rows, rows...)
	}
	return nil
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

// replace brings the stored contributions of the records to the measures to
// what has been counted and leaves the difference for the fold job.
func (f *Figures) replace(ctx context.Context, now counted) error {
	if len(now.records) == 0 {
		return nil
	}
	tx, err := db.Of(ctx)
	if err != nil {
		return err
	}
	var have []contribution
	if err := tx.NewSelect().Model(&have).Where("record_id IN (?)", bun.List(now.records)).Scan(ctx); err != nil {
		return fmt.Errorf("read contributions: %w", err)
	}
	have = slices.DeleteFunc(have, func(c contribution) bool { return !now.keys[c.Measure] })
	add, gone := difference(have, now.rows)
	if len(add)+len(gone) == 0 {
		return nil
	}
	if err := write(ctx, add, gone); err != nil {
		return fmt.Errorf("write contributions: %w", err)
	}
	return enqueueFold(ctx)
}

// write adds and removes contributions and leaves what that changes as deltas.
func write(ctx context.Context, add, gone []contribution) error {
	at := db.Now(ctx)
	old := make([]string, 0, len(gone))
	rows, deltas := make([][]any, 0, len(add)), make([][]any, 0, len(add)+len(gone))
	for _, g := range gone {
		old, deltas = append(old, g.ID), append(deltas, g.delta(-1, at))
	}
	for _, a := range add {
		rows = append(rows, []any{a.ID, a.Measure, a.RecordID, a.UnitID, a.UnitPath, a.Day, a.Num, a.Den, a.Proven, a.Cover})
		deltas = append(deltas, a.delta(1, at))
	}
	if len(old) > 0 {
		if _, err := db.Exec(ctx, "DELETE FROM contribution WHERE id IN (?)", old); err != nil {
			return err
		}
	}
	_, err := db.InsertRows(ctx, "INSERT INTO contribution (id, measure, record_id, unit_id, unit_path, day, num, den, proven, cover)", rows)
	if err != nil {
		return err
	}
	_, err = db.InsertRows(ctx, "INSERT INTO figure_delta (id, measure, unit_id, day, num, den, proven, cover, at)", deltas)
	return err
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
		if d, err := calendar.ParseDay(s); err == nil {
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
