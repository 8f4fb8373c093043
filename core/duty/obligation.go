package duty

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/db"
)

// States of an obligation. Missed is not stored: an open one whose last day has
// passed is missed, and one whose law is still to be confirmed never is.
const (
	Open    = "open"
	Missed  = "missed"
	Met     = "met"
	MetLate = "met_late"
	Excused = "excused"
	Ended   = "ended" // the unit, or the rule, was no more before it fell due
)

// row is an obligation as it is stored.
type row struct {
	bun.BaseModel `bun:"table:duty_obligation,alias:duty_obligation"`

	ID        string `bun:"id,pk"`
	Duty      string `bun:"duty"` // full name
	Kind      string `bun:"kind"` // of the record owed
	UnitID    string `bun:"unit_id"`
	UnitPath  string `bun:"unit_path"`
	Branch    string `bun:"branch"`
	Period    string `bun:"period"`
	Occasion  string `bun:"occasion"` // the record it falls due before, or ""
	OpensOn   string `bun:"opens_on"`
	DueOn     string `bun:"due_on"`
	CountsOn  string `bun:"counts_on"`
	Firm      bool   `bun:"firm"` // false while the law is to be confirmed
	Need      int    `bun:"need"`
	Have      int    `bun:"have"`
	Begun     bool   `bun:"begun"`
	Proven    bool   `bun:"proven"`
	State     string `bun:"state"`
	MetOn     string `bun:"met_on"`
	RecordID  string `bun:"record_id"`  // that met it, the last of several
	WorkingID string `bun:"working_id"` // that is under way for it
	Opened    int    `bun:"opened"`     // how often a record was opened for it
	ExcusedBy string `bun:"excused_by"`
	ExcusedAt int64  `bun:"excused_at"`
	Reason    string `bun:"reason"`
}

func (r *row) key() string { return r.UnitID + " " + r.Period + " " + r.Occasion }

func (r *row) object() access.Object {
	return access.Object{Kind: r.Kind, UnitPath: r.UnitPath, Branch: r.Branch}
}

// stateOn is the state on a day.
func (r *row) stateOn(day string) string {
	if r.State == Open && r.Firm && r.DueOn < day {
		return Missed
	}
	return r.State
}

// fulfilment is a record that is for an obligation: one that meets it, or is
// under way.
type fulfilment struct {
	bun.BaseModel `bun:"table:duty_fulfilment,alias:duty_fulfilment"`

	Duty     string `bun:"duty"`
	RecordID string `bun:"record_id"`
	UnitID   string `bun:"unit_id"`
	Period   string `bun:"period"`
	Occasion string `bun:"occasion"`
	MetOn    string `bun:"met_on"` // "" while it is under way
	Proven   bool   `bun:"proven"`
}

func (f fulfilment) key() string { return f.UnitID + " " + f.Period + " " + f.Occasion }

// insert writes new obligations.
func insert(ctx context.Context, rows []*row) error {
	tx, err := db.Of(ctx)
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(rows, 300) {
		if _, err := tx.NewInsert().Model(&chunk).On("CONFLICT (duty, unit_id, period, occasion) DO NOTHING").Exec(ctx); err != nil {
			return fmt.Errorf("write obligations: %w", db.Fault(err))
		}
	}
	return nil
}

// save writes what has changed of an obligation.
func (r *row) save(ctx context.Context) error {
	tx, err := db.Of(ctx)
	if err != nil {
		return err
	}
	if _, err := tx.NewUpdate().Model(r).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("change obligation %s: %w", r.ID, db.Fault(err))
	}
	return nil
}

// find reads the obligation with the id, nil if there is none.
func find(ctx context.Context, obligationID string) (*row, error) {
	tx, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var rows []*row
	if err := tx.NewSelect().Model(&rows).Where("id = ?", obligationID).Scan(ctx); err != nil {
		return nil, db.Fault(err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return rows[0], nil
}
