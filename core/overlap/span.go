package overlap

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	manifest "github.com/doanket/doanket/core/manifest/overlap"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/text"
)

// stretches are what is compared of a record as it stands; none in a state in which
// it is not, or while its days or places are not known.
func (o *Overlaps) stretches(ctx context.Context, k *kind.Kind, rec *record.Record) ([]Stretch, error) {
	s := k.Overlaps
	if s == nil || !slices.Contains(s.States, rec.State) {
		return nil, nil
	}
	rows := []map[string]any{rec.Fields}
	if s.Each != "" {
		rows, _ = rec.Fields[s.Each].([]map[string]any)
	}
	var out []Stretch
	for _, r := range rows {
		one := Stretch{RecordID: rec.ID, Kind: rec.Kind, UnitID: rec.UnitID}
		if k.Parent != "" {
			one.ParentID, _ = rec.Fields[k.Parent].(string)
		}
		if n, ok := r[s.No].(int64); ok && s.Each != "" {
			one.No = int(n)
		}
		known, err := o.read(ctx, s, r, &one)
		if err != nil {
			return nil, err
		}
		if known && !slices.ContainsFunc(out, func(have Stretch) bool { return have.No == one.No }) {
			out = append(out, one)
		}
	}
	return out, nil
}

// read fills in what the fields of a record, or the cells of a row, say; false when
// that is too little to compare.
func (o *Overlaps) read(ctx context.Context, s *manifest.Span, fields map[string]any, one *Stretch) (bool, error) {
	one.First = day(fields, s.From)
	if one.Last = day(fields, s.To); one.Last.IsZero() {
		one.Last = one.First
	}
	one.Groups, one.Themes = said(fields, s.Group, s.Vague), said(fields, s.Theme, s.Vague)
	one.Bodies = said(fields, s.Body, nil)
	at := said(fields, s.Place, nil)
	if s.Place == "" {
		at = one.Bodies
	}
	for _, id := range at {
		_, _, place, _, err := o.Tree.Seat(ctx, id)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return false, fmt.Errorf("place of %s: %w", id, err)
		}
		if !slices.Contains(one.Places, place) {
			one.Places = append(one.Places, place)
		}
	}
	return !one.First.IsZero() && !one.Last.Before(one.First) && len(one.Places) > 0, nil
}

func day(fields map[string]any, name string) calendar.Date {
	s, _ := fields[name].(string)
	d, err := calendar.ParseDay(s)
	if err != nil {
		return calendar.Date{}
	}
	return d
}

// said are the values of a field, texts folded, without those that say nothing.
func said(fields map[string]any, name string, vague []string) []string {
	var out []string
	switch v := fields[name].(type) {
	case string:
		out = []string{strings.TrimSpace(text.Fold(v))}
	case []string:
		out = slices.Clone(v)
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" || slices.Contains(vague, s) })
}
