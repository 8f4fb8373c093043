package upload_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/evidence"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/upload"
)

// TestPiecesOfAnySize sends one paper in random pieces, most of them far below
// the smallest part S3 takes, cut at random bytes, now to one server and now
// to another over the same database. Nothing but the two knows of it.
func TestPiecesOfAnySize(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		other := h.Second(t)
		seed := rand.Uint64()
		random := rand.New(rand.NewPCG(seed, 1))
		body := evidence.Paper(11*evidence.MiB + random.IntN(8*evidence.MiB)) // the slot takes 20 MiB
		u := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "biên bản.pdf", Size: int64(len(body)), SHA256: strings.ToUpper(evidence.SumOf(body))})
		at := int64(0)
		for n := 0; at < int64(len(body)); n++ {
			if n > 400 {
				t.Fatalf("seed %d: still at %d of %d", seed, at, len(body))
			}
			server := []*coretest.Rig{h.Rig, other}[random.IntN(2)]
			size := min(int64(1+random.IntN([]int{3, 5000, 2 * evidence.MiB, 9 * evidence.MiB}[random.IntN(4)])), int64(len(body))-at)
			piece := body[at : at+size]
			if random.IntN(3) > 0 {
				at = evidence.Send(t, server, u.ID, at, piece)
			} else { // the line breaks after the piece
				kept, err := server.Uploads.Append(server.As(coretest.An, coretest.Officer), u.ID, at, cutReader{bytes.NewReader(piece), io.ErrUnexpectedEOF}, nil)
				if err != nil && !fault.HasCode(err, "upload.cut") {
					t.Fatalf("seed %d: cut at %d: %v", seed, at+size, err)
				}
				at = kept
			}
			if known := evidence.OffsetOf(t, other, u.ID); known != at {
				t.Fatalf("seed %d: one server says %d, the other %d", seed, at, known)
			}
		}
		d := evidence.Attach(t, other, evidence.Visit(t, h.Rig), u.ID)
		if got := evidence.Read(t, h.Rig, d.ID, 0); !bytes.Equal(got, body) || d.SHA256 != evidence.SumOf(body) {
			t.Errorf("seed %d: %d bytes of %d came through", seed, len(got), len(body))
		}
		if left := evidence.Stored(t, h.Rig, "tail/"); len(left) > 0 {
			t.Errorf("seed %d: tails are left: %v", seed, left)
		}
	})
}

// TestWhateverTheReaderCallsACut keeps what has arrived: a line that fails says
// nothing against the bytes, also when it fails with a fault of HTTP's.
func TestWhateverTheReaderCallsACut(t *testing.T) {
	t.Parallel()
	h := evidence.New(t, coretest.Options{})
	for name, cut := range map[string]error{
		"plain": errors.New("connection reset by peer"), "end": io.ErrUnexpectedEOF,
		"invalid": fault.New(fault.Invalid, "body.cut"), "too large": fault.New(fault.TooLarge, "body.too_large"),
	} {
		body := evidence.Paper(300_000)
		u := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "a.pdf", Size: int64(len(body))})
		at, err := h.Uploads.Append(h.Officer(), u.ID, 0, cutReader{bytes.NewReader(body[:100_001]), cut}, nil)
		if at != 100_001 || err == nil {
			t.Errorf("%s: kept %d, %v", name, at, err)
		}
		if at = evidence.Send(t, h.Rig, u.ID, at, body[at:]); at != int64(len(body)) {
			t.Errorf("%s: ends at %d", name, at)
		}
		if got := evidence.Read(t, h.Rig, evidence.Attach(t, h.Rig, evidence.Visit(t, h.Rig), u.ID).ID, 0); !bytes.Equal(got, body) {
			t.Errorf("%s: the bytes differ", name)
		}
	}
}

func TestOffsetsAndLengths(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		ctx, body := h.Officer(), evidence.Paper(50_000)
		u := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "a.pdf", Size: int64(len(body))})
		evidence.Send(t, h.Rig, u.ID, 0, body[:20_000])
		for _, wrong := range []int64{0, 19_999, 20_001, 50_000, 1 << 40} {
			at, err := h.Uploads.Append(ctx, u.ID, wrong, strings.NewReader("x"), nil)
			evidence.Want(t, "wrong offset", err, fault.Conflict, "upload.offset")
			if at != 20_000 || fault.Of(err).Params["offset"] != "20000" {
				t.Errorf("at %d the answer is %d, %v", wrong, at, fault.Of(err).Params)
			}
		}
		// Shorter than declared is a cut: not done, not attachable, and goes on.
		_, err := h.Documents.Attach(ctx, evidence.Visit(t, h.Rig), "report", document.Source{UploadID: u.ID}, document.Meta{})
		evidence.Want(t, "half an upload", err, fault.Conflict, "upload.incomplete")
		if at := evidence.Send(t, h.Rig, u.ID, 20_000, nil); at != 20_000 {
			t.Errorf("an empty piece moves the offset to %d", at)
		}
		evidence.Send(t, h.Rig, u.ID, 20_000, body[20_000:])
		if at := evidence.Send(t, h.Rig, u.ID, int64(len(body)), nil); at != int64(len(body)) {
			t.Errorf("the end again: %d", at)
		}
		// Longer than declared is refused for good, and its bytes go.
		long := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "a.pdf", Size: 30_000})
		_, err = h.Uploads.Append(ctx, long.ID, 0, bytes.NewReader(body), nil)
		evidence.Want(t, "too long", err, fault.Invalid, "size_mismatch")
		_, err = h.Uploads.Head(ctx, long.ID)
		evidence.Want(t, "asked again", err, fault.Invalid, "size_mismatch")
		if left := evidence.Stored(t, h.Rig, "object/"+long.ID); len(left) > 0 {
			t.Errorf("refused bytes stay: %v", left)
		}
		_, err = h.Uploads.Begin(ctx, upload.NewUpload{Name: "a.pdf", Size: 0})
		evidence.Want(t, "nothing", err, fault.Invalid, "empty")
		_, err = h.Uploads.Begin(ctx, upload.NewUpload{Name: "a.pdf", Size: -1})
		evidence.Want(t, "no length", err, fault.Invalid, "required")
		_, err = h.Uploads.Begin(ctx, upload.NewUpload{Name: "a.pdf", Size: 201 * evidence.MiB})
		evidence.Want(t, "a monster", err, fault.TooLarge, "too_large")
	})
}

func TestDeclaredSum(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		ctx := h.Officer()
		for _, size := range []int{10_000, 14 * evidence.MiB} { // one put, several parts
			body := evidence.Paper(size)
			u := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "a.pdf", Size: int64(len(body)), SHA256: evidence.SumOf([]byte("khác"))})
			_, err := h.Uploads.Append(ctx, u.ID, 0, bytes.NewReader(body), nil)
			evidence.Want(t, "wrong sum", err, fault.Invalid, "sha256_mismatch")
			_, err = h.Documents.Attach(ctx, evidence.Visit(t, h.Rig), "report", document.Source{UploadID: u.ID}, document.Meta{})
			evidence.Want(t, "its attachment", err, fault.Invalid, "sha256_mismatch")
			if left := evidence.Stored(t, h.Rig, "object/"); len(left) > 0 {
				t.Errorf("refused bytes stay: %v", left)
			}
		}
		for _, bad := range []string{"abc", strings.Repeat("g", 64), strings.Repeat("0", 66)} {
			_, err := h.Uploads.Begin(ctx, upload.NewUpload{Name: "a.pdf", Size: 10, SHA256: bad})
			evidence.Want(t, bad, err, fault.Invalid, "sha256_invalid")
		}
	})
}

// TestChecksumCoversOneBody: a body whose checksum fails, or that was cut,
// leaves the upload as it was.
func TestChecksumCoversOneBody(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		ctx, body := h.Officer(), evidence.Paper(19*evidence.MiB)
		u := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "a.pdf", Size: int64(len(body))})
		first, rest := body[:1*evidence.MiB], body[1*evidence.MiB:]
		for name, sum := range sums(first) {
			wrong := &upload.Checksum{Algorithm: sum.Algorithm, Sum: sums([]byte("khác"))[name].Sum}
			at, err := h.Uploads.Append(ctx, u.ID, 0, bytes.NewReader(first), wrong)
			evidence.Want(t, name, err, fault.Invalid, "checksum_mismatch")
			if at != 0 || evidence.OffsetOf(t, h.Rig, u.ID) != 0 {
				t.Errorf("%s: kept %d", name, at)
			}
		}
		_, err := h.Uploads.Append(ctx, u.ID, 0, bytes.NewReader(first), &upload.Checksum{Algorithm: "crc32"})
		evidence.Want(t, "crc32", err, fault.Invalid, "checksum_unsupported")
		at, err := h.Uploads.Append(ctx, u.ID, 0, bytes.NewReader(first), sums(first)["sha1"])
		if err != nil || at != evidence.MiB {
			t.Fatalf("at %d, %v", at, err)
		}
		// 18 MiB are several parts: none may count before the checksum is seen.
		sum := sums(rest)["sha256"]
		at, err = h.Uploads.Append(ctx, u.ID, evidence.MiB, cutReader{bytes.NewReader(rest[:17*evidence.MiB]), io.ErrUnexpectedEOF}, sum)
		if !fault.HasCode(err, "upload.cut") || at != evidence.MiB || evidence.OffsetOf(t, h.Rig, u.ID) != evidence.MiB {
			t.Errorf("a cut body with a checksum: kept %d, %v", at, err)
		}
		if at, err = h.Uploads.Append(ctx, u.ID, evidence.MiB, bytes.NewReader(rest), sum); err != nil || at != int64(len(body)) {
			t.Fatalf("at %d, %v", at, err)
		}
		if got := evidence.Read(t, h.Rig, evidence.Attach(t, h.Rig, evidence.Visit(t, h.Rig), u.ID).ID, 0); !bytes.Equal(got, body) {
			t.Error("the bytes differ")
		}
	})
}

func TestAbortAndExpiry(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		ctx, body := h.Officer(), evidence.Paper(17*evidence.MiB)
		given := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "a.pdf", Size: int64(len(body))})
		evidence.Send(t, h.Rig, given.ID, 0, body[:16*evidence.MiB+5])
		if err := h.Uploads.Abort(ctx, given.ID); err != nil {
			t.Fatal(err)
		}
		_, err := h.Uploads.Head(ctx, given.ID)
		evidence.Want(t, "after the abort", err, fault.NotFound, "not_found")
		evidence.Want(t, "abort again", h.Uploads.Abort(ctx, given.ID), fault.NotFound, "not_found")
		if left := append(evidence.Stored(t, h.Rig, "object/"), evidence.Stored(t, h.Rig, "tail/")...); len(left) > 0 {
			t.Errorf("given up, but kept: %v", left)
		}

		left := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "b.pdf", Size: int64(len(body))})
		evidence.Send(t, h.Rig, left.ID, 0, body[:100])
		whole := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "c.pdf", Size: 200_000})
		evidence.Send(t, h.Rig, whole.ID, 0, evidence.Paper(200_000))
		proof := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "d.pdf", Size: 200_000})
		evidence.Send(t, h.Rig, proof.ID, 0, evidence.Paper(200_000))
		d := evidence.Attach(t, h.Rig, evidence.Visit(t, h.Rig), proof.ID)
		evidence.Want(t, "abort of what proves", h.Uploads.Abort(ctx, proof.ID), fault.Conflict, "upload.claimed")

		if n, err := h.Uploads.Expire(h.In(coretest.An)); err != nil || n != 0 {
			t.Errorf("too early: %d, %v", n, err)
		}
		later := id.WithClock(h.In(coretest.An), func() time.Time { return time.Now().Add(25 * time.Hour) })
		if n, err := h.Uploads.Expire(later); err != nil || n != 3 {
			t.Errorf("expired %d, %v; want 3", n, err)
		}
		if n := evidence.Rows(t, h.Rig, "upload", "1 = 1") + evidence.Rows(t, h.Rig, "upload_part", "1 = 1"); n != 0 {
			t.Errorf("%d rows are left", n)
		}
		if kept := evidence.Stored(t, h.Rig, "object/"); len(kept) != 1 || len(evidence.Stored(t, h.Rig, "tail/")) != 0 {
			t.Errorf("kept: %v", kept)
		}
		evidence.Read(t, h.Rig, d.ID, 0)
	})
}

// TestOneAtATime: of many who append at once one gets in, the others hear that
// it is taken or where it stands, and the paper comes out whole.
func TestOneAtATime(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		body := evidence.Paper(14 * evidence.MiB)
		servers := []*coretest.Rig{h.Rig, h.Second(t)}
		u := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "a.pdf", Size: int64(len(body))})
		for at := int64(0); at < int64(len(body)); {
			var group sync.WaitGroup
			for n := range 6 {
				server := servers[n%2]
				ctx := server.As(coretest.An, coretest.Officer)
				group.Go(func() {
					end := min(at+2*evidence.MiB+7, int64(len(body)))
					_, err := server.Uploads.Append(ctx, u.ID, at, bytes.NewReader(body[at:end]), nil)
					if err != nil && !fault.HasCode(err, "upload.locked") && !fault.HasCode(err, "upload.offset") {
						t.Errorf("at %d: %v", at, err)
					}
				})
			}
			wait.All(t, "everyone who appends", &group)
			now := evidence.OffsetOf(t, h.Rig, u.ID)
			if now <= at {
				t.Fatalf("nobody got in at %d", at)
			}
			at = now
		}
		if got := evidence.Read(t, h.Rig, evidence.Attach(t, h.Rig, evidence.Visit(t, h.Rig), u.ID).ID, 0); !bytes.Equal(got, body) {
			t.Error("the bytes are mixed up")
		}
	})
}

// TestTakenOver: who falls silent loses the upload to the next one, and what
// the silent one sends later changes nothing.
func TestTakenOver(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		body := evidence.Paper(20 * evidence.MiB)
		u := evidence.Begin(t, h.Rig, upload.NewUpload{Name: "a.pdf", Size: int64(len(body))})
		r, w := io.Pipe()
		silent, ctx := make(chan error, 1), h.Officer()
		sum := sums(body)["sha256"]
		go func() {
			_, err := h.Uploads.Append(ctx, u.ID, 0, r, sum)
			_ = r.Close() // whoever still writes hears it
			silent <- err
		}()
		if _, err := w.Write(body[:9*evidence.MiB]); err != nil { // a part is on its way
			t.Fatal(err)
		}
		later := id.WithClock(h.Officer(), func() time.Time { return time.Now().Add(time.Minute) })
		if at, err := h.Uploads.Append(later, u.ID, 0, bytes.NewReader(body[:17*evidence.MiB]), nil); err != nil || at != 17*evidence.MiB {
			t.Fatalf("taken over: %d, %v", at, err)
		}
		for _, piece := range [][]byte{make([]byte, 8*evidence.MiB), make([]byte, 3*evidence.MiB)} { // late, and wrong
			if _, err := w.Write(piece); err != nil {
				break // it has noticed
			}
		}
		_ = w.Close()
		if err := wait.Receive(t, "the silent one to end", silent); err == nil {
			t.Error("the silent one believes it went well")
		}
		evidence.Send(t, h.Rig, u.ID, 17*evidence.MiB, body[17*evidence.MiB:])
		if got := evidence.Read(t, h.Rig, evidence.Attach(t, h.Rig, evidence.Visit(t, h.Rig), u.ID).ID, 0); !bytes.Equal(got, body) {
			t.Error("the bytes are mixed up")
		}
	})
}

// cutReader gives the bytes and then fails as a lost line does.
type cutReader struct {
	body *bytes.Reader
	err  error
}

// Read never answers io.EOF.
func (c cutReader) Read(p []byte) (int, error) {
	n, err := c.body.Read(p)
	if err != nil {
		err = c.err
	}
	return n, err
}
