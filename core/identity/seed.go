package identity

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/identity/factor"
)

// stepOf is the time step a typed code belongs to for the person; 0 when none.
func (p *People) stepOf(ctx context.Context, row *personRow, typed string, now time.Time) (int64, error) {
	seed := row.OTPSecret
	if p.o.Seeds.SecretSealed(seed) {
		var err error
		if seed, err = p.o.Seeds.OpenSecret(ctx, row.ID, seed); err != nil {
			return 0, fmt.Errorf("second factor of %s: %w", row.ID, err)
		}
	}
	return factor.Step(seed, typed, now), nil
}

// SealSeeds seals the seeds of second factors that were kept in clear; how many.
func (p *People) SealSeeds(ctx context.Context) (n int, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		rows, err := db.Query(ctx, "SELECT id, otp_secret FROM person WHERE otp_secret <> ''")
		if err != nil {
			return err
		}
		inClear := map[string]string{}
		err = db.Each(rows, func(rows *sql.Rows) error {
			var id, seed string
			err := rows.Scan(&id, &seed)
			if !p.o.Seeds.SecretSealed(seed) {
				inClear[id] = seed
			}
			return err
		})
		for id, seed := range inClear {
			sealed, sealing := p.o.Seeds.SealSecret(ctx, id, seed)
			if err = errors.Join(err, sealing); err == nil {
				_, err = db.Exec(ctx, "UPDATE person SET otp_secret = ? WHERE id = ? AND otp_secret = ?", sealed, id, seed)
			}
			n++
		}
		return err
	})
	return n, err
}
