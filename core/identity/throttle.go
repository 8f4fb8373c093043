package identity

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// attempt is one try to sign in. It is counted before it is made, so that many
// at once cannot slip through together, and given back when it was honest.
type attempt struct {
	keys   []string
	limits []int
	person string // whose account, once that is known
	ip     string
}

// attempt is counted by the pair of login and address: who guesses from elsewhere
// shuts out nobody but themselves.
func (p *People) attempt(login, ip string) attempt {
	a := attempt{keys: []string{"pair:" + login + " " + ip}, limits: []int{p.o.Failures}, ip: ip}
	if ip != "" {
		a.keys, a.limits = append(a.keys, "ip:"+ip), append(a.limits, p.o.IPTries)
	}
	return a
}

// count raises the counters and refuses when one is over its limit.
func (p *People) count(ctx context.Context, a attempt) error {
	var refused error
	err := db.InTx(ctx, func(ctx context.Context) error {
		refused = nil
		first := false
		idb, err := db.Of(ctx)
		if err != nil {
			return err
		}
		now := db.Now(ctx)
		for i, key := range a.keys {
			failures, until, err := p.raise(ctx, idb, key, now)
			if err != nil {
				return err
			}
			if failures > a.limits[i] {
				refused = fault.New(fault.Limited, "sign_in.limited", fault.Retry(instant(until).Sub(now)))
				first = first || failures == a.limits[i]+1
			}
		}
		if first { // not every one: the log is no place to be flooded
			return p.note(ctx, SignLimited, a.person, map[string]any{"ip": a.ip})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return refused
}

// raise adds one failure to a key; a window that is over begins anew.
func (p *People) raise(ctx context.Context, idb bun.IDB, key string, now time.Time) (failures int, until int64, err error) {
	err = idb.NewRaw(`INSERT INTO sign_in_throttle (key, failures, until) VALUES (?0, 1, ?1)
		ON CONFLICT (key) DO UPDATE SET
			failures = CASE WHEN sign_in_throttle.until <= ?2 THEN 1 ELSE sign_in_throttle.failures + 1 END,
			until = CASE WHEN sign_in_throttle.until <= ?2 THEN ?1 ELSE sign_in_throttle.until END
		RETURNING failures, until`, key, micro(now.Add(p.o.Window)), micro(now)).Scan(ctx, &failures, &until)
	return failures, until, db.Fault(err)
}

// forgive takes this attempt back, and with wholly every failure of the login.
func (p *People) forgive(ctx context.Context, a attempt, wholly bool) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		idb, err := db.Of(ctx)
		if err != nil {
			return err
		}
		if wholly {
			if _, err := idb.NewRaw(`DELETE FROM sign_in_throttle WHERE key = ?`, a.keys[0]).Exec(ctx); err != nil {
				return db.Fault(err)
			}
		}
		_, err = idb.NewRaw(`UPDATE sign_in_throttle SET failures = failures - 1 WHERE key IN (?) AND failures > 0`, bun.List(a.keys)).Exec(ctx)
		return db.Fault(err)
	})
}
