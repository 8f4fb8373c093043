package row

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/indicator/measure"
)

// State is which revision of a measure the province's figures show and which one
// is being counted.
type State struct {
	bun.BaseModel `bun:"table:figure_measure,alias:figure_measure"`

	Code     string `bun:"code,pk"`
	Shown    string `bun:"shown"`    // key; "" while there is nothing to show yet
	Building string `bun:"building"` // key; "" when what is shown is whole
	Reached  string `bun:"reached"`  // last record counted for building
}

// Settled reports whether the figures show this revision of the measure, whole.
func (s State) Settled(m *measure.Measure) bool { return s.Shown == m.Key() && s.Building == "" }

// Set changes the measure's state while it is being built as s says.
func (s State) Set(ctx context.Context, assignments string, values ...any) error {
	tx, err := db.Of(ctx)
	if err != nil {
		return err
	}
	_, err = tx.NewUpdate().Model((*State)(nil)).Set(assignments, values...).Where("code = ? AND building = ?", s.Code, s.Building).Exec(ctx)
	return err
}

// States reads how the measures stand, by code.
func States(ctx context.Context) (map[string]State, error) {
	rows, err := db.Find[State](ctx, "")
	if err != nil {
		return nil, fmt.Errorf("read measures: %w", err)
	}
	all := map[string]State{}
	for _, s := range rows {
		all[s.Code] = s
	}
	return all, nil
}
