package indicator

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/unit"
)

// page is how many records one page of lineage shows.
const page = 30

// Part is a unit directly below with its share of the figure.
type Part struct {
	Unit   unit.Unit `json:"unit"`
	Figure Figure    `json:"figure"`
}

// Source is a record the figure rests on, with its proof.
type Source struct {
	ID          string    `json:"id"`
	Kind        string    `json:"kind"`
	Title       string    `json:"title"`
	Number      string    `json:"number"`
	State       string    `json:"state"`
	Unit        unit.Unit `json:"unit"` // where it counts
	Numerator   float64   `json:"numerator"`
	Denominator float64   `json:"denominator"`
	Proven      bool      `json:"proven"`
	Documents   []Proof   `json:"documents"`
}

// Hidden is the share of records the actor may not see: counted, never named.
type Hidden struct {
	Records     int     `json:"records"`
	Numerator   float64 `json:"numerator"`
	Denominator float64 `json:"denominator"`
}

// Lineage leads from a figure to what it rests on. On every page together,
// Records and Hidden add up to the figure of a count, sum or ratio.
type Lineage struct {
	Figure  Named       `json:"figure"`
	Units   []Part      `json:"units"`
	Records []Source    `json:"records"`
	Hidden  Hidden      `json:"hidden"`
	Missing []unit.Unit `json:"missing"` // coverage: units not reached
	Next    string      `json:"next,omitempty"`
}

// Lineage opens a figure: parts by unit, then its records page by page.
// Faults: NotFound; Invalid bad_period, bad_cursor.
func (f *Figures) Lineage(ctx context.Context, measure, unitID, period, cursor string) (*Lineage, error) {
	m, u, p, err := f.ask(ctx, measure, unitID, period)
	if err != nil {
		return nil, err
	}
	if prefix := map[bool]string{true: "rec", false: "ctb"}[m.ofDuty()]; cursor != "" && !id.Valid(cursor, prefix) {
		return nil, fault.New(fault.Invalid, "bad_cursor", fault.Field("cursor"))
	}
	fig, err := f.Get(ctx, measure, u.ID, string(p))
	if err != nil {
		return nil, err
	}
	states, err := measureStates(ctx, []*Measure{m})
	if err != nil {
		return nil, err
	}
	out, key := &Lineage{Figure: *fig}, states[m.Code].Shown
	if cursor == "" {
		if err := f.breakdown(ctx, out, m, key, u, p); err != nil {
			return nil, err
		}
	}
	if m.ofDuty() {
		return out, f.fulfilled(ctx, out, m, u, p, cursor)
	}
	return out, f.sources(ctx, out, key, u, p, cursor)
}

// breakdown lists the units below with their figures and, for a coverage, the
// units that are missing.
func (f *Figures) breakdown(ctx context.Context, out *Lineage, m *Measure, key string, u *unit.Unit, p calendar.Period) error {
	below, err := f.Tree.List(ctx, unit.Filter{Parent: u.ID})
	if err != nil {
		return err
	}
	seen := f.visible(ctx, below.Items)
	figs, err := f.read(ctx, []*Measure{m}, seen, p)
	if err != nil {
		return err
	}
	for _, b := range seen {
		if fig := figs[cellKey(m.Code, b.ID)]; fig.Numerator != 0 || fig.Denominator != 0 {
			out.Units = append(out.Units, Part{Unit: b, Figure: fig})
		}
	}
	if m.ofDuty() {
		out.Missing, err = f.undone(ctx, m, u, p)
	} else if m.Covering() {
		out.Missing, err = f.missing(ctx, m, key, u, p)
	}
	return err
}

// sources reads one page of contributions and shows those records the actor
// may read.
func (f *Figures) sources(ctx context.Context, out *Lineage, key string, u *unit.Unit, p calendar.Period, cursor string) error {
	tx, err := db.Of(ctx)
	if err != nil {
		return err
	}
	from, to := unit.Range(u.Path)
	first, last := p.Range()
	var rows []contribution
	err = tx.NewSelect().Model(&rows).Where("measure = ?", key).Where("unit_path >= ? AND unit_path < ?", from, to).
		Where("day >= ? AND day <= ?", first, last).Where("id > ?", cursor).OrderExpr("id").Limit(page + 1).Scan(ctx)
	if err != nil {
		return fmt.Errorf("read contributions: %w", db.Fault(err))
	}
	if len(rows) > page {
		rows = rows[:page]
		out.Next = rows[page-1].ID
	}
	return f.name(ctx, out, rows)
}

// name adds the records the contributions come from, those the actor may read
// with their documents, the others as amounts only.
func (f *Figures) name(ctx context.Context, out *Lineage, rows []contribution) error {
	var ids []string
	for _, c := range rows {
		ids = append(ids, c.RecordID)
	}
	records, err := f.Records.Readable(ctx, ids)
	if err != nil {
		return err
	}
	docs, err := f.Proofs.Proofs(ctx, slices.Collect(maps.Keys(records)))
	if err != nil {
		return err
	}
	for _, c := range rows {
		r, seen := records[c.RecordID]
		if !seen {
			out.Hidden.Records++
			out.Hidden.Numerator += parts(c.Num)
			out.Hidden.Denominator += parts(c.Den)
			continue
		}
		at, err := f.Tree.Get(ctx, c.UnitID)
		if err != nil {
			return err
		}
		out.Records = append(out.Records, Source{ID: r.ID, Kind: r.Kind, Title: r.Title, Number: r.Number, State: r.State, Unit: *at,
			Numerator: parts(c.Num), Denominator: parts(c.Den), Proven: c.Proven != 0 && c.Proven == c.Num,
			Documents: append([]Proof{}, docs[r.ID]...)})
	}
	return nil
}
