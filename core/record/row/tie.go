package row

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/db"
)

// Tie is one record leading to another: Rel says how, Key tells ties of one kind
// apart.
type Tie struct{ From, Rel, Key, To string }

// Link ties records; the same tie again changes nothing but where it leads.
func Link(ctx context.Context, ties ...Tie) error {
	at := db.Now(ctx).UnixMicro()
	rows := make([][]any, len(ties))
	for i, t := range ties {
		rows[i] = []any{t.From, t.Rel, t.Key, t.To, at}
	}
	_, err := db.InsertRows(ctx, "INSERT INTO record_link (from_id, rel, key, to_id, at)", rows,
		"ON CONFLICT (from_id, rel, key) DO UPDATE SET to_id = EXCLUDED.to_id, at = EXCLUDED.at")
	if err != nil {
		return fmt.Errorf("link records: %w", err)
	}
	return nil
}

// Effects are what records have led to by decisions, as {id, key} of each.
func Effects(ctx context.Context, recordIDs []string) (map[[2]string]bool, error) {
	rows, err := db.Query(ctx, "SELECT from_id, key FROM record_link WHERE from_id IN (?) AND rel = 'effect'", recordIDs)
	if err != nil {
		return nil, err
	}
	out := map[[2]string]bool{}
	err = Each(rows, func() error {
		var key [2]string
		err := rows.Scan(&key[0], &key[1])
		out[key] = true
		return err
	})
	return out, err
}
