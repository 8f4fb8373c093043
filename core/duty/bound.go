package duty

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
)

// Bound is a duty of the province in ctx and where it binds units.
type Bound struct {
	Duty  string
	Label manifest.Text
	Reach kind.Reach
	Owing int            // units that owe it today
	Open  map[string]int // obligations nobody has met yet, by path of the unit
}

// Bound lists the duties that bind units: to tell what changes when that changes.
// Nobody's right to read is asked.
func (ds *Duties) Bound(ctx context.Context) ([]Bound, error) {
	var out []Bound
	seen := map[string]bool{}
	for _, d := range ds.active(ctx) {
		if seen[d.name] || !d.InForce(today(ctx)) {
			continue
		}
		seen[d.name] = true
		reach, err := ds.reach(ctx, d)
		if err != nil {
			return nil, err
		}
		units, err := ds.owing(ctx, d, today(ctx))
		if err != nil {
			return nil, err
		}
		open, err := openAt(ctx, d.name)
		if err != nil {
			return nil, fmt.Errorf("count what is open of %s: %w", d.name, err)
		}
		out = append(out, Bound{Duty: d.name, Label: d.Label, Reach: reach, Owing: len(units), Open: open})
	}
	return out, nil
}

// openAt counts the open obligations of a duty by the unit's path, those reckoned no
// more left out.
func openAt(ctx context.Context, name string) (map[string]int, error) {
	rows, err := db.Query(ctx, "SELECT unit_path, count(*) FROM duty_obligation WHERE duty = ? AND state = 'open' AND due_on >= ? GROUP BY unit_path",
		name, today(ctx).AddDays(-looksBack).String())
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	err = db.Each(rows, func(rows *sql.Rows) error {
		var path string
		var n int
		err := rows.Scan(&path, &n)
		out[path] = n
		return err
	})
	return out, err
}
