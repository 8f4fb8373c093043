package seal

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// block is what a value's length is rounded up to, so that a short name is not
// known by its length.
const block = 64

// Seal is what is stored in place of values of a record's sealed fields, by
// field. keep makes sure of the record's key, in the transaction that stores
// them. Faults: Unavailable seal_key_unknown; Conflict seal_shredded.
func (k *Keys) Seal(ctx context.Context, recordID string, values map[string]any) (stored map[string]string, keep func(context.Context) error, err error) {
	key, err := k.recordKey(ctx, recordID)
	fresh := fault.Is(err, fault.NotFound)
	if fresh {
		key, err = newKey(), nil
	}
	if err != nil {
		return nil, nil, err
	}
	stored = make(map[string]string, len(values))
	for field, value := range values {
		plain, err := json.Marshal(value)
		if err != nil {
			return nil, nil, fault.New(fault.Internal, "internal") // the cause would show the value
		}
		stored[field] = newBox(key).close(padded(plain), "value", recordID, field)
	}
	return stored, func(ctx context.Context) error {
		if fresh {
			return k.keepKey(ctx, recordID, key)
		}
		_, err := k.recordKey(ctx, recordID) // not shredded meanwhile
		return err
	}, nil
}

// padded is JSON made longer by white space.
func padded(plain []byte) []byte {
	if rest := len(plain) % block; rest > 0 {
		plain = append(plain, bytes.Repeat([]byte(" "), block-rest)...)
	}
	return plain
}

// open is the values that Seal was given, as JSON. Faults: those of Seal, and
// Internal seal_broken for what was sealed elsewhere.
func (k *Keys) open(ctx context.Context, recordID string, stored map[string]string) (map[string]json.RawMessage, error) {
	key, err := k.recordKey(ctx, recordID)
	if fault.Is(err, fault.NotFound) {
		err = broken(err)
	}
	if err != nil {
		return nil, err
	}
	out := make(map[string]json.RawMessage, len(stored))
	for field, text := range stored {
		plain, err := newBox(key).open(text, "value", recordID, field)
		if err != nil {
			return nil, broken(err)
		}
		out[field] = bytes.TrimRight(plain, " ")
	}
	return out, nil
}

// recordKey is the key of a record. Faults: NotFound; Conflict seal_shredded.
func (k *Keys) recordKey(ctx context.Context, recordID string) ([]byte, error) {
	var p provinceKey
	var wrapped string
	var shredded bool
	err := db.QueryRow(ctx, `SELECT r.wrapped, r.shredded_at > 0, p.id, p.origin, p.master, p.wrapped
		FROM seal_record_key r JOIN seal_province_key p ON p.id = r.key_id WHERE r.record_id = ?`, recordID).
		Scan(&wrapped, &shredded, &p.id, &p.origin, &p.master, &p.wrapped)
	switch {
	case err != nil:
		return nil, err
	case shredded:
		return nil, fault.New(fault.Conflict, "seal_shredded", fault.Param("record", recordID))
	}
	b, _, err := k.unwrap(p, db.Province(ctx))
	if err != nil {
		return nil, err
	}
	key, err := b.open(wrapped, "record", recordID)
	if err != nil {
		return nil, broken(err)
	}
	return key, nil
}

// keepKey stores a record's new key in the open transaction.
func (k *Keys) keepKey(ctx context.Context, recordID string, key []byte) error {
	keyID, own, err := k.ownKey(ctx)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, "INSERT INTO seal_record_key (record_id, key_id, wrapped, at, shredded_at) VALUES (?, ?, ?, ?, 0)",
		recordID, keyID, own.close(key, "record", recordID), db.Now(ctx).UnixMicro())
	return err
}

// digestKey names the key of Digest among those of records.
const digestKey = "digest"

// Digest stands for values where a request is remembered: the same for the same
// values, and no guess at them can be tried without the province's key.
func (k *Keys) Digest(ctx context.Context, values map[string]any) (string, error) {
	key, err := k.recordKey(ctx, digestKey)
	if fault.Is(err, fault.NotFound) {
		err = db.InTx(ctx, func(ctx context.Context) error {
			if err := db.Lock(ctx, keyLock); err != nil {
				return err
			}
			if key, err = k.recordKey(ctx, digestKey); !fault.Is(err, fault.NotFound) {
				return err
			}
			key = newKey()
			return k.keepKey(ctx, digestKey, key)
		})
	}
	if err != nil {
		return "", err
	}
	plain, err := json.Marshal(values)
	if err != nil {
		return "", fault.New(fault.Internal, "internal") // the cause would show the value
	}
	mac := hmac.New(sha256.New, key)
	mac.Write(plain)
	return hex.EncodeToString(mac.Sum(nil)), nil
}
