package tree

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sheet/grid"
	"github.com/doanket/doanket/core/unit"
)

var pageHeads = []manifest.Text{{VI: "Mã đơn vị", EN: "Unit code"}, {VI: "Tên đơn vị", EN: "Unit name"}, {VI: "Thuộc", EN: "Under"}}

// Template is an empty XLSX file for units, with the codes of those the actor may open
// some below, places before bodies.
func (t Tables) Template(ctx context.Context, lang string, may func(path string) bool) (*grid.File, error) {
	kinds, err := t.Tree.Kinds(ctx)
	if err != nil {
		return nil, err
	}
	all, err := t.Tree.List(ctx, unit.Filter{Open: true})
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	var above []unit.Unit
	for _, u := range all.Items {
		names[u.ID] = u.Name
		if u.Code != "" && may(u.Path) {
			above = append(above, u)
		}
	}
	slices.SortStableFunc(above, func(a, b unit.Unit) int { return rank(a) - rank(b) })
	page, codes := grid.Page{Title: unitTitle.In(lang)}, make([]string, len(above))
	for _, h := range pageHeads {
		page.Heads = append(page.Heads, h.In(lang))
	}
	for i, u := range above {
		codes[i], page.Rows = u.Code, append(page.Rows, []string{u.Code, u.Name, names[u.ParentID]})
	}
	heads := heads(kinds, codes, lang)
	f, err := grid.Spool(grid.XLSX, func(w io.Writer) error {
		return grid.Template(dataTitle.In(lang), choiceTitle.In(lang), heads, []grid.Page{page}, w)
	})
	if err != nil {
		return nil, fmt.Errorf("template of units: %w", err)
	}
	return f, nil
}

func rank(u unit.Unit) int {
	if u.Branch == unit.BranchPlace {
		return 0
	}
	return 1
}

// heads are those of a template: no unit is closed by a table.
func heads(kinds []unit.Kind, codes []string, lang string) []grid.Head {
	var out []grid.Head
	for _, l := range labels {
		h := grid.Head{Name: l.name, Label: l.label.In(lang), Hint: l.hint.In(lang)}
		switch l.name {
		case To:
			continue
		case Parent:
			h.Choose = codes // not strictly: a parent may stand in the table itself
		case Kind:
			for _, k := range kinds {
				h.Choose = append(h.Choose, manifest.Text{VI: k.VI, EN: k.EN}.In(lang))
			}
			h.Strict = len(kinds) > 0
		case From:
			h.Shape = grid.Day
		}
		out = append(out, h)
	}
	return out
}
