package seal

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
)

const name = "Nguyễn Thị Hồng"

func keys(t *testing.T, masters ...string) *Keys {
	t.Helper()
	if len(masters) == 0 {
		masters = []string{NewMaster()}
	}
	k, err := New(Options{Master: strings.Join(masters, ",")})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// sealed stores values of a record as its room would.
func sealed(t *testing.T, ctx context.Context, k *Keys, recordID string, values map[string]any) map[string]string {
	t.Helper()
	stored, keep, err := k.Seal(ctx, recordID, values)
	if err == nil {
		err = db.InTx(ctx, keep)
	}
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

func opens(t *testing.T, ctx context.Context, k *Keys, recordID string, stored map[string]string, want string) {
	t.Helper()
	got, err := k.open(ctx, recordID, stored)
	if err != nil {
		t.Fatal(err)
	}
	var text string
	if err := json.Unmarshal(got["who"], &text); err != nil || text != want {
		t.Errorf("opened to %s, %v; want %s", got["who"], err, want)
	}
}

// exec changes rows as somebody with the keys to the database would.
func exec(t *testing.T, ctx context.Context, text string, args ...any) {
	t.Helper()
	err := db.InTx(ctx, func(ctx context.Context) error {
		_, err := db.Exec(ctx, text, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, ctx context.Context, text string, args ...any) (n int) {
	t.Helper()
	if err := db.QueryRow(ctx, text, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestWhatIsSealedOpensInItsPlaceOnly: in its record, its field, its province.
func TestWhatIsSealedOpensInItsPlaceOnly(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, c *db.Cluster, ctx context.Context) {
		ctx = identity.System(ctx, "test")
		k := keys(t)
		stored := sealed(t, ctx, k, "rec_a", map[string]any{"who": name, "where": "Xóm 3"})
		if strings.Contains(stored["who"], "Nguy") || !strings.HasPrefix(stored["who"], form) {
			t.Errorf("stored as %s", stored["who"])
		}
		opens(t, ctx, k, "rec_a", stored, name)
		again := sealed(t, ctx, k, "rec_a", map[string]any{"who": "Trần"}) // under the same key
		opens(t, ctx, k, "rec_a", again, "Trần")
		if n := count(t, ctx, "SELECT COUNT(*) FROM seal_record_key"); n != 1 {
			t.Errorf("%d keys for one record", n)
		}
		sealed(t, ctx, k, "rec_b", map[string]any{"who": "Lê"})
		for why, try := range map[string]struct {
			record string
			stored map[string]string
		}{
			"another record":  {"rec_b", map[string]string{"who": stored["who"]}},
			"another field":   {"rec_a", map[string]string{"who": stored["where"]}},
			"no key":          {"rec_c", stored},
			"not sealed text": {"rec_a", map[string]string{"who": name}},
		} {
			if _, err := k.open(ctx, try.record, try.stored); !fault.HasCode(err, "seal_broken") {
				t.Errorf("%s: %v", why, err)
			}
		}
		exec(t, ctx, "UPDATE seal_record_key SET wrapped = (SELECT wrapped FROM seal_record_key WHERE record_id = 'rec_b') WHERE record_id = 'rec_a'")
		if _, err := k.open(ctx, "rec_a", stored); !fault.HasCode(err, "seal_broken") {
			t.Errorf("a key carried to another record: %v", err)
		}
		exec(t, ctx, "UPDATE seal_province_key SET origin = 'khac', wrapped = ?", k.current().wrap(newKey(), "khac", "spk_other"))
		if err := k.Verify(ctx); !fault.HasCode(err, "seal_broken") {
			t.Errorf("another province's key: %v", err)
		}
	})
}

// TestTheWrongMasterKeyOpensNothing and says which one is missed.
func TestTheWrongMasterKeyOpensNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		k := keys(t)
		stored := sealed(t, ctx, k, "rec_a", map[string]any{"who": name})
		other := keys(t)
		if _, err := other.open(ctx, "rec_a", stored); !fault.HasCode(err, "seal_key_unknown") || !fault.Is(err, fault.Unavailable) {
			t.Errorf("opened with another master key: %v", err)
		}
		if _, _, err := other.Seal(ctx, "rec_a", map[string]any{"who": "x"}); !fault.HasCode(err, "seal_key_unknown") {
			t.Errorf("sealed under a key that cannot be read: %v", err)
		}
		if err := other.Verify(ctx); !fault.HasCode(err, "seal_key_unknown") {
			t.Errorf("verify: %v", err)
		}
	})
}

// TestRotation rewraps every key, goes on where it was torn and loses nothing
// that is sealed meanwhile.
func TestRotation(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		ctx = identity.System(ctx, "test")
		k := keys(t)
		if n, err := k.Rotate(ctx); n != 0 || err != nil {
			t.Errorf("nothing sealed yet: %d, %v", n, err)
		}
		stored := map[string]map[string]string{}
		for _, recordID := range []string{"rec_a", "rec_b", "rec_c"} {
			stored[recordID] = sealed(t, ctx, k, recordID, map[string]any{"who": name})
		}
		late, keep, err := k.Seal(ctx, "rec_late", map[string]any{"who": name}) // on its way when the key changes
		if err != nil {
			t.Fatal(err)
		}
		digest, err := k.Digest(ctx, map[string]any{"who": name})
		if err != nil {
			t.Fatal(err)
		}
		// Torn: the new key is there, one record is rewrapped, the process ends.
		torn, stop := context.WithCancel(ctx)
		err = db.InTx(ctx, func(ctx context.Context) error {
			_, err := db.Exec(ctx, "UPDATE seal_province_key SET retired_at = 1")
			if err == nil {
				_, _, err = k.makeKey(ctx)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		stop()
		if _, err := k.Rotate(torn); err == nil {
			t.Error("a rotation goes on after its end")
		}
		for recordID, s := range stored { // wrapped by either key, all opens
			opens(t, ctx, k, recordID, s, name)
		}
		if err := db.InTx(ctx, keep); err != nil {
			t.Fatal(err)
		}
		if n, err := k.Rotate(ctx); err != nil || n != 4 { // three records and the key of digests
			t.Errorf("rewrapped %d, %v", n, err)
		}
		if n := count(t, ctx, "SELECT COUNT(*) FROM seal_province_key"); n != 1 {
			t.Errorf("%d province keys are left", n)
		}
		stored["rec_late"] = late
		for recordID, s := range stored {
			opens(t, ctx, k, recordID, s, name)
		}
		if again, err := k.Digest(ctx, map[string]any{"who": name}); err != nil || again != digest {
			t.Errorf("the digest changed with the key: %v", err)
		}
		before := k.firstKey(t, ctx)
		if n, err := k.Rotate(ctx); err != nil || n != 5 || k.firstKey(t, ctx) == before {
			t.Errorf("a second rotation rewrapped %d, %v", n, err)
		}
		if n := count(t, ctx, "SELECT COUNT(*) FROM audit WHERE action = 'seal.rotate'"); n != 1 {
			t.Errorf("%d rotations are logged", n)
		}
	})
}

func (k *Keys) firstKey(t *testing.T, ctx context.Context) string {
	t.Helper()
	all, err := provinceKeys(ctx)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d keys, %v", len(all), err)
	}
	return all[0].id
}

// TestShreddingIsForGood: also for what is sealed later, for a restored backup,
// and it is logged with its reason.
func TestShreddingIsForGood(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		ctx = identity.System(ctx, "test")
		k := keys(t)
		stored := sealed(t, ctx, k, "rec_a", map[string]any{"who": name})
		kept := sealed(t, ctx, k, "rec_b", map[string]any{"who": name})
		late, keep, err := k.Seal(ctx, "rec_a", map[string]any{"who": "Lê"})
		if err != nil || late == nil {
			t.Fatal(err)
		}
		var wrapped string
		if err := db.QueryRow(ctx, "SELECT wrapped FROM seal_record_key WHERE record_id = 'rec_a'").Scan(&wrapped); err != nil {
			t.Fatal(err)
		}
		if err := k.Shred(ctx, "rec_a", ""); !fault.HasCode(err, "required") {
			t.Errorf("without a reason: %v", err)
		}
		if err := k.Shred(ctx, "rec_none", "vì thế"); !fault.Is(err, fault.NotFound) {
			t.Errorf("nothing sealed: %v", err)
		}
		for range 2 {
			if err := k.Shred(ctx, "rec_a", "Hết thời hạn lưu"); err != nil {
				t.Fatal(err)
			}
		}
		gone := func(when string) {
			t.Helper()
			if _, err := k.open(ctx, "rec_a", stored); !fault.HasCode(err, "seal_shredded") {
				t.Errorf("%s: %v", when, err)
			}
		}
		gone("shredded")
		if err := db.InTx(ctx, keep); !fault.HasCode(err, "seal_shredded") {
			t.Errorf("what was on its way is stored: %v", err)
		}
		if _, _, err := k.Seal(ctx, "rec_a", map[string]any{"who": "Lê"}); !fault.HasCode(err, "seal_shredded") {
			t.Errorf("sealed after: %v", err)
		}
		if _, err := k.Rotate(ctx); err != nil {
			t.Fatal(err)
		}
		gone("rotated")
		opens(t, ctx, k, "rec_b", kept, name)
		page, err := audit.List(ctx, audit.Filter{Action: "seal.shred"})
		if err != nil || len(page.Items) != 1 || page.Items[0].Reason != "Hết thời hạn lưu" || page.Items[0].Object != "rec_a" {
			t.Errorf("logged %+v, %v", page.Items, err)
		}
		exec(t, ctx, "UPDATE seal_record_key SET wrapped = ?, shredded_at = 0 WHERE record_id = 'rec_a'", wrapped) // an old backup
		if err := k.Settle(ctx); err != nil {
			t.Fatal(err)
		}
		gone("restored")
		opens(t, ctx, k, "rec_b", kept, name)
	})
}

// TestMasterKeys: a new one takes over, and a province restored elsewhere opens
// once the key it came with is named.
func TestMasterKeys(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		ctx = identity.System(ctx, "test")
		file := filepath.Join(t.TempDir(), "seal.key")
		k, err := New(Options{File: file})
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the key file: %v %v", info, err)
		}
		server, err := New(Options{File: file})
		if err != nil {
			t.Fatal(err)
		}
		stored := sealed(t, ctx, k, "rec_a", map[string]any{"who": name})
		old := k.current().id
		if err := k.AddMaster(); err != nil {
			t.Fatal(err)
		}
		if k.current().id == old {
			t.Error("no new master key")
		}
		opens(t, ctx, server, "rec_a", stored, name) // torn here, both are known
		if err := k.AddMaster(); err != nil || len(k.masters) != 2 {
			t.Errorf("gone on with: %d keys, %v", len(k.masters), err)
		}
		if n, err := k.Rebind(ctx); n != 1 || err != nil {
			t.Errorf("wrapped anew: %d, %v", n, err)
		}
		if n, err := k.Rebind(ctx); n != 0 || err != nil {
			t.Errorf("wrapped once more: %d, %v", n, err)
		}
		if done, err := k.DropMasters(); !done || err != nil || len(k.masters) != 1 {
			t.Errorf("dropped: %v, %v", done, err)
		}
		opens(t, ctx, server, "rec_a", stored, name) // the running server finds the new key by itself
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		// Restored on another installation, from a province of another name.
		var id string
		var wrapped string
		if err := db.QueryRow(ctx, "SELECT id, wrapped FROM seal_province_key").Scan(&id, &wrapped); err != nil {
			t.Fatal(err)
		}
		key, err := k.current().box.open(wrapped, "province", db.Province(ctx), id)
		if err != nil {
			t.Fatal(err)
		}
		exec(t, ctx, "UPDATE seal_province_key SET origin = 'khac', wrapped = ?", k.current().wrap(key, "khac", id))
		there := keys(t)
		if err := there.Settle(ctx); !fault.HasCode(err, "seal_key_unknown") {
			t.Errorf("settled without the key: %v", err)
		}
		there = keys(t, NewMaster(), strings.TrimSpace(string(raw)))
		if _, err := there.open(ctx, "rec_a", stored); !fault.HasCode(err, "seal_broken") {
			t.Errorf("a row carried here opens without being bound: %v", err)
		}
		if err := there.Settle(ctx); err != nil {
			t.Fatal(err)
		}
		opens(t, ctx, there, "rec_a", stored, name)
	})
}

// TestKeysInConfiguration are refused by what is wrong with them.
func TestKeysInConfiguration(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", " ", "abc", NewMaster()[:40], NewMaster() + " xyz"} {
		if Check(bad) == nil {
			t.Errorf("%q passes", bad)
		}
	}
	if err := Check(NewMaster() + ",\n" + NewMaster()); err != nil {
		t.Error(err)
	}
}

// TestDigest tells the same values from others, and says nothing to whoever
// has another province's key.
func TestDigest(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	_, other := dbtest.SQLite(t)
	k := keys(t)
	seen := map[string]string{}
	for _, in := range []struct {
		ctx  context.Context
		who  string
		what string
	}{{ctx, name, "a"}, {ctx, name, "a"}, {ctx, "Lê", "b"}, {other, name, "c"}} {
		d, err := k.Digest(in.ctx, map[string]any{"who": in.who})
		if err != nil {
			t.Fatal(err)
		}
		if was, there := seen[d]; there && was != in.what {
			t.Errorf("%s and %s have one digest", was, in.what)
		}
		seen[d] = in.what
	}
	if len(seen) != 3 {
		t.Errorf("%d digests for 3 different things", len(seen))
	}
}
