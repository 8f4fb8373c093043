package indicator

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/indicator/pilot"
	"github.com/doanket/doanket/core/indicator/row"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/unit"
)

// Slice is the part of a figure with one value of what the measure says by:,
// largest first. Value is an enum's value or a unit's id, "" for records that
// name none, which also have no label. Slices of a field with several values
// may add up to more than the whole.
type Slice struct {
	Value  string        `json:"value"`
	Label  manifest.Text `json:"label"`
	Figure Figure        `json:"figure"`
}

// slices are the parts of a measure's figure at a unit; none where the measure
// does not say by:.
func (f *Figures) slices(ctx context.Context, m *Measure, u unit.Unit, p calendar.Period) ([]Slice, error) {
	out := []Slice{}
	if m.By == "" {
		return out, nil
	}
	states, err := measureStates(ctx, []*Measure{m})
	if err != nil {
		return nil, err
	}
	keys, err := row.PartKeys(ctx, states[m.Code].Shown, u.ID)
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		figs, err := f.readPart(ctx, m, key, []unit.Unit{u}, p)
		if err != nil {
			return nil, err
		}
		fig := figs[row.CellKey(m.Code, u.ID)]
		if fig.Numerator == 0 && fig.Withdrawn == 0 && (m.Covering() || fig.Denominator == 0) {
			continue
		}
		_, value, _ := strings.Cut(key, "|")
		label, err := f.valueLabel(ctx, m, value)
		if err != nil {
			return nil, err
		}
		out = append(out, Slice{Value: value, Label: label, Figure: fig})
	}
	slices.SortStableFunc(out, func(a, b Slice) int {
		return cmp.Or(cmp.Compare(b.Figure.Denominator, a.Figure.Denominator), cmp.Compare(b.Figure.Numerator, a.Figure.Numerator))
	})
	return out, nil
}

// readPart is read for one part of a measure.
func (f *Figures) readPart(ctx context.Context, m *Measure, key string, units []unit.Unit, p calendar.Period) (map[string]Figure, error) {
	reach, err := pilot.Reach(ctx, f.Kinds, m)
	if err != nil {
		return nil, err
	}
	kept, err := pilot.Cells(ctx, f.Tree, []kind.Reach{reach}, []*Measure{m}, []string{key}, units, p)
	if err != nil {
		return nil, err
	}
	var must *coverage
	if m.Covering() {
		if must, err = f.cover(ctx, m, key, p); err != nil {
			return nil, err
		}
	}
	out := map[string]Figure{}
	for _, u := range units {
		c := kept[row.CellKey(key, u.ID)]
		if must != nil {
			c = must.at(u, c)
		}
		fig := figureOf(m, c)
		fig.Target, fig.Status = nil, measure.None // the target is the whole's
		out[row.CellKey(m.Code, u.ID)] = fig.standing(pilot.Standing(reach, u.Path))
	}
	return out, nil
}

// valueLabel is what a value is called: an enum's value as the kind says, a unit
// by its name, what is known to neither as it stands.
func (f *Figures) valueLabel(ctx context.Context, m *Measure, value string) (manifest.Text, error) {
	if value == "" {
		return manifest.Text{}, nil
	}
	k, err := f.Kinds.Of(ctx, m.Of)
	if err != nil {
		return manifest.Text{}, err
	}
	if field := k.Kind.Field(m.By); field != nil && field.Type != manifest.TypeUnit {
		if v := field.Value(value); v != nil {
			return v.Label, nil
		}
		return manifest.Text{VI: value, EN: value}, nil
	}
	u, err := f.Tree.Get(ctx, value)
	if err != nil {
		return manifest.Text{}, err
	}
	return manifest.Text{VI: u.Name, EN: u.Name}, nil
}
