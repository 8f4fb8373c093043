package read

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record/row"
)

// Pending is input of the actor that a missing module kept from being stored.
type Pending struct {
	Action string
	Fields map[string]any
	Reason string
	At     time.Time
}

// Pending is the kept input of the actor for the record, nil if there is none.
func (r *Reader) Pending(ctx context.Context, rec *row.Record) (*Pending, error) {
	if rec.Beside != nil && !rec.Beside.Pending {
		return nil, nil //nolint:nilnil // nothing kept is not a failure
	}
	rows, err := db.Query(ctx, "SELECT action, fields, reason, at FROM record_pending WHERE record_id = ? AND person = ?", rec.ID, identity.By(ctx))
	if err != nil {
		return nil, err
	}
	var out *Pending
	err = row.Each(rows, func() error {
		p := &Pending{}
		var fields string
		var at int64
		if err := rows.Scan(&p.Action, &fields, &p.Reason, &at); err != nil {
			return err
		}
		p.At, out = row.Instant(at), p
		return json.Unmarshal([]byte(fields), &p.Fields)
	})
	if err != nil {
		return nil, fmt.Errorf("read kept input: %w", err)
	}
	return out, nil
}
