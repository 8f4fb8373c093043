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
