package row

import (
	"context"
	"encoding/json"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
)

// Passage is a state a record came into, and the day.
type Passage struct {
	State string
	On    calendar.Date
}

// Passages are the states records came into, oldest first, by record, as their
// history says.
func Passages(ctx context.Context, recordIDs []string) (map[string][]Passage, error) {
	out := map[string][]Passage{}
	if len(recordIDs) == 0 {
		return out, nil
	}
	rows, err := db.Query(ctx, `SELECT record_id, at, changes FROM record_revision
		WHERE record_id IN (?) AND changes LIKE '%"field":"state"%' ORDER BY record_id, version, id`, recordIDs)
	if err != nil {
		return nil, err
	}
	err = Each(rows, func() error {
		var recordID, text string
		var at int64
		if err := rows.Scan(&recordID, &at, &text); err != nil {
			return err
		}
		var changes []FieldChange
		if err := json.Unmarshal([]byte(text), &changes); err != nil {
			return err
		}
		for _, c := range changes {
			if state, ok := c.New.(string); ok && c.Field == "state" {
				out[recordID] = append(out[recordID], Passage{state, calendar.Today(Instant(at))})
			}
		}
		return nil
	})
	return out, err
}
