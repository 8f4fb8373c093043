package file_test

import (
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"io"
	"runtime"
	"sync"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/file"
	"github.com/doanket/doanket/core/tenant"
)

// sums are the checksums tus knows, of one body.
func sums(body []byte) map[string]*file.Checksum {
	one, two, five := sha1.Sum(body), sha256.Sum256(body), md5.Sum(body)
	return map[string]*file.Checksum{"sha1": {Algorithm: "sha1", Sum: one[:]}, "sha256": {Algorithm: "sha256", Sum: two[:]},
		"md5": {Algorithm: "md5", Sum: five[:]}}
}

// TestLarge sends 64 MiB in one body and reads them whole and in part.
func TestLarge(t *testing.T) {
	t.Parallel()
	eachHouse(t, func(t *testing.T, h *house) {
		rec, body := visit(t, h.Rig), paper(64*mib)
		u := begin(t, h.Rig, file.NewUpload{Name: "lớn.pdf", Size: int64(len(body))})
		if at := send(t, h.Rig, u.ID, 0, body); at != int64(len(body)) {
			t.Fatalf("at %d", at)
		}
		_, err := h.Files.Attach(h.officer(), rec, "report", file.Source{UploadID: u.ID}, file.Meta{})
		want(t, "a slot of 20 MiB", err, fault.TooLarge, "too_large")
		d, err := h.Files.Attach(h.officer(), rec, "annex", file.Source{UploadID: u.ID}, file.Meta{})
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, h.Rig, d.ID, 0); !bytes.Equal(got, body) {
			t.Error("the bytes differ")
		}
		c, err := h.Files.Open(h.officer(), d.ID, 0, &file.Range{Offset: 33 * mib, Length: 100})
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(c.Body)
		_ = c.Body.Close()
		if err != nil || !bytes.Equal(got, body[33*mib:33*mib+100]) {
			t.Errorf("a range in the middle: %d bytes, %v", len(got), err)
		}
	})
}

// TestMemoryIsBounded: many uploads at once never hold more than the room was
// given; those that find none keep what has arrived and come back.
func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	h := newHouse(t, coretest.Options{})
	files := file.New(file.Deps{Records: file.Over(h.Records), Store: h.Store, Memory: 12 * mib})
	body := paper(6 * mib)
	var group sync.WaitGroup
	for range 8 {
		ctx := h.officer()
		group.Go(func() {
			u, err := files.Begin(ctx, file.NewUpload{Name: "a.pdf", Size: int64(len(body))})
			if err != nil {
				t.Error(err)
				return
			}
			for at := int64(0); at < int64(len(body)); {
				now, err := files.Append(ctx, u.ID, at, bytes.NewReader(body[at:]), nil)
				if err != nil && (!fault.Is(err, fault.Unavailable) || fault.Of(err).RetryAfter <= 0) {
					t.Errorf("at %d: %v", at, err)
					return
				}
				at = now
				runtime.Gosched()
			}
		})
	}
	wait.All(t, "the uploads", &group)
}

// TestQuota: a province keeps no more than its limit, announced or not.
func TestQuota(t *testing.T) {
	t.Parallel()
	eachHouse(t, func(t *testing.T, h *house) {
		_, err := h.Tenants.Change(h.Cluster.With(t.Context()), coretest.An, map[string]any{"settings": map[string]any{"limits": map[string]any{"storage_bytes": 3 * mib}}})
		if err != nil {
			t.Fatal(err)
		}
		rec := visit(t, h.Rig)
		u := begin(t, h.Rig, file.NewUpload{Name: "a.pdf", Size: 2 * mib})
		_, err = h.Files.Begin(h.officer(), file.NewUpload{Name: "b.pdf", Size: 2 * mib})
		want(t, "announced beyond the limit", err, fault.TooLarge, "storage_limit")
		if err := h.Files.Abort(h.officer(), u.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := bring(h.Rig, rec, "report", "c.pdf", paper(2*mib)); err != nil {
			t.Errorf("what was given up still counts: %v", err)
		}
		big := paper(2 * mib)
		_, err = h.Files.Attach(h.officer(), rec, "report", file.Source{Body: bytes.NewReader(big), Size: -1, Name: "d.pdf"}, file.Meta{})
		want(t, "not announced, beyond the limit", err, fault.TooLarge, "storage_limit")
		if left := stored(t, h.Rig, "object/"); len(left) != 1 {
			t.Errorf("kept: %v", left)
		}
		small := paper(mib / 2)
		if _, err = h.Files.Attach(h.officer(), rec, "report", file.Source{Body: bytes.NewReader(small), Size: -1, Name: "e.pdf"}, file.Meta{}); err != nil {
			t.Errorf("within the limit: %v", err)
		}
		if _, err := h.Files.Begin(h.As(coretest.Binh, coretest.Officer), file.NewUpload{Name: "f.pdf", Size: 20 * mib}); err != nil {
			t.Errorf("another province pays for it: %v", err)
		}
		if t2, err := tenant.From(h.In(coretest.An)); err != nil || t2.Settings.Limits.StorageBytes != 3*mib {
			t.Errorf("limit %v, %v", t2, err)
		}
	})
}
