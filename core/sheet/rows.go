package sheet

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sheet/grid"
)

// Row is one row of an import: what it says, and what became or would become of it.
type Row struct {
	Row      int
	State    string
	RecordID string // of a row that is done, or names the record it changes
	Cells    []string
	Problem  *Problem
}

// maxPage is how many rows are shown at once.
const maxPage = 100

var rowStates = []string{Good, Bad, Same, Done, Refused, RowBack, RowKept}

// Rows are rows of the caller's import behind the one with the number after, those of
// the states if there are any, at most limit (1–100). Faults: NotFound; Invalid
// unknown_value (state).
func (s *Sheets) Rows(ctx context.Context, importID string, states []string, after, limit int) ([]Row, error) {
	imp, err := s.Import(ctx, importID)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(states, func(state string) bool { return !slices.Contains(rowStates, state) }) {
		return nil, fault.New(fault.Invalid, "unknown_value", fault.Field("state"))
	}
	if len(states) == 0 {
		states = rowStates
	}
	return rowsOf(ctx, imp, states, after, min(max(limit, 1), maxPage))
}

func rowsOf(ctx context.Context, imp *Import, states []string, after, limit int) ([]Row, error) {
	rows, err := db.Query(ctx, "SELECT row, state, record_id, before, cells, problem FROM sheet_row WHERE import_id = ? AND state IN (?) AND row > ? ORDER BY row LIMIT ?",
		imp.ID, states, after, limit)
	if err != nil {
		return nil, err
	}
	out := []Row{}
	return out, db.Each(rows, func(rows *sql.Rows) error {
		r, before, cells, problem := Row{}, "", "", ""
		err := rows.Scan(&r.Row, &r.State, &r.RecordID, &before, &cells, &problem)
		if err != nil {
			return err
		}
		if (r.State == Good || r.State == Bad || r.State == Refused) && before == "" {
			r.RecordID = "" // there is none yet
		}
		if r.Problem, err = problemOf(problem); err != nil {
			return err
		}
		if cells != "" {
			err = json.Unmarshal([]byte(cells), &r.Cells)
		}
		out = append(out, r)
		return err
	})
}

var reasonLabel = manifest.Text{VI: "Lý do", EN: "Reason"}

// Rejected is a sheet of the rows of the caller's import that were not taken, as they
// came, with the reason beside each: mended, it is an import of its own. say puts a
// problem into words. Fault: NotFound.
func (s *Sheets) Rejected(ctx context.Context, importID, lang string, say func(p *Problem, row int) string) (*grid.File, error) {
	imp, err := s.Import(ctx, importID)
	if err != nil {
		return nil, err
	}
	l, err := s.layoutOf(ctx, imp)
	if err != nil {
		return nil, err
	}
	done, err := s.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	f, err := grid.Spool(grid.XLSX, func(w io.Writer) error {
		out, err := grid.NewWriter(grid.XLSX, dataTitle.In(lang), l.rejectedHeads(lang), w)
		if err != nil {
			return err
		}
		for after := 0; ; {
			rows, err := rowsOf(ctx, imp, []string{Bad, Refused}, after, maxPage)
			if err != nil {
				return err
			}
			if len(rows) == 0 {
				return out.End()
			}
			for _, r := range rows {
				values := make([]any, len(l.heads)+1)
				for i, cell := range r.Cells {
					if i < len(l.heads) {
						values[i] = cell
					}
				}
				values[len(l.heads)] = say(r.Problem, r.Row)
				if err := out.Row(values); err != nil {
					return err
				}
				after = r.Row
			}
		}
	})
	if err != nil {
		return nil, fmt.Errorf("rejected rows: %w", err)
	}
	return f, nil
}

// rejectedHeads are the heads as they came, and one for the reason. Cells go out as
// the texts that came in.
func (l *layout) rejectedHeads(lang string) []grid.Head {
	out := make([]grid.Head, len(l.heads)+1)
	for i, head := range l.heads {
		label := head
		if c, known := l.columns[l.names[i]]; known {
			label = c.Label.In(lang)
		}
		out[i] = grid.Head{Name: l.names[i], Label: label}
	}
	out[len(l.heads)] = grid.Head{Label: reasonLabel.In(lang), Wide: true}
	return out
}
