package seal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// The purposes a province has a lasting key for.
const (
	ForLog     = "log"     // the chain of the audit log
	ForClosing = "closing" // signs the figures of closed periods
	ForDevices = "devices" // opens what browsers keep
	ForSecrets = "secrets" // the seeds of second factors
)

// Lasting is a province's key for one purpose as its table has it: wrapped by a
// master key, never rotated, since what was signed with it stays signed.
type Lasting struct {
	Purpose string `json:"purpose"`
	Origin  string `json:"origin"` // the province it was wrapped in
	Master  string `json:"master"` // id of the master key
	Wrapped string `json:"wrapped"`
}

// LastingKey is the province's key for the purpose, made if there is none.
// Faults: Unavailable seal_key_unknown; Internal seal_broken.
func (k *Keys) LastingKey(ctx context.Context, purpose string) ([]byte, error) {
	l, err := k.Lasting(ctx, purpose)
	if err != nil {
		return nil, err
	}
	if l.Origin != db.Province(ctx) {
		return nil, fault.New(fault.Unavailable, "seal_key_unknown", fault.Param("master", l.Master)) // restored, not bound yet
	}
	return k.Unwrap(l)
}

// Lasting is LastingKey as it is stored, for who carries it elsewhere.
func (k *Keys) Lasting(ctx context.Context, purpose string) (Lasting, error) {
	l, err := lasting(ctx, purpose)
	if !errors.Is(err, sql.ErrNoRows) {
		return l, err
	}
	err = db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, keyLock); err != nil {
			return err
		}
		if l, err = lasting(ctx, purpose); !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if err := k.reread(); err != nil {
			return err
		}
		m := k.current()
		l = Lasting{Purpose: purpose, Origin: db.Province(ctx), Master: m.id}
		l.Wrapped = m.wrapLasting(newKey(), l)
		_, err := db.Exec(ctx, "INSERT INTO seal_lasting_key (purpose, origin, master, wrapped, at) VALUES (?, ?, ?, ?, ?)",
			l.Purpose, l.Origin, l.Master, l.Wrapped, db.Now(ctx).UnixMicro())
		return err
	})
	if err != nil {
		return l, fmt.Errorf("key for %s: %w", purpose, err)
	}
	return l, nil
}

// Unwrap opens a lasting key, wherever it lies. Faults: as LastingKey.
func (k *Keys) Unwrap(l Lasting) ([]byte, error) {
	m, err := k.master(l.Master)
	if err != nil {
		return nil, err
	}
	key, err := m.box.open(l.Wrapped, "lasting", l.Origin, l.Purpose)
	if err != nil {
		return nil, broken(err)
	}
	return key, nil
}

func (m master) wrapLasting(key []byte, l Lasting) string {
	return m.box.close(key, "lasting", l.Origin, l.Purpose)
}

func lasting(ctx context.Context, purpose string) (Lasting, error) {
	l := Lasting{Purpose: purpose}
	err := db.QueryRow(ctx, "SELECT origin, master, wrapped FROM seal_lasting_key WHERE purpose = ?", purpose).Scan(&l.Origin, &l.Master, &l.Wrapped)
	return l, err
}

func allLasting(ctx context.Context) (out []Lasting, err error) {
	rows, err := db.Query(ctx, "SELECT purpose, origin, master, wrapped FROM seal_lasting_key ORDER BY purpose")
	if err != nil {
		return nil, err
	}
	err = db.Each(rows, func(rows *sql.Rows) error {
		var l Lasting
		err := rows.Scan(&l.Purpose, &l.Origin, &l.Master, &l.Wrapped)
		out = append(out, l)
		return err
	})
	return out, err
}

// rebindLasting wraps the lasting keys for this province by the master key that
// wraps now; how many. In the open transaction.
func (k *Keys) rebindLasting(ctx context.Context) (n int, err error) {
	all, err := allLasting(ctx)
	if err != nil {
		return 0, err
	}
	m, here := k.current(), db.Province(ctx)
	for _, l := range all {
		if l.Master == m.id && l.Origin == here {
			continue
		}
		key, err := k.Unwrap(l)
		if err != nil {
			return n, err
		}
		l.Origin, l.Master = here, m.id
		_, err = db.Exec(ctx, "UPDATE seal_lasting_key SET origin = ?, master = ?, wrapped = ? WHERE purpose = ?", l.Origin, l.Master, m.wrapLasting(key, l), l.Purpose)
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
