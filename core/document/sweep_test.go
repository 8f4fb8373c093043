package document_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/evidence"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/indicator"
)

// spoil changes the stored bytes of the one object behind the API's back: on
// the embedded server in its folder, elsewhere by an object of the same size
// that the row is made to point at.
func spoil(t *testing.T, h *evidence.House, body []byte) {
	t.Helper()
	wrong := bytes.Clone(body)
	wrong[len(wrong)/2] ^= 1
	objects, err := h.Uploads.Objects(h.In(coretest.An))
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range objects {
		if o.SHA256 != evidence.SumOf(body) {
			continue
		}
		if on := onDisk(t, o.Key); on != "" {
			if err := os.WriteFile(on, wrong, 0o600); err != nil {
				t.Fatal(err)
			}
			return
		}
		bucket := h.Store.Bucket(coretest.An)
		v, err := h.Store.Put(t.Context(), bucket, o.Key, bytes.NewReader(wrong), int64(len(wrong)), blob.PutOptions{})
		if err != nil {
			t.Fatal(err)
		}
		point(t, h, o.SHA256, v.ID)
		return
	}
	t.Fatal("the object is not there")
}

// onDisk finds the object's file in the embedded server's folder, which is the
// working directory while it runs.
func onDisk(t *testing.T, key string) string {
	t.Helper()
	found := ""
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // other tests clean up meanwhile
		}
		if err == nil && !d.IsDir() && strings.HasSuffix(filepath.ToSlash(path), "/"+key) {
			found = path
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestSweepFindsAFlippedBit: a changed byte is found, the paper is not given
// out, it stops proving the figure, and the same bytes brought again mend it.
func TestSweepFindsAFlippedBit(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		ctx, rec, body := h.Officer(), evidence.Visit(t, h.Rig), evidence.Paper(100_000)
		d, err := evidence.Bring(h.Rig, rec, "report", "a.pdf", body)
		if err != nil {
			t.Fatal(err)
		}
		healthy, err := evidence.Bring(h.Rig, evidence.Visit(t, h.Rig), "report", "b.pdf", evidence.Paper(5000))
		if err != nil {
			t.Fatal(err)
		}
		proven(t, h, 2)
		sweep := func(broken, mended int) {
			t.Helper()
			got, err := h.Documents.Sweep(h.In(coretest.An), 1<<30)
			if err != nil || got.Checked != 2 || got.Broken != broken || got.Mended != mended {
				t.Fatalf("swept %+v, %v; want %d broken, %d mended", got, err, broken, mended)
			}
		}
		sweep(0, 0)
		spoil(t, h, body)
		sweep(1, 0)
		proven(t, h, 1)
		_, err = h.Documents.Open(ctx, d.ID, 0, nil)
		evidence.Want(t, "the broken paper", err, fault.Conflict, "document.broken")
		if got, err := h.Documents.Get(ctx, d.ID); err != nil || got.Sound {
			t.Errorf("it does not say so: %+v, %v", got, err)
		}
		lineage, err := h.Figures.Lineage(h.As(coretest.An, coretest.Leader), indicator.Ask{Measure: "demo.visits", Unit: h.Unit(coretest.An, "T"), Period: "2026"})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range lineage.Records {
			if s.ID == rec && (s.Proven || len(s.Documents) != 1 || s.Documents[0].Sound) {
				t.Errorf("the figure does not show the broken proof: %+v", s)
			}
		}
		sweep(0, 0)
		evidence.Read(t, h.Rig, healthy.ID, 0)

		if _, err := evidence.Bring(h.Rig, evidence.Visit(t, h.Rig), "report", "c.pdf", body); err != nil {
			t.Fatal(err)
		}
		proven(t, h, 3)
		if got := evidence.Read(t, h.Rig, d.ID, 0); !bytes.Equal(got, body) {
			t.Error("not mended")
		}
		sweep(0, 0)
	})
}

// proven is how many visits the province's figure proves.
func proven(t *testing.T, h *evidence.House, n float64) {
	t.Helper()
	h.Settle(coretest.An)
	f, err := h.Figures.Get(h.As(coretest.An, coretest.Leader), "demo.visits", h.Unit(coretest.An, "T"), "2026")
	if err != nil {
		t.Fatal(err)
	}
	if *f.Proven != n {
		t.Errorf("the figure proves %v of %v, want %v", *f.Proven, *f.Value, n)
	}
	if drifts, err := h.Figures.Recompute(h.In(coretest.An), false); err != nil || len(drifts) > 0 {
		t.Errorf("drifts %+v, %v", drifts, err)
	}
}

// TestSweepGoesRound: a sweep with little time takes what waits longest.
func TestSweepGoesRound(t *testing.T) {
	t.Parallel()
	h := evidence.New(t, coretest.Options{})
	rec := evidence.Visit(t, h.Rig)
	for range 4 {
		if _, err := evidence.Bring(h.Rig, rec, "annex", "a.pdf", evidence.Paper(10_000)); err != nil {
			t.Fatal(err)
		}
	}
	before := checkTimes(h.In(coretest.An), t)
	for range 4 {
		if got, err := h.Documents.Sweep(h.In(coretest.An), 1); err != nil || got.Checked != 1 {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	for sum, at := range checkTimes(h.In(coretest.An), t) {
		if at <= before[sum] {
			t.Errorf("%s was left out", sum)
		}
	}
	objects, err := h.Uploads.Objects(h.In(coretest.An))
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Store.Remove(t.Context(), h.Store.Bucket(coretest.An), objects[0].Key, objects[0].Version, true); err != nil {
		t.Fatal(err)
	}
	if got, err := h.Documents.Sweep(h.In(coretest.An), 1<<30); err != nil || got.Broken != 1 {
		t.Errorf("a lost object: %+v, %v", got, err)
	}
}

func checkTimes(ctx context.Context, t *testing.T) map[string]int64 {
	t.Helper()
	q, err := db.Of(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct {
		SHA256    string `bun:"sha256"`
		CheckedAt int64
	}
	if err := q.NewSelect().Table("document_object").ColumnExpr("sha256, checked_at").Scan(ctx, &rows); err != nil {
		t.Fatal(err)
	}
	out := map[string]int64{}
	for _, r := range rows {
		out[r.SHA256] = r.CheckedAt
	}
	return out
}

// point makes the row of an object name another version of its key.
func point(t testing.TB, h *evidence.House, sum, version string) {
	t.Helper()
	err := db.InTx(h.In(coretest.An), func(ctx context.Context) error {
		q, err := db.Of(ctx)
		if err != nil {
			return err
		}
		_, err = q.NewUpdate().Table("document_object").Set("version = ?", version).Where("sha256 = ?", sum).Exec(ctx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
