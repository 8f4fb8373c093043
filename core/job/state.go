package job

import (
	"context"
	"time"

	"github.com/doanket/doanket/core/db"
)

// State is how the jobs of one kind stand in a province.
type State struct {
	Kind    string    `bun:"kind"`
	Waiting int       `bun:"waiting"` // due now or later
	Running int       `bun:"running"` // leased by a worker, begun or about to be
	Dead    int       `bun:"dead"`
	Oldest  time.Time `bun:"oldest"` // since when the job due longest has been due; zero when none is
}

// States counts the jobs of the province in ctx by kind; a kind without jobs
// is not listed.
func States(ctx context.Context) ([]State, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	now := db.Now(ctx)
	var out []State
	err = idb.NewRaw(`SELECT kind,
			SUM(CASE WHEN NOT dead AND (lease = '' OR due_at <= ?0) THEN 1 ELSE 0 END) AS waiting,
			SUM(CASE WHEN NOT dead AND lease <> '' AND due_at > ?0 THEN 1 ELSE 0 END) AS running,
			SUM(CASE WHEN dead THEN 1 ELSE 0 END) AS dead,
			MIN(CASE WHEN NOT dead AND due_at <= ?0 THEN due_at END) AS oldest
		FROM job GROUP BY kind ORDER BY kind`, now).Scan(ctx, &out)
	return out, db.Fault(err)
}
