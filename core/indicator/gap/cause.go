package gap

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
	recordrow "github.com/doanket/doanket/core/record/row"
)

// What a part of a gap is.
const (
	Overdue   = "overdue"   // a duty, or a record, past its last day
	Late      = "late"      // answered or done, after its day
	Begun     = "begun"     // some records, not enough of them
	Open      = "open"      // not done, its day has not passed, or it has none
	Uncounted = "uncounted" // there, and not what the target asks
	Proof     = "proof"     // claimed, without a sound paper
	Unseen    = "unseen"    // of records the reader may not see, or too many to look into
	Spared    = "spared"    // what the target lets be missing, or be: below 0
	Amount    = "amount"    // of an amount that is no share: simply too little
)

var order = []string{Overdue, Late, Proof, Begun, Open, Uncounted, Amount, Unseen, Spared}

// maxItems is how many things a cause names.
const maxItems = 30

// GapCause is a part of a gap by what it comes from, with the first things it is.
type GapCause struct {
	Cause  string    `json:"cause" enum:"overdue,late,proof,begun,open,uncounted,amount,unseen,spared"`
	Amount float64   `json:"amount"`
	Items  []GapItem `json:"items"`
	amount amount
}

// GapItem is what a cause is: a unit that is not reached, or a record.
type GapItem struct {
	Unit   GapPlace `json:"unit"`
	Record string   `json:"record,omitempty"`
	Title  string   `json:"title,omitempty"`
	Amount float64  `json:"amount"`
}

// heap gathers a gap's parts by cause.
type heap map[string]*GapCause

func (h heap) add(cause string, a amount, item *GapItem) {
	if a == 0 {
		return
	}
	c := h[cause]
	if c == nil {
		c = &GapCause{Cause: cause, Items: []GapItem{}}
		h[cause] = c
	}
	c.amount += a
	if item != nil && len(c.Items) < maxItems {
		item.Amount = a.float()
		c.Items = append(c.Items, *item)
	}
}

// causes takes a gap apart by what it comes from.
func (g *Gaps) causes(ctx context.Context, aim goal, all tally, short amount, pages []*indicator.Lineage) ([]GapCause, error) {
	h, err := heap{}, error(nil)
	today := calendar.Today(db.Now(ctx))
	switch fig := pages[0].Figure; {
	case aim.falls:
		err = g.records(ctx, h, pages, today, false, func(s indicator.Source) int64 { return thousandths(s.Numerator) })
		h.add(Spared, -aim.wanted(all.den), nil)
	case !aim.share:
		h.add(Amount, aim.wanted(0)-of(all.num), nil)
		h.add(Proof, of(all.num-all.proven), nil)
	default:
		if fig.Kind == manifest.MeasureCoverage {
			err = g.missing(ctx, h, pages[0])
		} else {
			err = g.records(ctx, h, pages, today, true, func(s indicator.Source) int64 { return thousandths(s.Denominator - s.Numerator) })
		}
		h.proofs(all.num-all.proven, pages)
		h.add(Spared, aim.wanted(all.den)-of(all.den), nil)
	}
	if err != nil {
		return nil, err
	}
	return h.sorted(short), nil
}

// sorted are the parts in order; what they do not add up to was not seen.
func (h heap) sorted(short amount) []GapCause {
	rest := short
	for _, c := range h {
		rest -= c.amount
	}
	h.add(Unseen, rest, nil)
	out := []GapCause{}
	for _, name := range order {
		if c := h[name]; c != nil {
			c.Amount = c.amount.float()
			out = append(out, *c)
		}
	}
	return out
}

// missing are the units a coverage does not reach: overdue where a duty that asks for
// its records has been missed there.
func (g *Gaps) missing(ctx context.Context, h heap, l *indicator.Lineage) error {
	missed, err := g.missed(ctx, l.Figure)
	if err != nil {
		return err
	}
	for _, m := range l.Missing {
		at := &GapItem{Unit: PlaceOf(m.Unit)}
		lacks := int64(1)
		if l.Figure.Duty != nil { // each thing owed counts
			lacks = int64(m.Need - m.Have)
			late := min(lacks, int64(missed[m.Unit.ID]))
			h.add(Overdue, of(late*whole), at)
			h.add(Open, of((lacks-late)*whole), at)
			continue
		}
		switch {
		case missed[m.Unit.ID] > 0:
			h.add(Overdue, of(whole), at)
		case m.Have > 0:
			h.add(Begun, of(whole), at)
		default:
			h.add(Open, of(whole), at)
		}
	}
	return nil
}

// missed is how many obligations each unit has missed in the period, of the duty the
// figure covers, else of all that ask for the records it counts.
func (g *Gaps) missed(ctx context.Context, fig indicator.Named) (map[string]int, error) {
	out := map[string]int{}
	if g.Figures.Duties == nil {
		return out, nil
	}
	first, last := fig.Period.Range()
	for _, name := range g.duties(ctx, fig.Measure) {
		lines, err := g.Figures.Duties.Lines(ctx, name, first, last)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			out[l.UnitID] += l.Missed
		}
	}
	return out, nil
}

// duties are the full names of those that stand behind a measure.
func (g *Gaps) duties(ctx context.Context, measure string) []string {
	set := g.Kinds.In(ctx)
	of, own := "", ""
	for _, m := range set.Manifests() {
		for i := range m.Measures {
			if one := &m.Measures[i]; one.FullName() == measure {
				of = one.Of
				if one.OfDuty != "" {
					own = one.Module + "." + one.OfDuty
				}
			}
		}
	}
	if own != "" {
		return []string{own}
	}
	var out []string
	for _, m := range set.Manifests() {
		for i := range m.Duties {
			if d := &m.Duties[i]; d.Kind == of && of != "" {
				out = append(out, d.FullName())
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out) // a rule before and after a day has one name
}

// records sorts what records lack, or are too much, by how their clocks stand.
func (g *Gaps) records(ctx context.Context, h heap, pages []*indicator.Lineage, today calendar.Date, counts bool, lacks func(indicator.Source) int64) error {
	for _, l := range pages {
		var ids []string
		for _, s := range l.Records {
			ids = append(ids, s.ID)
		}
		found, err := g.Records.Readable(ctx, ids)
		if err != nil {
			return err
		}
		for _, s := range l.Records {
			if n := lacks(s); n != 0 && !s.Withdrawn {
				h.add(clockOf(found[s.ID], today, counts), of(n), &GapItem{Unit: PlaceOf(s.Unit), Record: s.ID, Title: s.Title})
			}
		}
	}
	return nil
}

// clockOf is the cause the clocks of a record tell.
func clockOf(r *record.Record, today calendar.Date, counts bool) string {
	cause := Open
	if r == nil {
		return cause
	}
	if counts && !r.Open() {
		cause = Uncounted
	}
	for i := range r.Deadlines {
		switch r.Deadlines[i].StateOn(today) {
		case recordrow.ClockOverdue:
			return Overdue
		case recordrow.ClockMetLate:
			cause = Late
		}
	}
	return cause
}

// proofs are the records that claim without a sound paper.
func (h heap) proofs(n int64, pages []*indicator.Lineage) {
	if n == 0 {
		return
	}
	items := []GapItem{}
	for _, l := range pages {
		for _, s := range l.Records {
			if s.Numerator > 0 && !s.Proven && !s.Withdrawn && !s.Outside && len(items) < maxItems {
				items = append(items, GapItem{Unit: PlaceOf(s.Unit), Record: s.ID, Title: s.Title, Amount: s.Numerator})
			}
		}
	}
	h.add(Proof, of(n), nil)
	h[Proof].Items = items
}
