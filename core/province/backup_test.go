package province_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/tenant"
)

// life gives province An records, two versions of a document, a remark and a
// figure.
func life(t testing.TB, r *coretest.Rig) {
	t.Helper()
	me := r.As(coretest.An, coretest.Officer)
	for n := range 3 {
		rec, err := r.Records.Create(me, "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"), Submit: "submit",
			Fields: map[string]any{"title": fmt.Sprintf("Chuyến thăm %d", n), "held_on": "2026-03-10", "people": n, "cost": 9007199254740993,
				"reached": []any{r.Unit(coretest.An, "X1-K1")}, "asks": []any{map[string]any{"content": "Sửa đường"}}}})
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			continue
		}
		d := paper(t, r, rec.ID)
		if n == 1 {
			body := coretest.PDF(coretest.Word())
			if _, err := r.Documents.Replace(me, d, document.Source{Body: strings.NewReader(body), Size: int64(len(body)), Name: "bản hai.pdf"}, document.Meta{}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := r.Records.Do(r.As(coretest.An, coretest.Approver), rec.ID, "approve", 0, record.Act{}); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Records.Comment(me, rec.ID, record.Remark{Text: "Đã gọi điện"}); err != nil {
			t.Fatal(err)
		}
	}
	r.Settle(coretest.An)
}

func paper(t testing.TB, r *coretest.Rig, recordID string) string {
	t.Helper()
	body := coretest.PDF(coretest.Word())
	d, err := r.Documents.Attach(r.As(coretest.An, coretest.Officer), recordID, "report",
		document.Source{Body: strings.NewReader(body), Size: int64(len(body)), Name: "báo cáo.pdf"}, document.Meta{Number: "12/BC-MT"})
	if err != nil {
		t.Fatal(err)
	}
	return d.ID
}

// portrait is everything of a province a person could look at, by name.
func portrait(t testing.TB, r *coretest.Rig, slug string) map[string]string {
	t.Helper()
	ctx := r.In(slug)
	out := map[string]string{}
	page, err := r.Records.List(ctx, record.Query{Kind: "demo.visit", Limit: 200})
	if err != nil {
		t.Fatal(err)
	}
	for _, rec := range page.Items {
		h, err := r.Records.History(ctx, rec.ID)
		c, err2 := r.Records.Comments(ctx, rec.ID)
		docs, err3 := r.Documents.ForRecord(ctx, rec.ID)
		if err := errors.Join(err, err2, err3); err != nil {
			t.Fatal(err)
		}
		plain := *rec
		plain.Clock = nil // a pointer prints as where it lies
		out["record "+rec.ID] = fmt.Sprintf("%+v", plain)
		if rec.Clock != nil {
			out["clock "+rec.ID] = fmt.Sprintf("%+v", *rec.Clock)
		}
		out["history "+rec.ID] = fmt.Sprintf("%+v", h)
		out["comments "+rec.ID] = fmt.Sprintf("%+v", c)
		for _, d := range docs {
			versions, err := r.Documents.Versions(ctx, d.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range versions {
				out[fmt.Sprintf("document %s %d", d.ID, v.Version)] = fmt.Sprintf("%s %+v", content(t, r, ctx, d.ID, v), v)
			}
		}
	}
	for _, m := range []string{"demo.visits", "demo.visits_done", "demo.people_met", "demo.areas_reached"} {
		f, err := r.Figures.Get(ctx, m, r.Unit(slug, "T"), "2026")
		if err != nil {
			t.Fatal(err)
		}
		out["figure "+m] = fmt.Sprint(*f.Value, *f.Proven, *f.Claimed)
	}
	report, err := r.VerifyLog(ctx)
	if err != nil || len(report.Breaks) > 0 || report.Lines == 0 {
		t.Fatalf("the log of %s: %+v %v", slug, report, err)
	}
	out["log"] = report.Head
	return out
}

// content is the SHA-256 of a version's bytes, read to the end; it must be the
// one that is written down.
func content(t testing.TB, r *coretest.Rig, ctx context.Context, documentID string, v document.Version) string {
	t.Helper()
	c, err := r.Documents.Open(ctx, documentID, v.Version, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Body.Close()
	h := sha256.New()
	if _, err := io.Copy(h, c.Body); err != nil {
		t.Fatal(err)
	}
	sum := hex.EncodeToString(h.Sum(nil))
	if sum != v.SHA256 {
		t.Errorf("document %s version %d holds other bytes than it says", documentID, v.Version)
	}
	return sum
}

// same fails unless two portraits are alike.
func same(t testing.TB, what string, want, got map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			t.Errorf("%s: %s is\n%s\nand was\n%s", what, name, got[name], want[name])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d things of %d", what, len(got), len(want))
	}
}

// TestABackupGivesEverythingBack under its own name and under another, and
// touches no other province.
func TestABackupGivesEverythingBack(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		life(t, r)
		none := context.Background()
		before, other := portrait(t, r, coretest.An), len(tenants(t, r))
		path := filepath.Join(t.TempDir(), "an.backup")
		made, err := r.Provinces.Backup(none, coretest.An, path)
		if err != nil || made.Documents != 3 || made.Bytes == 0 {
			t.Fatalf("%+v %v", made, err)
		}
		if _, err := r.Provinces.Restore(none, path, ""); !fault.Is(err, fault.Conflict) || !fault.HasCode(err, "exists") {
			t.Fatalf("restored over what is there: %v", err)
		}
		same(t, "after a refused restore", before, portrait(t, r, coretest.An))
		if _, err := r.Provinces.Restore(none, path, "an-hai"); err != nil {
			t.Fatal(err)
		}
		same(t, "under another name", before, portrait(t, r, "an-hai"))
		if err := r.Provinces.Remove(none, coretest.An); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Enter(none, coretest.An, "test"); !fault.Is(err, fault.NotFound) {
			t.Errorf("removed, and still there: %v", err)
		}
		got, err := r.Provinces.Restore(none, path, "")
		if err != nil || got.Tenant != coretest.An || got.Documents != 3 {
			t.Fatalf("%+v %v", got, err)
		}
		same(t, "under its own name", before, portrait(t, r, coretest.An))
		// Life goes on: the figures are recomputed to what they were, new
		// records number on, and the log goes on from where it ended.
		drifts, err := r.Figures.Recompute(r.In(coretest.An), false)
		if err != nil || len(drifts) != 0 {
			t.Errorf("%+v %v", drifts, err)
		}
		life(t, r)
		portrait(t, r, coretest.An)
		same(t, "the copy, while its twin lives on", before, portrait(t, r, "an-hai"))
		if n := len(tenants(t, r)); n != other+1 {
			t.Errorf("%d provinces", n)
		}
	})
}

// TestASuspendedProvinceCanBeSaved since that is when it stands still.
func TestASuspendedProvinceCanBeSaved(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		life(t, r)
		none := context.Background()
		before := portrait(t, r, coretest.An)
		if err := r.Tenants.Suspend(none, coretest.An); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "an.backup")
		if _, err := r.Provinces.Backup(none, coretest.An, path); err != nil {
			t.Fatal(err)
		}
		if err := r.Provinces.Remove(none, coretest.An); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Provinces.Restore(none, path, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Enter(none, coretest.An, "test"); !fault.HasCode(err, "tenant_suspended") {
			t.Errorf("it came back open: %v", err)
		}
		if err := r.Tenants.Resume(none, coretest.An); err != nil {
			t.Fatal(err)
		}
		same(t, "resumed", before, portrait(t, r, coretest.An))
	})
}

// TestADamagedArchiveIsRefused and leaves no database, bucket or name behind.
func TestADamagedArchiveIsRefused(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		life(t, r)
		none := context.Background()
		dir := t.TempDir()
		path := filepath.Join(dir, "an.backup")
		if _, err := r.Provinces.Backup(none, coretest.An, path); err != nil {
			t.Fatal(err)
		}
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		plain := unsealed(t, r, whole)
		damaged := map[string][]byte{"packed without the key": plain, "more behind it": append(bytes.Clone(whole), whole[len(whole)-64:]...), "nothing": {}, "no archive": []byte("chào"), "half of it": whole[:len(whole)/2], "all but the end": whole[:len(whole)-20],
			"a flipped byte": flipped(whole, len(whole)/2), "a flipped byte at the end": flipped(whole, len(whole)-6)}
		for what, change := range map[string]func(name string, body []byte) (string, []byte){
			"other bytes of a document": func(name string, body []byte) (string, []byte) {
				if strings.HasPrefix(name, "documents/") {
					body = flipped(body, len(body)/2)
				}
				return name, body
			},
			"a document under another hash": func(name string, body []byte) (string, []byte) {
				if strings.HasPrefix(name, "documents/") {
					name = "documents/" + strings.Repeat("0", 64)
				}
				return name, body
			},
			"a document left out": func(name string, body []byte) (string, []byte) {
				if strings.HasPrefix(name, "documents/") {
					return "", nil
				}
				return name, body
			},
			"a file that does not belong": func(name string, body []byte) (string, []byte) {
				return strings.Replace(name, "documents/", "../", 1), body
			},
			"no database": func(name string, body []byte) (string, []byte) {
				return strings.TrimSuffix(name, "database.jsonl"), body
			},
			"no end": func(name string, body []byte) (string, []byte) { return strings.TrimSuffix(name, "end.json"), body },
			"half a database": func(name string, body []byte) (string, []byte) {
				if name == "database.jsonl" {
					body = body[:len(body)/2]
				}
				return name, body
			},
			"another format": func(name string, body []byte) (string, []byte) {
				return name, bytes.Replace(body, []byte(`"format":1`), []byte(`"format":9`), 1)
			},
		} {
			damaged[what] = sealed(t, r, repacked(t, plain, change))
		}
		for what, body := range movedAndCut(t, plain) {
			damaged[what] = sealed(t, r, body)
		}
		for what, body := range damaged {
			broken := filepath.Join(dir, "broken")
			if err := os.WriteFile(broken, body, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := r.Provinces.Restore(none, broken, "moi"); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", what, err)
			}
			leavesNothing(t, r, what)
		}
		// Restoring from what was never there.
		if _, err := r.Provinces.Restore(none, filepath.Join(dir, "none"), "moi"); !fault.HasCode(err, "file_missing") {
			t.Error(err)
		}
		// The whole one still goes.
		if _, err := r.Provinces.Restore(none, path, "moi"); err != nil {
			t.Error(err)
		}
	})
}

// movedAndCut are the archives one part of which stands elsewhere, half of it.
func movedAndCut(t testing.TB, whole []byte) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	repacked(t, whole, func(name string, body []byte) (string, []byte) {
		out["moved and cut: "+name] = repacked(t, whole, func(other string, kept []byte) (string, []byte) {
			if other == name {
				return "../" + name, body[:len(body)/2]
			}
			return other, kept
		})
		return name, body
	})
	return out
}

func leavesNothing(t testing.TB, r *coretest.Rig, what string) {
	t.Helper()
	none := context.Background()
	if _, err := r.Tenants.Get(none, "moi"); !fault.Is(err, fault.NotFound) {
		t.Fatalf("%s left a province: %v", what, err)
	}
	if there, err := r.Cluster.Exists(none, "moi"); there || err != nil {
		t.Fatalf("%s left a database: %v", what, err)
	}
	for o, err := range r.Store.List(none, r.Store.Bucket("moi"), "", true) {
		if !fault.Is(err, fault.NotFound) {
			t.Fatalf("%s left a bucket with %+v: %v", what, o, err)
		}
		return
	}
	t.Fatalf("%s left an empty bucket", what)
}

func tenants(t testing.TB, r *coretest.Rig) []*tenant.Tenant {
	t.Helper()
	list, err := r.Tenants.List(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func flipped(body []byte, at int) []byte {
	out := bytes.Clone(body)
	out[at] ^= 0x10
	return out
}

// repacked is an archive whose every part went through change; a part without
// a name is left out.
func repacked(t testing.TB, whole []byte, change func(name string, body []byte) (string, []byte)) []byte {
	t.Helper()
	packed, err := gzip.NewReader(bytes.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	to, from := tar.NewWriter(zip), tar.NewReader(packed)
	for {
		h, err := from.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(from)
		if err != nil {
			t.Fatal(err)
		}
		name, body := change(h.Name, body)
		if name == "" {
			continue
		}
		err = to.WriteHeader(&tar.Header{Name: name, Size: int64(len(body)), Mode: 0o600})
		if err == nil {
			_, err = to.Write(body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(to.Close(), zip.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
