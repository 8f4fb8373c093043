package upload_test

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
	"github.com/doanket/doanket/core/coretest/evidence"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/upload"
)

// sums are the checksums tus knows, of one body.
func sums(body []byte) map[string]*upload.Checksum {
	one, two, five := sha1.Sum(body), sha256.Sum256(body), md5.Sum(body)
	return map[string]*upload.Checksum{"sha1": {Algorithm: "sha1", Sum: one[:]}, "sha256": {Algorithm: "sha256", Sum: two[:]},
		"md5": {Algorithm: "md5", Sum: five[:]}}
}

// TestLarge sends 64 MiB in one body and reads them whole and in part.
func TestLarge(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		rec, body := evidence.Visit(t, h.Rig), evidence.Paper(64*evidence.MiB)
		u := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "lớn.pdf", Size: int64(len(body))})
		if at := evidence.Send(t, h.Rig, u.ID, 0, body); at != int64(len(body)) {
			t.Fatalf("at %d", at)
		}
		_, err := h.Documents.Attach(h.Officer(), rec, "report", document.Source{UploadID: u.ID}, document.Meta{})
		evidence.Want(t, "a slot of 20 MiB", err, fault.TooLarge, "too_large")
		d, err := h.Documents.Attach(h.Officer(), rec, "annex", document.Source{UploadID: u.ID}, document.Meta{})
		if err != nil {
			t.Fatal(err)
		}
		if got := evidence.Read(t, h.Rig, d.ID, 0); !bytes.Equal(got, body) {
			t.Error("the bytes differ")
		}
		c, err := h.Documents.Open(h.Officer(), d.ID, 0, &document.Range{Offset: 33 * evidence.MiB, Length: 100})
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(c.Body)
		_ = c.Body.Close()
		if err != nil || !bytes.Equal(got, body[33*evidence.MiB:33*evidence.MiB+100]) {
			t.Errorf("a range in the middle: %d bytes, %v", len(got), err)
		}
	})
}

// TestMemoryIsBounded: many uploads at once never hold more than the room was
// given; those that find none keep what has arrived and come back.
func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	h := evidence.New(t, coretest.Options{})
	uploads := upload.New(upload.Options{Slot: document.SlotOf(document.Over(h.Records)), Store: h.Store, Memory: 12 * evidence.MiB})
	body := evidence.Paper(6 * evidence.MiB)
	var group sync.WaitGroup
	for range 8 {
		ctx := h.Officer()
		group.Go(func() {
			u, err := uploads.Begin(ctx, upload.NewUpload{Name: "a.pdf", Size: int64(len(body))})
			if err != nil {
				t.Error(err)
				return
			}
			for at := int64(0); at < int64(len(body)); {
				now, err := uploads.Append(ctx, u.ID, at, bytes.NewReader(body[at:]), nil)
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

// TestQuota: a province keeps no more than its limit; what was given up counts no more.
func TestQuota(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		_, err := h.Tenants.Change(h.Cluster.With(t.Context()), coretest.An, map[string]any{"settings": map[string]any{"limits": map[string]any{"storage_bytes": 3 * evidence.MiB}}})
		if err != nil {
			t.Fatal(err)
		}
		rec := evidence.Visit(t, h.Rig)
		u := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "a.pdf", Size: 2 * evidence.MiB})
		evidence.Send(t, h.Rig, u.ID, 0, evidence.Paper(2 * evidence.MiB)[:2*evidence.MiB-1])
		_, err = h.Uploads.Begin(h.Officer(), upload.NewUpload{Name: "b.pdf", Size: 2 * evidence.MiB})
		evidence.Want(t, "announced beyond what is left", err, fault.TooLarge, "storage_limit")
		if err := h.Uploads.Abort(h.Officer(), u.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := evidence.Bring(h.Rig, rec, "report", "c.pdf", evidence.Paper(2*evidence.MiB)); err != nil {
			t.Errorf("what was given up still counts: %v", err)
		}
		big := evidence.Paper(2 * evidence.MiB)
		_, err = h.Documents.Attach(h.Officer(), rec, "report", document.Source{Body: bytes.NewReader(big), Size: -1, Name: "d.pdf"}, document.Meta{})
		evidence.Want(t, "not announced, beyond the limit", err, fault.TooLarge, "storage_limit")
		if left := evidence.Stored(t, h.Rig, "object/"); len(left) != 1 {
			t.Errorf("kept: %v", left)
		}
		small := evidence.Paper(evidence.MiB / 2)
		if _, err = h.Documents.Attach(h.Officer(), rec, "report", document.Source{Body: bytes.NewReader(small), Size: -1, Name: "e.pdf"}, document.Meta{}); err != nil {
			t.Errorf("within the limit: %v", err)
		}
		if _, err := h.Uploads.Begin(h.As(coretest.Binh, coretest.Officer), upload.NewUpload{Name: "f.pdf", Size: 20 * evidence.MiB}); err != nil {
			t.Errorf("another province pays for it: %v", err)
		}
		if t2, err := tenant.From(h.In(coretest.An)); err != nil || t2.Settings.Limits.StorageBytes != 3*evidence.MiB {
			t.Errorf("limit %v, %v", t2, err)
		}
	})
}

// TestPromisesFillNothing: who announces 256 files of 200 MB and sends none of
// them is stopped at 64, and the others of the province go on; bytes for which
// there is no room are refused as they come, what came before them stays.
func TestPromisesFillNothing(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		_, err := h.Tenants.Change(h.Cluster.With(t.Context()), coretest.An, map[string]any{"settings": map[string]any{"limits": map[string]any{"storage_bytes": 300 * evidence.MiB}}})
		if err != nil {
			t.Fatal(err)
		}
		announced := 0
		for range 256 {
			_, err := h.Uploads.Begin(h.As(coretest.An, coretest.Officer2), upload.NewUpload{Name: "a.pdf", Size: 200 * evidence.MiB})
			if err != nil {
				evidence.Want(t, "one announced too many", err, fault.Limited, "upload.too_many")
				continue
			}
			announced++
		}
		if announced != 64 {
			t.Errorf("%d of 256 were announced", announced)
		}
		if _, err := evidence.Bring(h.Rig, evidence.Visit(t, h.Rig), "report", "b.pdf", evidence.Paper(evidence.MiB)); err != nil {
			t.Errorf("another's file beside them: %v", err)
		}
		_, err = h.Uploads.Begin(h.As(coretest.An, coretest.Watcher), upload.NewUpload{Name: "a.pdf", Size: 5})
		evidence.Want(t, "who only reads", err, fault.Forbidden, "upload.nothing_to_attach")
	})
}

// TestNoRoomForMore: two announced what fits once; the second hears so at the
// bytes that do not fit, and goes on when there is room again.
func TestNoRoomForMore(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		_, err := h.Tenants.Change(h.Cluster.With(t.Context()), coretest.An, map[string]any{"settings": map[string]any{"limits": map[string]any{"storage_bytes": 3 * evidence.MiB}}})
		if err != nil {
			t.Fatal(err)
		}
		body := evidence.Paper(2 * evidence.MiB)
		in := upload.NewUpload{Name: "a.pdf", Size: 2 * evidence.MiB}
		first, second := evidence.Begin(t, h.Rig, in), evidence.Begin(t, h.Rig, in)
		evidence.Send(t, h.Rig, first.ID, 0, body[:evidence.MiB*3/2])
		at := evidence.Send(t, h.Rig, second.ID, 0, body[:evidence.MiB])
		kept, err := h.Uploads.Append(h.Officer(), second.ID, at, bytes.NewReader(body[at:]), nil)
		evidence.Want(t, "bytes without room", err, fault.TooLarge, "storage_limit")
		if kept != at {
			t.Errorf("%d are kept of %d", kept, at)
		}
		if err := h.Uploads.Abort(h.Officer(), first.ID); err != nil {
			t.Fatal(err)
		}
		if done, err := h.Uploads.Append(h.Officer(), second.ID, at, bytes.NewReader(body[at:]), nil); err != nil || done != in.Size {
			t.Errorf("with room again: %d, %v", done, err)
		}
	})
}
