package indicator

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/indicator/pilot"
	"github.com/doanket/doanket/core/indicator/row"
	"github.com/doanket/doanket/core/manifest"
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
	Approved    bool      `json:"approved"`
	Withdrawn   bool      `json:"withdrawn"` // counted beside the figure, not in it
	Outside     bool      `json:"outside"`   // of a coverage: its unit need not be reached in the period, so it counts nothing
	Documents   []Proof   `json:"documents"`
}

// Hidden is the share of records the actor may not see: counted, never named.
type Hidden struct {
	Records     int     `json:"records"`
	Withdrawn   int     `json:"withdrawn"` // of them
	Numerator   float64 `json:"numerator"`
	Denominator float64 `json:"denominator"`
}

// Lineage leads from a figure to what it rests on. On every page together,
// Records and Hidden add up to the figure of a count, sum or ratio.
type Lineage struct {
	Figure  Named     `json:"figure"`
	Units   []Part    `json:"units"`
	Records []Source  `json:"records"`
	Hidden  Hidden    `json:"hidden"`
	Missing []Missing `json:"missing"` // coverage: units not reached
	Next    string    `json:"next,omitempty"`
}

// Ask is a question for a figure: of a measure at a unit ("" = the root) in a
// period ("" = this year). Part asks for the part with one value of a measure
// that says by:; Cursor is Next of the page before; Short leaves out the records that
// add all they can, proven (of what is kept by contributions and is no stock).
type Ask struct {
	Measure, Unit, Period string
	Part                  *string
	Cursor                string
	Short                 bool
	Known                 *Named // the figure, of a page before: it is not reckoned again
}

// Lineage opens a figure: parts by unit, then its records page by page.
// Faults: NotFound; Invalid bad_period, bad_cursor.
func (f *Figures) Lineage(ctx context.Context, a Ask) (*Lineage, error) {
	m, u, p, err := f.ask(ctx, a.Measure, a.Unit, a.Period)
	if err != nil {
		return nil, err
	}
	if a.Cursor != "" && !id.Valid(a.Cursor, "ctb") && !id.Valid(a.Cursor, "rec") {
		return nil, fault.New(fault.Invalid, "bad_cursor", fault.Field("cursor"))
	}
	fig := a.Known
	if fig == nil {
		if fig, err = f.Get(ctx, a.Measure, u.ID, string(p)); err != nil {
			return nil, err
		}
	}
	states, err := f.statesOf(ctx, []*Measure{m})
	if err != nil {
		return nil, err
	}
	t := &trace{Figures: f, m: m, unit: u, period: p, key: states[m.Code].Shown, short: a.Short, out: &Lineage{Figure: *fig}}
	if a.Part != nil {
		t.key = measure.PartKey(t.key, *a.Part)
		if err := t.onlyPart(*a.Part); err != nil {
			return nil, err
		}
	}
	if a.Cursor == "" {
		if err := t.breakdown(ctx, a.Part); err != nil {
			return nil, err
		}
	}
	if ofDuty(m) {
		return t.out, t.fulfilled(ctx, a.Cursor)
	}
	return t.out, t.sources(ctx, states, a.Cursor)
}

// trace follows one figure down.
type trace struct {
	*Figures
	m      *Measure
	unit   *unit.Unit
	period calendar.Period
	key    string
	short  bool
	out    *Lineage
}

// onlyPart lets the lineage be that of one part. Fault: NotFound for a value
// that the figure has no part of.
func (t *trace) onlyPart(value string) error {
	for _, s := range t.out.Figure.Split {
		if s.Value == value {
			t.out.Figure.Figure, t.out.Figure.Split = s.Figure, []Slice{s}
			return nil
		}
	}
	return fault.New(fault.NotFound, "not_found", fault.Field("part"))
}

// breakdown lists the units below with their figures and, for a coverage, the
// units that are missing.
func (t *trace) breakdown(ctx context.Context, part *string) error {
	below, err := t.Tree.List(ctx, unit.Filter{Parent: t.unit.ID})
	if err != nil {
		return err
	}
	seen := t.visible(ctx, below.Items)
	var figs map[string]Figure
	if part == nil {
		figs, err = t.read(ctx, []*Measure{t.m}, seen, t.period)
	} else {
		figs, err = t.readPart(ctx, t.m, t.key, seen, t.period)
	}
	if err != nil {
		return err
	}
	for _, b := range seen {
		if fig := figs[row.CellKey(t.m.Code, b.ID)]; fig.Numerator != 0 || fig.Denominator != 0 || fig.Withdrawn != 0 {
			t.out.Units = append(t.out.Units, Part{Unit: b, Figure: fig})
		}
	}
	if ofDuty(t.m) {
		t.out.Missing, err = t.undone(ctx, t.m, t.unit, t.period)
	} else if t.m.Covering() {
		t.out.Missing, err = t.missing(ctx, t.m, t.key, t.unit, t.period)
	}
	return err
}

// sources reads one page of contributions and shows those records the actor
// may read.
func (t *trace) sources(ctx context.Context, states map[string]measureState, cursor string) error {
	keys := []string{t.key}
	for _, code := range t.m.AllOf {
		keys = append(keys, states[code].Shown)
	}
	rows, err := t.page(ctx, keys, cursor)
	if err != nil {
		return fmt.Errorf("read contributions: %w", db.Fault(err))
	}
	if len(rows) > page {
		rows = rows[:page]
		t.out.Next = rows[page-1].ID
		if t.m.Kind == manifest.MeasureStock {
			t.out.Next = rows[page-1].RecordID
		}
	}
	return t.name(ctx, rows)
}

// page reads the contributions after the cursor, one more than a page. Of a
// stock it reads what is there at the period's end, and what was withdrawn in
// it, by record.
func (t *trace) page(ctx context.Context, keys []string, cursor string) (rows []contribution, err error) {
	tx, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	reach, err := pilot.Reach(ctx, t.Kinds, t.m)
	if err != nil {
		return nil, err
	}
	first, last := t.period.Range()
	q := pilot.Below(tx.NewSelect().Model(&rows).Where("measure IN (?)", bun.List(keys)), reach, t.unit.Path).Limit(page + 1)
	if t.m.Kind == manifest.MeasureStock {
		q = q.Column("record_id", "unit_id").ColumnExpr("SUM(num) AS num, SUM(proven) AS proven, SUM(approved) AS approved").
			ColumnExpr("SUM(CASE WHEN day >= ? THEN withdrawn ELSE 0 END) AS withdrawn", first).
			Where("day <= ?", last).Where("record_id > ?", cursor).Group("record_id", "unit_id").
			Having("SUM(num) <> 0 OR SUM(CASE WHEN day >= ? THEN withdrawn ELSE 0 END) <> 0", first).OrderExpr("record_id")
		return rows, q.Scan(ctx)
	}
	q = q.Where("day >= ? AND day <= ?", first, last).Where("id > ?", cursor).OrderExpr("id")
	if t.short {
		q = q.Where("withdrawn = 0 AND (num < den OR proven < num)")
	}
	if bit := measure.GrainBits[t.period.Grain()]; bit != 0 {
		q = q.Where("grains & CAST(? AS bigint) <> 0", bit)
	}
	return rows, q.Scan(ctx)
}

// name adds the records the contributions come from, those the actor may read
// with their documents, the others as amounts only.
func (t *trace) name(ctx context.Context, rows []contribution) error {
	var ids []string
	for _, c := range rows {
		ids = append(ids, c.RecordID)
	}
	records, err := t.Records.Readable(ctx, ids)
	if err != nil {
		return err
	}
	docs, err := t.Proofs.Proofs(ctx, slices.Collect(maps.Keys(records)))
	if err != nil {
		return err
	}
	amounts, err := t.amounts(ctx)
	if err != nil {
		return err
	}
	for _, c := range rows {
		s, err := amounts(c)
		if err != nil {
			return err
		}
		r, seen := records[c.RecordID]
		if !seen {
			t.hide(s)
			continue
		}
		at, err := t.Tree.Get(ctx, c.UnitID)
		if err != nil {
			return err
		}
		s.ID, s.Kind, s.Title, s.Number, s.State, s.Unit = r.ID, r.Kind, r.Title, r.Number, r.State, *at
		s.Documents = append([]Proof{}, docs[r.ID]...)
		t.out.Records = append(t.out.Records, s)
	}
	return nil
}

// hide counts a record the actor may not see.
func (t *trace) hide(s Source) {
	t.out.Hidden.Records++
	t.out.Hidden.Numerator += s.Numerator
	t.out.Hidden.Denominator += s.Denominator
	if s.Withdrawn {
		t.out.Hidden.Withdrawn++
	}
}

// amounts reads what a contribution adds. Of a coverage that is one of one, for
// a unit that must be reached; each record that reaches it says so.
func (t *trace) amounts(ctx context.Context) (func(c contribution) (Source, error), error) {
	var must map[string]string
	if t.m.Covering() {
		c, err := t.cover(ctx, t.m, t.key, t.period)
		if err != nil {
			return nil, err
		}
		must = c.paths
	}
	return func(c contribution) (Source, error) {
		s := Source{Numerator: parts(c.Num), Denominator: parts(c.Den), Proven: c.Proven != 0 && c.Proven == c.Num,
			Approved: c.Approved != 0 && c.Approved == c.Num, Withdrawn: c.Withdrawn != 0}
		if !c.Cover {
			return s, nil
		}
		unitID, err := t.heir(ctx, must, c.UnitID)
		s.Numerator, s.Denominator, s.Outside = 1, 1, unitID == ""
		if s.Outside {
			s.Numerator, s.Denominator = 0, 0
		}
		return s, err
	}, nil
}
