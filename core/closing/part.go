package closing

import (
	"context"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/closing/statement"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/indicator/row"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
)

// A part of a figure by value stands in a statement as a measure of its own: it counts
// as the whole does, from contributions of its own, so that whoever verifies a
// statement needs no other rule.

// between parts the code of a measure from the value a part of it is of.
const between = "|"

// partCode is what the part with a value is called.
func partCode(code, value string) string { return code + between + value }

// parts adds those of a measure that is also shown by value.
func (a *assembly) parts(ctx context.Context, m *measure.Measure, reach kind.Reach, whole statement.Measure) error {
	if m.By == "" {
		return nil
	}
	keys, err := row.PartKeys(ctx, m.Key(), a.unit.ID)
	if err != nil {
		return err
	}
	for _, key := range keys {
		_, value, _ := strings.Cut(key, between)
		part := whole
		part.Code, part.Target, part.Label = partCode(whole.Code, value), nil, a.partLabel(ctx, m, value)
		if part.Contributions, err = a.behind(ctx, m, key, reach); err != nil {
			return err
		}
		if len(part.Contributions) > 0 {
			a.out.Measures = append(a.out.Measures, part)
		}
	}
	return nil
}

// partLabel is the label of a measure with that of the value, as it was when closed.
func (a *assembly) partLabel(ctx context.Context, m *measure.Measure, value string) manifest.Text {
	said := manifest.Text{VI: value, EN: value}
	if value == "" {
		said = manifest.Text{VI: "không ghi", EN: "not said"}
	}
	if i := slices.IndexFunc(a.out.Units, func(u statement.Unit) bool { return u.ID == value }); i >= 0 {
		said = manifest.Text{VI: a.out.Units[i].Name, EN: a.out.Units[i].Name}
	}
	if k, err := a.Kinds.Of(ctx, m.Of); err == nil {
		if f := k.Kind.Field(m.By); f != nil && f.Value(value) != nil {
			said = f.Value(value).Label
		}
	}
	return labelOf(m.Label, said)
}

func labelOf(whole, value manifest.Text) manifest.Text {
	return manifest.Text{VI: whole.VI + ": " + value.VI, EN: whole.EN + ": " + value.EN}
}

// comparedParts are the closed parts of a tile's figure beside today's. An edition
// closed before parts were has none, and is compared by its whole alone.
func comparedParts(t indicator.Tile, unitID string, closed map[string]statement.Figure) []Compared {
	then := map[string]statement.Figure{}
	for code, f := range closed {
		if strings.HasPrefix(code, partCode(t.Measure, "")) {
			then[code] = f
		}
	}
	if whole, there := closed[t.Measure]; len(then) == 0 && there && whole.Num+whole.Den != 0 {
		return nil
	}
	var out []Compared
	for _, s := range t.Split {
		code, said := partCode(t.Measure, s.Value), s.Label
		if s.Value == "" {
			said = manifest.Text{VI: "không ghi", EN: "not said"}
		}
		today := figureOf(s.Figure)
		today.Unit = unitID
		one := Compared{Measure: code, Label: labelOf(t.Label, said), In: t.Unit, Today: &today}
		was, there := then[code]
		if !there {
			was = statement.Zero(t.Kind, t.Unit, unitID)
		}
		one.Closed, one.Restated = &was, !equal(was, s.Figure)
		delete(then, code)
		delete(closed, code)
		out = append(out, one)
	}
	for code, f := range then { // nothing of the value counts any more
		zero := statement.Zero(t.Kind, t.Unit, unitID)
		_, value, _ := strings.Cut(code, between)
		out = append(out, Compared{Measure: code, Label: labelOf(t.Label, manifest.Text{VI: value, EN: value}), In: t.Unit, Closed: &f, Today: &zero, Restated: f.Num+f.Den != 0})
		delete(closed, code)
	}
	return out
}
