package evidence

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
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/upload"
)

// MiB is 1,048,576 bytes.
const MiB = 1 << 20

// House is a rig whose way to the store a test can spoil.
type House struct {
	*coretest.Rig
	Line *blobtest.Line
	made installation.Options
}

// annex is a slot without a bound of its own on size.
var annex = manifest.Slot{Code: "annex", Types: []string{"pdf", "docx", "xlsx", "jpg", "png", "zip", "txt"}, Max: 50}

// Each is coretest.Each with a line to the store.
func Each(t *testing.T, body func(t *testing.T, h *House), shape ...func(*installation.Options)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		body(t, New(t, shaped(coretest.Options{}, shape)))
	})
	if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
		t.Run("postgres", func(t *testing.T) {
			t.Parallel()
			body(t, New(t, shaped(coretest.Options{Postgres: true, RealS3: os.Getenv("DOANKET_TEST_S3") != ""}, shape)))
		})
	}
}

func shaped(o coretest.Options, shape []func(*installation.Options)) coretest.Options {
	if len(shape) > 0 {
		o.Shape = shape[0]
	}
	return o
}

// New is a rig with a line to the store.
func New(t *testing.T, o coretest.Options) *House {
	t.Helper()
	h := &House{}
	shape := o.Shape
	o.Shape = func(io *installation.Options) {
		h.Line = blobtest.NewLine(t, io.S3.Endpoint)
		io.S3.Endpoint = h.Line.Addr
		visit := &io.Manifests[0].Kinds[0]
		visit.Slots = append(visit.Slots, annex)
		submitted := visit.Lifecycle.State("submitted")
		submitted.Attach = append(submitted.Attach, annex.Code)
		if shape != nil {
			shape(io)
		}
		h.made = *io
	}
	h.Rig = coretest.New(t, o)
	return h
}

// Second is another server over the same database and store, past the Line.
func (h *House) Second(t *testing.T) *coretest.Rig {
	t.Helper()
	return coretest.New(t, coretest.Options{Shape: func(o *installation.Options) { *o = h.made }})
}

// Officer is who uploads.
func (h *House) Officer() context.Context { return h.As(coretest.An, coretest.Officer) }

// Visit is a fresh record of commune X1 with slots report (pdf, 1–3, 20 MiB)
// and photo (jpg, png).
func Visit(t testing.TB, r *coretest.Rig) string {
	t.Helper()
	rec, err := r.Records.Create(r.As(coretest.An, coretest.Officer), "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"), Submit: "submit",
		Fields: map[string]any{"title": "Thăm hộ nghèo", "held_on": "2026-03-10", "people": 5}})
	if err != nil {
		t.Fatal(err)
	}
	return rec.ID
}

// Paper is a PDF of at least size bytes that was never seen before.
func Paper(size int) []byte {
	body := []byte(coretest.PDF(coretest.Word()))
	if len(body) < size {
		noise := make([]byte, size-len(body))
		source := rand.NewChaCha8(sha256.Sum256(body))
		_, _ = source.Read(noise)
		body = append(body, noise...)
	}
	return body
}

// SumOf is the hex SHA-256 of the bytes.
func SumOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// Begin opens an upload as the officer of province An.
func Begin(t testing.TB, r *coretest.Rig, in upload.NewUpload) upload.Upload {
	t.Helper()
	u, err := r.Uploads.Begin(r.As(coretest.An, coretest.Officer), in)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// Send appends a piece that must go well.
func Send(t testing.TB, r *coretest.Rig, id string, offset int64, piece []byte) int64 {
	t.Helper()
	at, err := r.Uploads.Append(r.As(coretest.An, coretest.Officer), id, offset, bytes.NewReader(piece), nil)
	if err != nil {
		t.Fatalf("append %d bytes at %d: %v", len(piece), offset, err)
	}
	return at
}

// OffsetOf is how much of an upload is kept.
func OffsetOf(t testing.TB, r *coretest.Rig, id string) int64 {
	t.Helper()
	u, err := r.Uploads.Head(r.As(coretest.An, coretest.Officer), id)
	if err != nil {
		t.Fatal(err)
	}
	return u.Offset
}

// Attach makes a finished upload prove the record.
func Attach(t testing.TB, r *coretest.Rig, recordID, upload string) document.Document {
	t.Helper()
	d, err := r.Documents.Attach(r.As(coretest.An, coretest.Officer), recordID, "report", document.Source{UploadID: upload}, document.Meta{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Bring attaches the bytes in one go.
func Bring(r *coretest.Rig, recordID, slot, name string, body []byte) (document.Document, error) {
	return r.Documents.Attach(r.As(coretest.An, coretest.Officer), recordID, slot,
		document.Source{Body: bytes.NewReader(body), Size: int64(len(body)), Name: name}, document.Meta{})
}

// Read is the whole content of a document, checked against its own hash.
func Read(t testing.TB, r *coretest.Rig, documentID string, version int) []byte {
	t.Helper()
	c, err := r.Documents.Open(r.As(coretest.An, coretest.Officer), documentID, version, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Body.Close()
	body, err := io.ReadAll(c.Body)
	if err != nil {
		t.Fatal(err)
	}
	if SumOf(body) != c.Document.SHA256 || int64(len(body)) != c.Length {
		t.Errorf("%d bytes are not those of the document: %+v", len(body), c.Document)
	}
	return body
}

// Want fails unless err is of the kind and code.
func Want(t testing.TB, what string, err error, kind fault.Kind, code string) {
	t.Helper()
	if !fault.Is(err, kind) || !fault.HasCode(err, code) {
		t.Errorf("%s: %v, want %s %s", what, err, kind, code)
	}
}

// Rows counts rows of a table of province An.
func Rows(t testing.TB, r *coretest.Rig, table, where string, args ...any) int {
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

// Stored lists what the store holds under a prefix, every version, and the
// parts of uploads that have not ended.
func Stored(t testing.TB, r *coretest.Rig, prefix string) []string {
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
