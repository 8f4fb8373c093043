package seal

import (
	"context"
	"database/sql"
	"slices"
	"sync"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
)

// Options say where the master keys are: in Master (see Check), else in File,
// which is made with a new key when it is not there.
type Options struct{ Master, File string }

// Keys encrypts and decrypts for the province in ctx.
type Keys struct {
	file string

	mu      sync.RWMutex
	masters []master // the first one wraps
}

// New reads the master keys.
func New(o Options) (*Keys, error) {
	k := &Keys{}
	var err error
	if o.Master != "" {
		k.masters, err = parseMasters(o.Master)
	} else {
		k.file = o.File
		err = k.reread()
	}
	if err != nil {
		return nil, err
	}
	return k, nil
}

// reread takes the keys of the file as they are now; another process may have
// put a new one first.
func (k *Keys) reread() error {
	if k.file == "" {
		return nil
	}
	found, err := readFile(k.file)
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.masters = found
	return nil
}

// current is the master key that wraps.
func (k *Keys) current() master {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.masters[0]
}

// master finds one by its id. Fault: Unavailable seal_key_unknown.
func (k *Keys) master(masterID string) (master, error) {
	for try := range 2 {
		k.mu.RLock()
		i := slices.IndexFunc(k.masters, func(m master) bool { return m.id == masterID })
		if i >= 0 {
			defer k.mu.RUnlock()
			return k.masters[i], nil
		}
		k.mu.RUnlock()
		if try == 0 {
			if err := k.reread(); err != nil {
				return master{}, fault.New(fault.Unavailable, "seal_key_unknown", fault.Cause(err))
			}
		}
	}
	return master{}, fault.New(fault.Unavailable, "seal_key_unknown", fault.Param("master", masterID))
}

// provinceKey is a key of the province as its table has it. Origin is the
// province it was wrapped in: a row carried into another one opens nothing there.
type provinceKey struct {
	id, origin, master, wrapped string
	retired                     bool
}

const keyLock = "seal.key"

// provinceKeys are the province's keys; all but one are retired.
func provinceKeys(ctx context.Context) (out []provinceKey, err error) {
	rows, err := db.Query(ctx, "SELECT id, origin, master, wrapped, retired_at > 0 FROM seal_province_key ORDER BY id")
	if err != nil {
		return nil, err
	}
	err = db.Each(rows, func(rows *sql.Rows) error {
		var p provinceKey
		err := rows.Scan(&p.id, &p.origin, &p.master, &p.wrapped, &p.retired)
		out = append(out, p)
		return err
	})
	return out, err
}

// unwrap opens a province's key as one wrapped in the province origin.
func (k *Keys) unwrap(p provinceKey, origin string) (box, []byte, error) {
	m, err := k.master(p.master)
	if err != nil {
		return box{}, nil, err
	}
	key, err := m.box.open(p.wrapped, "province", origin, p.id)
	if err != nil {
		return box{}, nil, broken(err)
	}
	return newBox(key), key, nil
}

func (m master) wrap(key []byte, origin, keyID string) string {
	return m.box.close(key, "province", origin, keyID)
}

// ownKey is the province's key that wraps, made if there is none, in the open
// transaction.
func (k *Keys) ownKey(ctx context.Context) (string, box, error) {
	if err := db.Lock(ctx, keyLock); err != nil {
		return "", box{}, err
	}
	all, err := provinceKeys(ctx)
	if err != nil {
		return "", box{}, err
	}
	for _, p := range all {
		if !p.retired {
			b, _, err := k.unwrap(p, db.Province(ctx))
			return p.id, b, err
		}
	}
	return k.makeKey(ctx)
}

// makeKey gives the province a new key under the master key that wraps now.
func (k *Keys) makeKey(ctx context.Context) (string, box, error) {
	if err := k.reread(); err != nil {
		return "", box{}, err
	}
	m, key, keyID := k.current(), newKey(), id.New("spk")
	_, err := db.Exec(ctx, "INSERT INTO seal_province_key (id, origin, master, wrapped, at, retired_at) VALUES (?, ?, ?, ?, ?, 0)",
		keyID, db.Province(ctx), m.id, m.wrap(key, db.Province(ctx), keyID), db.Now(ctx).UnixMicro())
	return keyID, newBox(key), err
}

// Verify opens every key of the province. Faults: Unavailable seal_key_unknown,
// Internal seal_broken.
func (k *Keys) Verify(ctx context.Context) error {
	all, err := provinceKeys(ctx)
	for _, p := range all {
		if err == nil {
			_, _, err = k.unwrap(p, db.Province(ctx))
		}
	}
	if err != nil {
		return err
	}
	lasting, err := allLasting(ctx)
	for _, l := range lasting {
		if err == nil {
			_, err = k.Unwrap(l)
		}
	}
	return err
}

func broken(err error) error { return fault.New(fault.Internal, "seal_broken", fault.Cause(err)) }
