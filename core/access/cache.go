package access

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
)

// freshFor is how long a policy is used without asking whether another process
// has changed the rules. Our own changes show at once.
const freshFor = time.Second

// newPolicies keeps the compiled policy of each province.
func newPolicies() *db.Cache[policy] {
	return db.NewCache(db.Source[policy]{Fresh: freshFor, Revision: revision,
		Load: func(ctx context.Context, _ bun.IDB, _ int64, _ *policy) (*policy, error) {
			p, err := compile(adapter{ctx})
			if err != nil {
				return nil, err
			}
			p.list, err = list(ctx)
			return p, err
		}})
}

func revision(ctx context.Context, idb bun.IDB) (n int64, err error) {
	err = idb.NewRaw(`SELECT revision FROM access_revision WHERE one = 1`).Scan(ctx, &n)
	return n, db.Fault(err)
}
