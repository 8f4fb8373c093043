package sheet

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/job"
)

// States of a row.
const (
	Good    = "good"
	Bad     = "bad"
	Same    = "same"
	Done    = "done"
	Refused = "refused"
	RowBack = "undone"
	RowKept = "kept"
)

const importColumns = "id, person, token_id, allow, kind, upload_id, name, format, unit_id, step, state, problem, head_row, heads, columns, good, bad, same, done, refused, undone, kept, at"

func (i *Import) insert(ctx context.Context) error {
	_, err := db.InsertRows(ctx, "INSERT INTO sheet_import ("+importColumns+")", [][]any{{i.ID, i.person, i.tokenID, jsonText(i.allow), i.Kind, i.uploadID, i.Name,
		i.format, i.UnitID, i.Step, i.State, "", i.HeadRow, jsonText(i.Heads), jsonText(i.Columns), 0, 0, 0, 0, 0, 0, 0, i.At.UnixMicro()}})
	return err
}

// update writes what reading finds out.
func (i *Import) update(ctx context.Context) error {
	problem := ""
	if i.Problem != nil {
		problem = jsonText(i.Problem)
	}
	_, err := db.Exec(ctx, `UPDATE sheet_import SET unit_id = ?, step = ?, state = ?, problem = ?, head_row = ?, heads = ?, columns = ?,
		good = ?, bad = ?, same = ?, done = ?, refused = ?, undone = ?, kept = ? WHERE id = ?`, i.UnitID, i.Step, i.State, problem, i.HeadRow,
		jsonText(i.Heads), jsonText(i.Columns), i.Good, i.Bad, i.Same, i.Done, i.Refused, i.Undone, i.Kept, i.ID)
	return err
}

func (i *Import) setState(ctx context.Context) error {
	_, err := db.Exec(ctx, "UPDATE sheet_import SET state = ? WHERE id = ?", i.State, i.ID)
	return err
}

// count adds to the counts; false when the import is no longer in its state.
func (i *Import) count(ctx context.Context, more Counts) (bool, error) {
	_, err := db.Exec(ctx, "UPDATE sheet_import SET good = good + ?, bad = bad + ?, same = same + ?, done = done + ?, refused = refused + ?, undone = undone + ?, kept = kept + ? WHERE id = ?",
		more.Good, more.Bad, more.Same, more.Done, more.Refused, more.Undone, more.Kept, i.ID)
	if err != nil {
		return false, err
	}
	list, err := findImports(ctx, "id = ?", i.ID)
	return len(list) == 1 && list[0].State == i.State, err
}

func findImports(ctx context.Context, where string, args ...any) ([]*Import, error) {
	rows, err := db.Query(ctx, "SELECT "+importColumns+" FROM sheet_import WHERE "+where, args...)
	if err != nil {
		return nil, err
	}
	out := []*Import{}
	err = db.Each(rows, func(rows *sql.Rows) error {
		i := &Import{}
		var allow, problem, heads, columns string
		var at int64
		err := rows.Scan(&i.ID, &i.person, &i.tokenID, &allow, &i.Kind, &i.uploadID, &i.Name, &i.format, &i.UnitID, &i.Step, &i.State, &problem, &i.HeadRow,
			&heads, &columns, &i.Good, &i.Bad, &i.Same, &i.Done, &i.Refused, &i.Undone, &i.Kept, &at)
		if err != nil {
			return err
		}
		i.At = time.UnixMicro(at).UTC()
		if problem != "" {
			i.Problem = new(Problem)
			if err := json.Unmarshal([]byte(problem), i.Problem); err != nil {
				return err
			}
		}
		for _, kept := range []struct {
			text string
			into *[]string
		}{{allow, &i.allow}, {heads, &i.Heads}, {columns, &i.Columns}} {
			if err := json.Unmarshal([]byte(kept.text), kept.into); err != nil {
				return err
			}
		}
		out = append(out, i)
		return nil
	})
	return out, err
}

// forget removes imports with their rows.
func forget(ctx context.Context, ids []string) error {
	for _, table := range []string{"sheet_row WHERE import_id", "sheet_import WHERE id"} {
		if _, err := db.Exec(ctx, "DELETE FROM "+table+" IN (?)", ids); err != nil {
			return err
		}
	}
	return nil
}

// ForgetJob removes what is kept of imports once they can no longer be undone.
const (
	ForgetJob  = "sheet.forget"
	ForgetCron = "41 3 * * *"
)

// Forget is its worker.
func Forget(ctx context.Context, _ job.Job) error {
	for {
		old, err := findImports(ctx, "at < ? AND state NOT IN (?) ORDER BY at LIMIT 10", id.NowIn(ctx).Add(-Kept).UnixMicro(), []string{Taking, Undoing})
		if err != nil || len(old) == 0 {
			return err
		}
		ids := make([]string, len(old))
		for n, i := range old {
			ids[n] = i.ID
		}
		if err := db.InTx(ctx, func(ctx context.Context) error { return forget(ctx, ids) }); err != nil {
			return err
		}
	}
}
