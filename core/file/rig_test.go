package file_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/blob/blobtest"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/file"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
)

const mib = 1 << 20

// house is a rig whose way to the store a test can spoil.
type house struct {
	*coretest.Rig
	line *blobtest.Line
	made installation.Options
}

// annex is a slot without a bound of its own on size.
var annex = manifest.Slot{Code: "annex", Types: []string{"pdf", "docx", "xlsx", "jpg", "png", "zip", "txt"}, Max: 50}

// eachHouse is coretest.Each with a line to the store.
func eachHouse(t *testing.T, body func(t *testing.T, h *house), shape ...func(*installation.Options)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		body(t, newHouse(t, shaped(coretest.Options{}, shape)))
	})
	if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
		t.Run("postgres", func(t *testing.T) {
			t.Parallel()
			body(t, newHouse(t, shaped(coretest.Options{Postgres: true, RealS3: os.Getenv("DOANKET_TEST_S3") != ""}, shape)))
		})
	}
}

func shaped(o coretest.Options, shape []func(*installation.Options)) coretest.Options {
	if len(shape) > 0 {
		o.Shape = shape[0]
	}
	return o
}

func newHouse(t *testing.T, o coretest.Options) *house {
	t.Helper()
	h := &house{}
	shape := o.Shape
	o.Shape = func(io *installation.Options) {
		h.line = blobtest.NewLine(t, io.S3.Endpoint)
		io.S3.Endpoint = h.line.Addr
		visit := &io.Manifests[0].Kinds[0]
		visit.Slots = append(visit.Slots, annex)
		if shape != nil {
			shape(io)
		}
		h.made = *io
	}
	h.Rig = coretest.New(t, o)
	return h
}

// second is another server over the same database and store, past the line.
func (h *house) second(t *testing.T) *coretest.Rig {
	t.Helper()
	return coretest.New(t, coretest.Options{Shape: func(o *installation.Options) { *o = h.made }})
}

// officer is who uploads.
func (h *house) officer() context.Context { return h.As(coretest.An, coretest.Officer) }

// visit is a fresh record of commune X1 with slots report (pdf, 1–3, 20 MiB)
// and photo (jpg, png).
func visit(t testing.TB, r *coretest.Rig) string {
	t.Helper()
	rec, err := r.Records.Create(r.As(coretest.An, coretest.Officer), "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"), Submit: "submit",
		Fields: map[string]any{"title": "Thăm hộ nghèo", "held_on": "2026-03-10", "people": 5}})
	if err != nil {
		t.Fatal(err)
	}
	return rec.ID
}

// paper is a PDF of at least size bytes that was never seen before.
func paper(size int) []byte {
	body := []byte(coretest.PDF(coretest.Word()))
	if len(body) < size {
		noise := make([]byte, size-len(body))
		source := rand.NewChaCha8(sha256.Sum256(body))
		_, _ = source.Read(noise)
		body = append(body, noise...)
	}
	return body
}

func sumOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

func begin(t testing.TB, r *coretest.Rig, in file.NewUpload) file.Upload {
	t.Helper()
	u, err := r.Files.Begin(r.As(coretest.An, coretest.Officer), in)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// send appends a piece that must go well.
func send(t testing.TB, r *coretest.Rig, id string, offset int64, piece []byte) int64 {
	t.Helper()
	at, err := r.Files.Append(r.As(coretest.An, coretest.Officer), id, offset, bytes.NewReader(piece), nil)
	if err != nil {
		t.Fatalf("append %d bytes at %d: %v", len(piece), offset, err)
	}
	return at
}

func offsetOf(t testing.TB, r *coretest.Rig, id string) int64 {
	t.Helper()
	u, err := r.Files.Head(r.As(coretest.An, coretest.Officer), id)
	if err != nil {
		t.Fatal(err)
	}
	return u.Offset
}

// attach makes a finished upload prove the record.
func attach(t testing.TB, r *coretest.Rig, recordID, upload string) file.Document {
	t.Helper()
	d, err := r.Files.Attach(r.As(coretest.An, coretest.Officer), recordID, "report", file.Source{UploadID: upload}, file.Meta{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// bring attaches the bytes in one go.
func bring(r *coretest.Rig, recordID, slot, name string, body []byte) (file.Document, error) {
	return r.Files.Attach(r.As(coretest.An, coretest.Officer), recordID, slot,
		file.Source{Body: bytes.NewReader(body), Size: int64(len(body)), Name: name}, file.Meta{})
}

// read is the whole content of a document, checked against its own hash.
func read(t testing.TB, r *coretest.Rig, documentID string, version int) []byte {
	t.Helper()
	c, err := r.Files.Open(r.As(coretest.An, coretest.Officer), documentID, version, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Body.Close()
	body, err := io.ReadAll(c.Body)
	if err != nil {
		t.Fatal(err)
	}
	if sumOf(body) != c.Document.SHA256 || int64(len(body)) != c.Length {
		t.Errorf("%d bytes are not those of the document: %+v", len(body), c.Document)
	}
	return body
}

// want fails unless err is of the kind and code.
func want(t testing.TB, what string, err error, kind fault.Kind, code string) {
	t.Helper()
	if !fault.Is(err, kind) || !fault.HasCode(err, code) {
		t.Errorf("%s: %v, want %s %s", what, err, kind, code)
	}
}

// rowsOf counts rows of a table of province An.
func rowsOf(t testing.TB, r *coretest.Rig, table, where string, args ...any) int {
	t.Helper()
	q, err := db.Of(r.In(coretest.An))
	if err != nil {
		t.Fatal(err)
	}
	n, err := q.NewSelect().Table(table).Where(where, args...).Count(r.In(coretest.An))
	if err != nil {
		t.Fatal(err)
	}
	return int(n)
}

// stored lists what the store holds under a prefix, every version, and the
// parts of uploads that have not ended.
func stored(t testing.TB, r *coretest.Rig, prefix string) []string {
	t.Helper()
	var out []string
	for info, err := range r.Store.List(t.Context(), r.Store.Bucket(coretest.An), prefix, true) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("%s %d", strings.TrimPrefix(info.Key, prefix), info.Size))
	}
	return out
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

// point makes the row of an object name another version of its key.
func point(t testing.TB, h *house, sum, version string) {
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
