package idempotency

import (
	"context"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/job"
)

// ForgetJob drops keys that are no longer remembered, ForgetCron when it runs.
const (
	ForgetJob  = "idempotency.forget"
	ForgetCron = "40 2 * * *"
)

// Forget drops old keys of the province in ctx, a thousand in a transaction.
func Forget(ctx context.Context, _ job.Job) error {
	for {
		var n int64
		err := db.InTx(ctx, func(ctx context.Context) (err error) {
			before := db.Now(ctx).Add(-remembered).UnixMicro()
			n, err = db.Exec(ctx, "DELETE FROM idempotency WHERE (person, key) IN (SELECT person, key FROM idempotency WHERE at <= ? LIMIT 1000)", before)
			return err
		})
		if err != nil || n == 0 {
			return err
		}
	}
}
