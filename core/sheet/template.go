package sheet

import (
	"context"
	"fmt"
	"io"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sheet/column"
	"github.com/doanket/doanket/core/sheet/grid"
)

var unitHeads = []manifest.Text{{VI: "Mã đơn vị", EN: "Unit code"}, {VI: "Tên đơn vị", EN: "Unit name"}, {VI: "Thuộc", EN: "Under"}}

// Template is an empty XLSX file for records of the kind, with the province's own
// fields and the units at which the actor may make some. Faults: NotFound, Forbidden,
// Conflict module_disabled.
func (s *Sheets) Template(ctx context.Context, full, lang string) (*grid.File, error) {
	k, err := s.reachable(ctx, full, "create")
	if err != nil {
		return nil, err
	}
	if err := s.Kinds.Writable(ctx, k, ""); err != nil {
		return nil, err
	}
	units, err := s.units(ctx, k)
	if err != nil {
		return nil, err
	}
	codes, page := make([]string, len(units)), grid.Page{Title: unitTitle.In(lang)}
	for _, h := range unitHeads {
		page.Heads = append(page.Heads, h.In(lang))
	}
	for i, u := range units {
		above := ""
		if parent, err := s.Tree.Get(ctx, u.ParentID); err == nil {
			above = parent.Name
		}
		codes[i], page.Rows = u.Code, append(page.Rows, []string{u.Code, u.Name, above})
	}
	done, err := s.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	heads := column.Template(column.ToFill(k), lang, codes)
	f, err := grid.Spool(grid.XLSX, func(w io.Writer) error {
		return grid.Template(dataTitle.In(lang), choiceTitle.In(lang), heads, []grid.Page{page}, w)
	})
	if err != nil {
		return nil, fmt.Errorf("template of %s: %w", k.Full, err)
	}
	return f, nil
}
