package file_test

import (
	"bytes"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/file"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/installation"
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
	eachHouse(t, func(t *testing.T, h *house) {
		ctx, rec, body := h.officer(), visit(t, h.Rig), paper(14*mib)
		d, err := bring(h.Rig, rec, "report", "trước.pdf", paper(1000))
		if err != nil {
			t.Fatal(err)
		}
		u := begin(t, h.Rig, file.NewUpload{Name: "a.pdf", Size: int64(len(body))})
		send(t, h.Rig, u.ID, 0, body[:1000])

		h.line.Refuse()
		_, err = h.Files.Open(ctx, d.ID, 0, nil)
		away(t, "a download", err)
		at, err := h.Files.Append(ctx, u.ID, 1000, bytes.NewReader(body[1000:]), nil)
		away(t, "an upload", err)
		if at != 1000 || offsetOf(t, h.Rig, u.ID) != 1000 {
			t.Errorf("the offset is %d", at)
		}
		_, err = bring(h.Rig, rec, "report", "b.pdf", paper(1000))
		away(t, "a small file", err)
		if _, err := h.Files.Sweep(h.In(coretest.An), 1<<30); !fault.Is(err, fault.Unavailable) {
			t.Errorf("a sweep: %v", err)
		}
		if got, err := h.Files.Get(ctx, d.ID); err != nil || !got.Sound {
			t.Errorf("what cannot be read now counts as broken: %+v, %v", got, err)
		}
		if list, err := h.Files.ForRecord(ctx, rec); err != nil || len(list) != 1 {
			t.Errorf("the record shows %d papers, %v", len(list), err)
		}

		h.line.Pass()
		send(t, h.Rig, u.ID, 1000, body[1000:])
		if got := read(t, h.Rig, attach(t, h.Rig, rec, u.ID).ID, 0); !bytes.Equal(got, body) {
			t.Error("the bytes differ")
		}
		if _, err := h.Files.Sweep(h.In(coretest.An), 1<<30); err != nil {
			t.Error(err)
		}
	})
}

// TestStoreCutMidBody resets the line to the store again and again while parts
// go over it; whatever an Append answers, going on from the offset ends well.
func TestStoreCutMidBody(t *testing.T) {
	t.Parallel()
	eachHouse(t, func(t *testing.T, h *house) {
		ctx, body := h.officer(), paper(18*mib)
		u := begin(t, h.Rig, file.NewUpload{Name: "a.pdf", Size: int64(len(body)), SHA256: sumOf(body)})
		h.line.CutAfter(3*mib, 100, 6*mib, 7*mib, 200_000, 1000, mib, mib, 5*mib)
		h.line.Slow(time.Microsecond)
		at := int64(0)
		for tries := 0; at < int64(len(body)) && tries < 30; tries++ {
			now, err := h.Files.Append(ctx, u.ID, at, bytes.NewReader(body[at:]), nil)
			if err != nil && !fault.Is(err, fault.Unavailable) {
				t.Fatalf("at %d: %v", now, err)
			}
			if now < at {
				t.Fatalf("went back from %d to %d", at, now)
			}
			at = now
		}
		h.line.Pass()
		if h.line.Cuts() == 0 {
			t.Error("the line was never cut")
		}
		if got := read(t, h.Rig, attach(t, h.Rig, visit(t, h.Rig), u.ID).ID, 0); !bytes.Equal(got, body) {
			t.Error("the bytes differ")
		}
		if left := stored(t, h.Rig, "tail/"); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
	})
}

// TestLostAnswers: the store did it and its answer was lost.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	eachHouse(t, func(t *testing.T, h *house) {
		for _, size := range []int{5000, 14 * mib, 17 * mib} {
			body := paper(size)
			u := begin(t, h.Rig, file.NewUpload{Name: "a.pdf", Size: int64(len(body))})
			at := int64(0)
			for tries := 0; at < int64(len(body)) && tries < 10; tries++ {
				if tries < 4 {
					h.line.LoseAnswer()
				}
				now, err := h.Files.Append(h.officer(), u.ID, at, bytes.NewReader(body[at:]), nil)
				if err != nil && !fault.Is(err, fault.Unavailable) {
					t.Fatalf("%d bytes at %d: %v", size, now, err)
				}
				at = now
			}
			if got := read(t, h.Rig, attach(t, h.Rig, visit(t, h.Rig), u.ID).ID, 0); !bytes.Equal(got, body) {
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
	for name, size := range map[string]int{"one put": 5000, "parts": 17 * mib} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := &killer{}
			h := newHouse(t, coretest.Options{Shape: func(o *installation.Options) {
				k.next = o.S3.Transport
				o.S3.Transport = k
			}})
			other, body := h.second(t), paper(size)
			back := begin(t, h.Rig, file.NewUpload{Name: "a.pdf", Size: int64(len(body))})
			gone := begin(t, h.Rig, file.NewUpload{Name: "a.pdf", Size: int64(len(body))})
			send(t, other, gone.ID, 0, body[:1000])
			ctx := h.officer()
			kill := func() { _ = h.Cluster.Close() }
			k.armed.Store(&kill)
			if _, err := h.Files.Append(ctx, back.ID, 0, bytes.NewReader(body), nil); err == nil {
				t.Fatal("finished without a database")
			}
			if n := rowsOf(t, other, "document_object", "1 = 1") + rowsOf(t, other, "upload", "state <> 'open'"); n != 0 {
				t.Errorf("%d things are shown of it", n)
			}
			if kept := stored(t, other, "object/"); len(kept) == 0 {
				t.Fatal("the kill came too early to prove anything")
			}
			later := id.WithClock(other.As(coretest.An, coretest.Officer), func() time.Time { return time.Now().Add(time.Minute) }) // the lease is over
			at := offsetOf(t, other, back.ID)
			if now, err := other.Files.Append(later, back.ID, at, bytes.NewReader(body[at:]), nil); err != nil || now != int64(len(body)) {
				t.Fatalf("on another server, at %d: %d, %v", at, now, err)
			}
			d := attach(t, other, visit(t, other), back.ID)
			expire := id.WithClock(other.In(coretest.An), func() time.Time { return time.Now().Add(50 * time.Hour) })
			if _, err := other.Files.Expire(expire); err != nil {
				t.Fatal(err)
			}
			if kept := append(stored(t, other, "object/"), stored(t, other, "tail/")...); len(kept) != 1 {
				t.Errorf("left behind: %v", kept)
			}
			if got := read(t, other, d.ID, 0); !bytes.Equal(got, body) {
				t.Error("the bytes differ")
			}
		})
	}
}

// TestNobodyComesBack: the same kill, and the client is gone too.
func TestNobodyComesBack(t *testing.T) {
	t.Parallel()
	k := &killer{}
	h := newHouse(t, coretest.Options{Shape: func(o *installation.Options) {
		k.next = o.S3.Transport
		o.S3.Transport = k
	}})
	other := h.second(t)
	for _, size := range []int{5000, 14 * mib} {
		u := begin(t, other, file.NewUpload{Name: "a.pdf", Size: int64(size)})
		kill := func() { _ = other.Cluster.Close() }
		k.armed.Store(&kill)
		ctx := other.As(coretest.An, coretest.Officer)
		if _, err := other.Files.Append(ctx, u.ID, 0, bytes.NewReader(paper(size)), nil); err == nil {
			t.Fatal("finished without a database")
		}
		other = h.second(t)
	}
	expire := id.WithClock(h.In(coretest.An), func() time.Time { return time.Now().Add(50 * time.Hour) })
	if n, err := h.Files.Expire(expire); err != nil || n != 2 {
		t.Errorf("expired %d, %v", n, err)
	}
	if kept := append(stored(t, h.Rig, "object/"), stored(t, h.Rig, "tail/")...); len(kept) != 0 {
		t.Errorf("orphans: %v", kept)
	}
}
