package job

import (
	"context"
	"database/sql"

	"github.com/doanket/doanket/core/db"
)

// Waiting lists the jobs of a kind that wait or run and whose Unique key begins
// with a text, oldest first: what is still to be done about one thing.
func Waiting(ctx context.Context, kind, key string) ([]Job, error) {
	rows, err := db.Query(ctx, `SELECT id, args, tries, max_tries, due_at FROM job
		WHERE kind = ? AND unique_key >= ? AND unique_key < ? AND NOT dead ORDER BY id`, kind, key, key+"\U0010ffff")
	if err != nil {
		return nil, err
	}
	var out []Job
	err = db.Each(rows, func(rows *sql.Rows) error {
		r := row{Kind: kind}
		if err := rows.Scan(&r.ID, &r.Args, &r.Tries, &r.MaxTries, &r.DueAt); err != nil {
			return err
		}
		out = append(out, r.job())
		return nil
	})
	return out, err
}
