package pin

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
)

// Move is one move of a pin.
type Move struct {
	bun.BaseModel `bun:"table:module_pin,alias:module_pin" json:"-"`

	ID      string    `bun:"id,pk" json:"-"`
	Module  string    `bun:"module" json:"module"`
	Version string    `bun:"version" json:"version"`
	Digest  string    `bun:"digest" json:"digest"`
	By      string    `bun:"moved_by" json:"by"`
	At      time.Time `bun:"moved_at" json:"at"`
}

// Moves are all of a module, or of every one without a name, the last first.
func Moves(ctx context.Context, module string) ([]Move, error) {
	q, err := db.Control(ctx)
	if err != nil {
		return nil, err
	}
	var out []Move
	sel := q.NewSelect().Model(&out).Order("id DESC").Limit(10_000)
	if module != "" {
		sel = sel.Where("module = ?", module)
	}
	return out, sel.Scan(ctx)
}

// Current is the digest each pinned module is held to.
func Current(ctx context.Context) (map[string]string, error) {
	all, err := Moves(ctx, "")
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, m := range all {
		if _, later := out[m.Module]; !later {
			out[m.Module] = m.Digest
		}
	}
	return out, nil
}

// Set moves the pin of a module; to where it is already, nothing happens.
func Set(ctx context.Context, m Move) error {
	return db.InControlTx(ctx, func(ctx context.Context) error {
		now, err := Current(ctx)
		if err != nil || now[m.Module] == m.Digest {
			return err
		}
		q, err := db.Control(ctx)
		if err != nil {
			return err
		}
		m.ID, m.At = id.New("pin"), db.Now(ctx)
		_, err = q.NewInsert().Model(&m).Exec(ctx)
		return err
	})
}

// Before is the move to what the module was held to before its pin was last
// moved. Fault: NotFound "module.no_pin_before".
func Before(ctx context.Context, module string) (Move, error) {
	all, err := Moves(ctx, module)
	if err != nil {
		return Move{}, err
	}
	for _, m := range all {
		if m.Digest != all[0].Digest {
			return m, nil
		}
	}
	return Move{}, fault.New(fault.NotFound, "module.no_pin_before", fault.Param("id", module))
}
