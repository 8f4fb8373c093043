package web

import (
	"slices"
	"strings"

	"github.com/doanket/doanket/core/ledger"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/view"
)

type ledgerIn struct {
	Under  string `query:"under"`
	Source string `query:"source" maxLength:"40"`
}

// ledgerLine is what one body was asked and how it answered. Sent is the sum of
// not_due, on_time, late, silent and elsewhere.
type ledgerLine struct {
	Unit      view.UnitRef `json:"unit"`
	Sent      int          `json:"sent"`
	NotDue    int          `json:"not_due"`
	OnTime    int          `json:"on_time"`
	Late      int          `json:"late"`
	Silent    int          `json:"silent"`
	Elsewhere int          `json:"elsewhere"`
	TakenUp   int          `json:"taken_up"`
	Promised  int          `json:"promised"`
}

// ledger is the recommendations the caller may read, by answering body, those
// that owe an answer first, then by name.
func (h recordHandler) ledger(c *endpoint.Call, in ledgerIn) (endpoint.Items[ledgerLine], error) {
	lines, err := ledger.Lines(c.Ctx, h.records, in.Under, in.Source)
	if err != nil {
		return endpoint.Items[ledgerLine]{}, err
	}
	out := make([]ledgerLine, len(lines))
	for i, l := range lines {
		out[i] = ledgerLine{view.Named(c.Ctx, h.tree, l.UnitID), l.Sent, l.NotDue, l.OnTime, l.Late, l.Silent, l.Elsewhere, l.TakenUp, l.Promised}
	}
	slices.SortStableFunc(out, func(a, b ledgerLine) int {
		if a.Silent != b.Silent {
			return b.Silent - a.Silent
		}
		return strings.Compare(a.Unit.Name, b.Unit.Name)
	})
	return endpoint.Items[ledgerLine]{Items: out}, nil
}
