package job

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
)

// head is the job of a kind that comes due first.
type head struct {
	Kind  string    `bun:"kind"`
	DueAt time.Time `bun:"due_at"`
}

// heads are the first living jobs of the kinds, the earliest first. It only
// reads, one step of the index for each kind there is, however many jobs wait.
func heads(ctx context.Context, kinds []string) ([]head, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var found []head
	err = idb.NewRaw(`WITH RECURSIVE known (kind) AS (
			SELECT min(kind) FROM job WHERE NOT dead
			UNION ALL SELECT (SELECT min(j.kind) FROM job AS j WHERE NOT j.dead AND j.kind > known.kind) FROM known WHERE known.kind IS NOT NULL)
		SELECT kind, (SELECT j.due_at FROM job AS j WHERE NOT j.dead AND j.kind = known.kind ORDER BY j.due_at LIMIT 1) AS due_at
		FROM known WHERE kind IS NOT NULL`).Scan(ctx, &found)
	if err != nil {
		return nil, db.Fault(err)
	}
	found = slices.DeleteFunc(found, func(h head) bool { return !slices.Contains(kinds, h.Kind) })
	slices.SortFunc(found, func(a, b head) int { return a.DueAt.Compare(b.DueAt) })
	return found, nil
}

// order is what a claim is to take.
type order struct {
	kinds []string // that have something due, in the order to run them
	size  int      // jobs in all; each kind gets its share, at least one
	lease time.Duration
	last  bool // a job on its last try goes first, see claim
}

// claim deletes the jobs that are done and leases what the order says. A job
// whose process died on its last try is put among the dead.
//
// A batch that dies with its process costs each of its jobs a try, begun or
// not. So a job on its last try is claimed alone: it dies of its own doing.
func claim(ctx context.Context, done []*row, o order) ([]*row, error) {
	var claimed []*row
	err := db.InTx(ctx, func(ctx context.Context) error {
		claimed = nil
		if err := deleteDone(ctx, done); err != nil {
			return err
		}
		if len(o.kinds) == 0 {
			return nil
		}
		if err := db.Lock(ctx, "job.claim"); err != nil {
			return err
		}
		var alone *row
		for i, kind := range o.kinds {
			left := len(o.kinds) - i
			share := max(1, (o.size-len(claimed)+left-1)/left)
			found, err := due(ctx, kind, share)
			if err != nil {
				return fmt.Errorf("claim %s: %w", kind, err)
			}
			for _, r := range found {
				if r.Tries+1 >= r.MaxTries {
					if alone == nil {
						alone = r
					}
					break
				}
				claimed = append(claimed, r)
			}
		}
		if alone != nil && (o.last || len(claimed) == 0) {
			claimed = []*row{alone}
		}
		return take(ctx, claimed, o.lease)
	})
	return claimed, err
}

// due reads the first jobs of a kind that are due and may run; what was on its
// last try when its process ended is buried on the way.
func due(ctx context.Context, kind string, limit int) ([]*row, error) {
	tx, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	now := db.Now(ctx)
	for {
		var rows []*row
		q := tx.NewSelect().Model(&rows).Where("NOT j.dead AND j.kind = ? AND j.due_at <= ?", kind, now).
			Where(`(j.unique_key = '' OR NOT EXISTS (SELECT 1 FROM job AS o WHERE o.kind = j.kind AND o.unique_key = j.unique_key
				AND o.unique_key <> '' AND NOT o.dead AND o.lease <> '' AND o.due_at > ?))`, now).
			OrderExpr("j.due_at, j.id").Limit(int64(limit))
		if db.DialectOf(ctx) == db.Postgres {
			q = q.For("UPDATE OF j SKIP LOCKED")
		}
		if err := q.Scan(ctx); err != nil {
			return nil, err
		}
		spent := slices.DeleteFunc(slices.Clone(rows), func(r *row) bool { return r.Tries < r.MaxTries })
		if len(spent) == 0 {
			return firstOfKey(rows), nil
		}
		if err := bury(ctx, spent, "the process ended during the last try"); err != nil {
			return nil, err
		}
	}
}

// firstOfKey leaves one job of each unique key.
func firstOfKey(rows []*row) []*row {
	seen := map[string]bool{}
	return slices.DeleteFunc(rows, func(r *row) bool {
		twin := seen[r.UniqueKey]
		seen[r.UniqueKey] = r.UniqueKey != ""
		return twin
	})
}

// take leases the rows and drops those of the same keys they make superfluous:
// the acts that asked for them can be seen by now.
func take(ctx context.Context, rows []*row, lease time.Duration) error {
	if len(rows) == 0 {
		return nil
	}
	tx, err := db.Of(ctx)
	if err != nil {
		return err
	}
	now, ticket := db.Now(ctx), id.New("lease")
	keys := map[string][]string{}
	for _, r := range rows {
		r.Lease, r.Tries, r.DueAt = ticket, r.Tries+1, now.Add(lease)
		if r.UniqueKey != "" {
			keys[r.Kind] = append(keys[r.Kind], r.UniqueKey)
		}
	}
	_, err = tx.NewUpdate().Model((*row)(nil)).Set("lease = ?, tries = tries + 1, due_at = ?", ticket, now.Add(lease)).
		Where("id IN (?)", bun.List(ids(rows))).Exec(ctx)
	if err != nil {
		return fmt.Errorf("lease jobs: %w", err)
	}
	for kind, keys := range keys {
		twins := tx.NewSelect().Model((*row)(nil)).Column("id").Where("j.kind = ? AND j.unique_key IN (?) AND j.unique_key <> ''", kind, bun.List(keys)).
			Where("NOT j.dead AND j.due_at <= ?", now)
		if db.DialectOf(ctx) == db.Postgres {
			twins = twins.For("UPDATE SKIP LOCKED")
		}
		if _, err := tx.NewDelete().Model((*row)(nil)).Where("id IN (?)", twins).Exec(ctx); err != nil {
			return fmt.Errorf("drop superfluous jobs: %w", err)
		}
	}
	return nil
}

func ids(rows []*row) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = r.ID
	}
	return out
}

func leases(rows []*row) []string {
	var out []string
	for _, r := range rows {
		if !slices.Contains(out, r.Lease) {
			out = append(out, r.Lease)
		}
	}
	return out
}
