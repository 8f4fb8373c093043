package seal

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/job"
)

// rewrapBatch is how many record keys one transaction rewraps.
const rewrapBatch = 200

// RewrapJob goes on with a rotation that was torn, RewrapCron is when.
const (
	RewrapJob  = "seal.rewrap"
	RewrapCron = "35 * * * *"
)

// Rotate gives the province in ctx a new key, wraps every record's key with it
// and takes the old one away; it says how many it rewrapped. A rotation that was
// torn is gone on with, no new one begun.
func (k *Keys) Rotate(ctx context.Context) (int, error) {
	err := db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, keyLock); err != nil {
			return err
		}
		all, err := provinceKeys(ctx)
		if err != nil || len(all) != 1 {
			return err // nothing sealed yet, or torn
		}
		if _, err := db.Exec(ctx, "UPDATE seal_province_key SET retired_at = ? WHERE id = ?", db.Now(ctx).UnixMicro(), all[0].id); err != nil {
			return err
		}
		keyID, _, err := k.makeKey(ctx)
		if err != nil {
			return err
		}
		return audit.Append(ctx, audit.Entry{Action: "seal.rotate", Object: keyID, Before: all[0].id, After: keyID})
	})
	if err != nil {
		return 0, fmt.Errorf("rotate the province's key: %w", err)
	}
	return k.rewrapAll(ctx)
}

// Rewrap is the job RewrapJob.
func (k *Keys) Rewrap(ctx context.Context, _ job.Job) error {
	_, err := k.rewrapAll(ctx)
	return err
}

// rewrapAll wraps what retired keys still wrap, a batch a transaction, and
// takes them away when nothing is left.
func (k *Keys) rewrapAll(ctx context.Context) (int, error) {
	total := 0
	for {
		n, err := k.rewrapSome(ctx)
		if err != nil {
			return total, fmt.Errorf("rewrap keys: %w", err)
		}
		if n == 0 {
			return total, nil
		}
		total += n
	}
}

func (k *Keys) rewrapSome(ctx context.Context) (n int, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		n = 0
		if err := db.Lock(ctx, keyLock); err != nil {
			return err
		}
		boxes, retired, err := k.boxes(ctx)
		if err != nil || len(retired) == 0 {
			return err
		}
		keyID, own, err := k.ownKey(ctx)
		if err != nil {
			return err
		}
		keys, err := recordKeysUnder(ctx, retired)
		if err != nil {
			return err
		}
		for _, r := range keys {
			if err := r.rewrap(ctx, boxes[r.keyID], keyID, own); err != nil {
				return err
			}
		}
		if n = len(keys); n > 0 {
			return nil
		}
		_, err = db.Exec(ctx, "DELETE FROM seal_province_key WHERE id IN (?)", retired)
		return err
	})
	return n, err
}

// boxes are the province's keys, opened, and the ids of those retired.
func (k *Keys) boxes(ctx context.Context) (map[string]box, []string, error) {
	all, err := provinceKeys(ctx)
	if err != nil {
		return nil, nil, err
	}
	boxes, retired := map[string]box{}, []string(nil)
	for _, p := range all {
		if boxes[p.id], _, err = k.unwrap(p, db.Province(ctx)); err != nil {
			return nil, nil, err
		}
		if p.retired {
			retired = append(retired, p.id)
		}
	}
	return boxes, retired, nil
}

// recordKey is a record's key as its table has it.
type recordKey struct{ recordID, keyID, wrapped string }

func recordKeysUnder(ctx context.Context, keyIDs []string) (out []recordKey, err error) {
	rows, err := db.Query(ctx, "SELECT record_id, key_id, wrapped FROM seal_record_key WHERE key_id IN (?) ORDER BY record_id LIMIT ?", keyIDs, rewrapBatch)
	if err != nil {
		return nil, err
	}
	err = db.Each(rows, func(rows *sql.Rows) error {
		var r recordKey
		err := rows.Scan(&r.recordID, &r.keyID, &r.wrapped)
		out = append(out, r)
		return err
	})
	return out, err
}

// rewrap wraps the key with own instead; of a shredded one only the name of its
// wrapping moves on.
func (r recordKey) rewrap(ctx context.Context, old box, keyID string, own box) error {
	wrapped := ""
	if r.wrapped != "" {
		key, err := old.open(r.wrapped, "record", r.recordID)
		if err != nil {
			return broken(err)
		}
		wrapped = own.close(key, "record", r.recordID)
	}
	_, err := db.Exec(ctx, "UPDATE seal_record_key SET key_id = ?, wrapped = ? WHERE record_id = ?", keyID, wrapped, r.recordID)
	return err
}

// Rebind wraps the keys of the province in ctx with the master key that wraps
// now, also those that were wrapped in another province this one was restored
// from, and says how many. Fault: Unavailable seal_key_unknown when a master key
// is not named.
func (k *Keys) Rebind(ctx context.Context) (n int, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		n = 0
		if err := db.Lock(ctx, keyLock); err != nil {
			return err
		}
		if err := k.reread(); err != nil {
			return err
		}
		all, err := provinceKeys(ctx)
		if err != nil {
			return err
		}
		if n, err = k.rebindLasting(ctx); err != nil {
			return err
		}
		m, here := k.current(), db.Province(ctx)
		for _, p := range all {
			if p.master == m.id && p.origin == here {
				continue
			}
			_, key, err := k.unwrap(p, p.origin)
			if err != nil {
				return err
			}
			_, err = db.Exec(ctx, "UPDATE seal_province_key SET origin = ?, master = ?, wrapped = ? WHERE id = ?", here, m.id, m.wrap(key, here, p.id), p.id)
			if err != nil {
				return err
			}
			n++
			if err := audit.Append(ctx, audit.Entry{Action: "seal.rebind", Object: p.id, Before: p.origin + " " + p.master, After: here + " " + m.id}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("wrap the province's keys anew: %w", err)
	}
	return n, nil
}

// AddMaster puts a new master key before the one of the file; it does nothing
// where two are named already, or where they come from the configuration.
// Fault: Invalid seal_key_file when the file cannot be written.
func (k *Keys) AddMaster() error {
	if k.file == "" || len(k.masters) > 1 {
		return nil
	}
	raw, err := os.ReadFile(k.file)
	if err == nil {
		err = replaceFile(k.file, NewMaster()+"\n"+strings.TrimSpace(string(raw)))
	}
	if err != nil {
		return fault.New(fault.Invalid, "seal_key_file", fault.Param("file", k.file), fault.Cause(err))
	}
	return k.reread()
}

// DropMasters takes the keys that no longer wrap anything out of the file and
// reports whether it could: the configuration and a file that cannot be written
// are the operator's.
func (k *Keys) DropMasters() (bool, error) {
	if k.file == "" {
		return false, nil
	}
	raw, err := os.ReadFile(k.file)
	if err != nil {
		return false, err
	}
	if err := replaceFile(k.file, words(string(raw))[0]); err != nil {
		return false, nil //nolint:nilerr // a file that is only lent: its owner takes them out
	}
	return true, k.reread()
}
