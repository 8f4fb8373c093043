package file

import (
	"context"
	"io"
	"time"

	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/fault"
)

// Slot is one evidence slot of a record's kind.
type Slot struct {
	Code     string
	Types    []string // extensions without dot; empty: every known type
	Min, Max int      // Max 0: no limit
	MaxMB    int      // 0: the house limit
	DocKinds []string
}

// Case is what file must know of a record.
type Case struct {
	ID, Kind  string
	Slots     []Slot
	Sensitive bool // reading its documents is logged
}

// Records is what file needs from the waist.
type Records interface {
	// Look answers NotFound unless the caller may read the record.
	Look(ctx context.Context, recordID string) (Case, error)
	// Within runs fn in the record's write transaction: permission for the
	// action, revision, audit and watchers are the record's business.
	Within(ctx context.Context, recordID, action string, fn func(ctx context.Context) error) error
}

// Reading is one logged read of a sensitive record's document.
type Reading struct {
	DocumentID, RecordID string
	Version              int
}

// Deps are what the wiring gives.
type Deps struct {
	Records Records
	Store   *blob.Store
	Person  func(ctx context.Context) string                 // who acts, "" is nobody
	Log     func(ctx context.Context, reading Reading) error // the audit log
	Limit   func(ctx context.Context) int64                  // bytes the province may keep; 0 or nil: no limit

	MaxSize   int64         // of one file; 0: 200 MiB
	Memory    int64         // bytes all uploads may buffer in this process; 0: 128 MiB
	Keep      time.Duration // an idle upload lives so long; 0: 48 h
	Retention time.Duration // object lock on accepted evidence; 0: none
}

// Files is the room's door.
type Files struct{ deps Deps }

// New makes Files.
func New(deps Deps) *Files { return &Files{deps: deps} }

// NewUpload is what a client says before sending bytes.
type NewUpload struct {
	Name     string
	Size     int64
	SHA256   string // hex, optional
	RecordID string // optional: checked against the slot before a byte is sent
	Slot     string
}

// Upload is one upload session.
type Upload struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Size     int64     `json:"size"`
	Offset   int64     `json:"offset"`
	SHA256   string    `json:"sha256,omitempty"`
	RecordID string    `json:"record,omitempty"`
	Slot     string    `json:"slot,omitempty"`
	Done     bool      `json:"done"`
	Expires  time.Time `json:"expires"`
}

// Checksum covers the bytes of one Append: sha1, sha256 or md5.
type Checksum struct {
	Algorithm string
	Sum       []byte
}

// Meta is what the paper's face says.
type Meta struct {
	Name     string `json:"name,omitempty"`
	Kind     string `json:"kind,omitempty"`
	Number   string `json:"number,omitempty"`
	IssuedOn string `json:"issued_on,omitempty"` // YYYY-MM-DD
	Issuer   string `json:"issuer,omitempty"`
	Summary  string `json:"summary,omitempty"`
}

// Source is where a document's bytes come from: exactly one of the three.
type Source struct {
	UploadID   string
	DocumentID string
	Body       io.Reader // with Size and Name
	Size       int64     // -1: unknown
	Name       string
	SHA256     string
}

// Document is a document at its current version.
type Document struct {
	ID          string    `json:"id"`
	Name        string    `json:"name"`
	Size        int64     `json:"size"`
	Mime        string    `json:"mime"`
	SHA256      string    `json:"sha256"`
	Version     int       `json:"version"`
	Kind        string    `json:"kind,omitempty"`
	Number      string    `json:"number,omitempty"`
	IssuedOn    string    `json:"issued_on,omitempty"`
	Issuer      string    `json:"issuer,omitempty"`
	Summary     string    `json:"summary,omitempty"`
	Scan        string    `json:"scan"` // not_scanned | clean
	Sound       bool      `json:"sound"`
	CreatedAt   time.Time `json:"created_at"`
	CreatedBy   string    `json:"created_by"`
	Slot        string    `json:"slot,omitempty"`         // when listed for a record
	DuplicateOf string    `json:"duplicate_of,omitempty"` // after Attach: the same bytes, where the caller sees them
	Records     []string  `json:"records,omitempty"`      // in Get: those the caller may read
}

// Version is one version of a document.
type Version struct {
	Version   int       `json:"version"`
	Name      string    `json:"name"`
	Size      int64     `json:"size"`
	Mime      string    `json:"mime"`
	SHA256    string    `json:"sha256"`
	Sound     bool      `json:"sound"`
	CreatedAt time.Time `json:"created_at"`
	CreatedBy string    `json:"created_by"`
}

// Range is a part of a document; Length < 0 reads to the end.
type Range struct{ Offset, Length int64 }

// Content is an opened document; close Body.
type Content struct {
	Body     io.ReadCloser
	Document Document // at the opened version
	Offset   int64
	Length   int64 // bytes in Body
}

var notReady = fault.New(fault.Unavailable, "not.ready")

// Begin opens an upload session for the caller.
func (f *Files) Begin(ctx context.Context, in NewUpload) (Upload, error) { return Upload{}, notReady }

// Append takes bytes at the offset and answers the new one; also on error it says how much is kept.
func (f *Files) Append(ctx context.Context, id string, offset int64, r io.Reader, sum *Checksum) (int64, error) {
	return 0, notReady
}

// Head answers how far an upload is.
func (f *Files) Head(ctx context.Context, id string) (Upload, error) { return Upload{}, notReady }

// Abort ends an upload and removes its bytes.
func (f *Files) Abort(ctx context.Context, id string) error { return notReady }

// Expire removes idle uploads and answers how many; a job calls it.
func (f *Files) Expire(ctx context.Context) (int, error) { return 0, notReady }

// Attach makes the source prove the record in the slot.
func (f *Files) Attach(ctx context.Context, recordID, slot string, from Source, meta Meta) (Document, error) {
	return Document{}, notReady
}

// Replace adds a version; the caller needs the right to attach on every record it proves.
func (f *Files) Replace(ctx context.Context, documentID string, from Source, meta Meta) (Document, error) {
	return Document{}, notReady
}

// Detach takes a document from a record; document and bytes stay.
func (f *Files) Detach(ctx context.Context, recordID, documentID string) error { return notReady }

// Get reads a document the caller may see.
func (f *Files) Get(ctx context.Context, documentID string) (Document, error) {
	return Document{}, notReady
}

// Versions lists a document's versions, newest first.
func (f *Files) Versions(ctx context.Context, documentID string) ([]Version, error) {
	return nil, notReady
}

// Open opens a document's bytes; version 0 is the current one, rng nil the whole.
func (f *Files) Open(ctx context.Context, documentID string, version int, rng *Range) (*Content, error) {
	return nil, notReady
}

// ForRecord lists the documents of a record the caller may read.
func (f *Files) ForRecord(ctx context.Context, recordID string) ([]Document, error) {
	return nil, notReady
}

// Of lists documents of records without asking for permission: the caller has asked (lineage, backup).
func (f *Files) Of(ctx context.Context, recordIDs []string) (map[string][]Document, error) {
	return nil, notReady
}

// Count answers how many sound documents each slot of a record holds.
func (f *Files) Count(ctx context.Context, recordID string) (map[string]int, error) {
	return nil, notReady
}

// Swept tells what a sweep found.
type Swept struct{ Checked, Broken, Mended int }

// Sweep re-hashes the objects checked longest ago, up to so many bytes; a job calls it.
func (f *Files) Sweep(ctx context.Context, bytes int64) (Swept, error) { return Swept{}, notReady }
