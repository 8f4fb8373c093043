package upload_test

import (
	"bytes"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/evidence"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/upload"
)

// away fails unless err says to try again, and when.
func away(t *testing.T, what string, err error) {
	t.Helper()
	if !fault.Is(err, fault.Unavailable) || fault.Of(err).RetryAfter <= 0 {
		t.Errorf("%s: %v, want unavailable with a time to come back", what, err)
	}
}

// TestStoreAway: while the store refuses, uploads say so and keep their offset;
// when it is back, they go on; nothing half is ever shown.
func TestStoreAway(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		ctx, rec, body := h.Officer(), evidence.Visit(t, h.Rig), evidence.Paper(14*evidence.MiB)
		d, err := evidence.Bring(h.Rig, rec, "report", "trước.pdf", evidence.Paper(1000))
		if err != nil {
			t.Fatal(err)
		}
		u := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "a.pdf", Size: int64(len(body))})
		evidence.Send(t, h.Rig, u.ID, 0, body[:1000])

		h.Line.Refuse()
		_, err = h.Documents.Open(ctx, d.ID, 0, nil)
		away(t, "a download", err)
		at, err := h.Uploads.Append(ctx, u.ID, 1000, bytes.NewReader(body[1000:]), nil)
		away(t, "an upload", err)
		if at != 1000 || evidence.OffsetOf(t, h.Rig, u.ID) != 1000 {
			t.Errorf("the offset is %d", at)
		}
		_, err = evidence.Bring(h.Rig, rec, "report", "b.pdf", evidence.Paper(1000))
		away(t, "a small file", err)
		if _, err := h.Documents.Sweep(h.In(coretest.An), 1<<30); !fault.Is(err, fault.Unavailable) {
			t.Errorf("a sweep: %v", err)
		}
		if got, err := h.Documents.Get(ctx, d.ID); err != nil || !got.Sound {
			t.Errorf("what cannot be read now counts as broken: %+v, %v", got, err)
		}
		if list, err := h.Documents.ForRecord(ctx, rec); err != nil || len(list) != 1 {
			t.Errorf("the record shows %d papers, %v", len(list), err)
		}

		h.Line.Pass()
		evidence.Send(t, h.Rig, u.ID, 1000, body[1000:])
		if got := evidence.Read(t, h.Rig, evidence.Attach(t, h.Rig, rec, u.ID).ID, 0); !bytes.Equal(got, body) {
			t.Error("the bytes differ")
		}
		if _, err := h.Documents.Sweep(h.In(coretest.An), 1<<30); err != nil {
			t.Error(err)
		}
	})
}

// TestStoreCutMidBody resets the line to the store again and again while parts
// go over it; whatever an Append answers, going on from the offset ends well.
func TestStoreCutMidBody(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		ctx, body := h.Officer(), evidence.Paper(18*evidence.MiB)
		u := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "a.pdf", Size: int64(len(body)), SHA256: evidence.SumOf(body)})
		h.Line.CutAfter(3*evidence.MiB, 100, 6*evidence.MiB, 7*evidence.MiB, 200_000, 1000, evidence.MiB, evidence.MiB, 5*evidence.MiB)
		h.Line.Slow(time.Microsecond)
		at := int64(0)
		for tries := 0; at < int64(len(body)) && tries < 30; tries++ {
			now, err := h.Uploads.Append(ctx, u.ID, at, bytes.NewReader(body[at:]), nil)
			if err != nil && !fault.Is(err, fault.Unavailable) {
				t.Fatalf("at %d: %v", now, err)
			}
			if now < at {
				t.Fatalf("went back from %d to %d", at, now)
			}
			at = now
		}
		h.Line.Pass()
		if h.Line.Cuts() == 0 {
			t.Error("the line was never cut")
		}
		if got := evidence.Read(t, h.Rig, evidence.Attach(t, h.Rig, evidence.Visit(t, h.Rig), u.ID).ID, 0); !bytes.Equal(got, body) {
			t.Error("the bytes differ")
		}
		if left := evidence.Stored(t, h.Rig, "tail/"); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
	})
}

// TestLostAnswers: the store did it and its answer was lost.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		for _, size := range []int{5000, 14 * evidence.MiB, 17 * evidence.MiB} {
			body := evidence.Paper(size)
			u := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "a.pdf", Size: int64(len(body))})
			at := int64(0)
			for tries := 0; at < int64(len(body)) && tries < 10; tries++ {
				if tries < 4 {
					h.Line.LoseAnswer()
				}
				now, err := h.Uploads.Append(h.Officer(), u.ID, at, bytes.NewReader(body[at:]), nil)
				if err != nil && !fault.Is(err, fault.Unavailable) {
					t.Fatalf("%d bytes at %d: %v", size, now, err)
				}
				at = now
			}
			if got := evidence.Read(t, h.Rig, evidence.Attach(t, h.Rig, evidence.Visit(t, h.Rig), u.ID).ID, 0); !bytes.Equal(got, body) {
				t.Errorf("%d bytes differ", size)
			}
		}
	})
}

// killer ends the database's door once the store has said yes to what makes the
// object: that is a kill between the two.
type killer struct {
	next  http.RoundTripper
	armed atomic.Pointer[func()]
}

// RoundTrip passes the request on and then, if armed, kills.
func (k *killer) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := k.next.RoundTrip(r)
	whole := r.Method == http.MethodPost && r.URL.Query().Has("uploadId") || r.Method == http.MethodPut && strings.Contains(r.URL.Path, "/object/") && !r.URL.Query().Has("uploadId")
	if err == nil && res.StatusCode == http.StatusOK && whole {
		if kill := k.armed.Swap(nil); kill != nil {
			(*kill)()
		}
	}
	return res, err
}

// TestKilledBetweenStoreAndDatabase: the object stands, the row does not know.
// Nothing is shown of it; who comes back finishes it on another server; who
// does not, leaves nothing behind.
func TestKilledBetweenStoreAndDatabase(t *testing.T) {
	t.Parallel()
	for name, size := range map[string]int{"one put": 5000, "parts": 17 * evidence.MiB} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := &killer{}
			h := evidence.New(t, coretest.Options{Shape: func(o *installation.Options) {
				k.next = o.S3.Transport
				o.S3.Transport = k
			}})
			other, body := h.Second(t), evidence.Paper(size)
			back := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "a.pdf", Size: int64(len(body))})
			gone := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "a.pdf", Size: int64(len(body))})
			evidence.Send(t, other, gone.ID, 0, body[:1000])
			ctx := h.Officer()
			kill := func() { _ = h.Cluster.Close() }
			k.armed.Store(&kill)
			if _, err := h.Uploads.Append(ctx, back.ID, 0, bytes.NewReader(body), nil); err == nil {
				t.Fatal("finished without a database")
			}
			if n := evidence.Rows(t, other, "document_object", "1 = 1") + evidence.Rows(t, other, "upload", "state <> 'open'"); n != 0 {
				t.Errorf("%d things are shown of it", n)
			}
			if kept := evidence.Stored(t, other, "object/"); len(kept) == 0 {
				t.Fatal("the kill came too early to prove anything")
			}
			later := id.WithClock(other.As(coretest.An, coretest.Officer), func() time.Time { return time.Now().Add(time.Minute) }) // the lease is over
			at := evidence.OffsetOf(t, other, back.ID)
			if now, err := other.Uploads.Append(later, back.ID, at, bytes.NewReader(body[at:]), nil); err != nil || now != int64(len(body)) {
				t.Fatalf("on another server, at %d: %d, %v", at, now, err)
			}
			d := evidence.Attach(t, other, evidence.Visit(t, other), back.ID)
			expire := id.WithClock(other.In(coretest.An), func() time.Time { return time.Now().Add(50 * time.Hour) })
			if _, err := other.Uploads.Expire(expire); err != nil {
				t.Fatal(err)
			}
			if kept := append(evidence.Stored(t, other, "object/"), evidence.Stored(t, other, "tail/")...); len(kept) != 1 {
				t.Errorf("left behind: %v", kept)
			}
			if got := evidence.Read(t, other, d.ID, 0); !bytes.Equal(got, body) {
				t.Error("the bytes differ")
			}
		})
	}
}

// TestNobodyComesBack: the same kill, and the client is gone too.
func TestNobodyComesBack(t *testing.T) {
	t.Parallel()
	k := &killer{}
	h := evidence.New(t, coretest.Options{Shape: func(o *installation.Options) {
		k.next = o.S3.Transport
		o.S3.Transport = k
	}})
	other := h.Second(t)
	for _, size := range []int{5000, 14 * evidence.MiB} {
		u := evidence.Begin(t, other, upload.NewUpload{Name: "a.pdf", Size: int64(size)})
		kill := func() { _ = other.Cluster.Close() }
		k.armed.Store(&kill)
		ctx := other.As(coretest.An, coretest.Officer)
		if _, err := other.Uploads.Append(ctx, u.ID, 0, bytes.NewReader(evidence.Paper(size)), nil); err == nil {
			t.Fatal("finished without a database")
		}
		other = h.Second(t)
	}
	expire := id.WithClock(h.In(coretest.An), func() time.Time { return time.Now().Add(50 * time.Hour) })
	if n, err := h.Uploads.Expire(expire); err != nil || n != 2 {
		t.Errorf("expired %d, %v", n, err)
	}
	if kept := append(evidence.Stored(t, h.Rig, "object/"), evidence.Stored(t, h.Rig, "tail/")...); len(kept) != 0 {
		t.Errorf("orphans: %v", kept)
	}
}
