package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/upload"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/tus"
)

// tus 1.0.0 (tus.io/protocols/resumable-upload): creation, termination,
// checksum, expiration.
const (
	tusExtensions = "creation,termination,checksum,expiration"
	tusMaxSize    = 200 << 20
	// checksumMismatch is tus' own status.
	checksumMismatch = 460
)

// uploadHandler speaks tus.
type uploadHandler struct{ uploads *upload.Uploads }

func (h uploadHandler) options(c *endpoint.Call, _ struct{}) (endpoint.Nothing, error) {
	c.Header.Set("Tus-Version", endpoint.TusVersion)
	c.Header.Set("Tus-Extension", tusExtensions)
	c.Header.Set("Tus-Max-Size", strconv.Itoa(tusMaxSize))
	c.Header.Set("Tus-Checksum-Algorithm", "sha1,sha256,md5")
	return endpoint.Nothing{}, nil
}

// spoken refuses another version of the protocol and says which one it is.
func spoken(c *endpoint.Call, version string) error {
	if version == endpoint.TusVersion {
		return nil
	}
	c.Header.Set("Tus-Version", endpoint.TusVersion)
	return fault.New(fault.Invalid, "tus.version", fault.Field("Tus-Resumable"))
}

type uploadBeginIn struct {
	Version  string `header:"Tus-Resumable"`
	Length   string `header:"Upload-Length"`
	Defer    string `header:"Upload-Defer-Length"`
	Metadata string `header:"Upload-Metadata" maxLength:"8000"`
}

func (h uploadHandler) begin(c *endpoint.Call, in uploadBeginIn) (endpoint.Nothing, error) {
	if err := spoken(c, in.Version); err != nil {
		return endpoint.Nothing{}, err
	}
	if in.Defer != "" { // not among the extensions: a length to come is none
		return endpoint.Nothing{}, fault.New(fault.Invalid, "invalid", fault.Field("Upload-Defer-Length"))
	}
	size, err := strconv.ParseInt(in.Length, 10, 64)
	if err != nil || size < 0 {
		return endpoint.Nothing{}, fault.New(fault.Invalid, "invalid", fault.Field("Upload-Length"))
	}
	meta, err := tus.Metadata(in.Metadata)
	if err != nil {
		return endpoint.Nothing{}, err
	}
	name := meta["filename"]
	if name == "" {
		name = meta["name"]
	}
	u, err := h.uploads.Begin(c.Ctx, upload.NewUpload{Name: name, Size: size, SHA256: meta["sha256"], RecordID: meta["record"], Slot: meta["slot"], Metadata: in.Metadata})
	if err != nil {
		return endpoint.Nothing{}, err
	}
	c.Header.Set("Location", endpoint.Prefix+"/uploads/"+u.ID)
	c.Header.Set("Upload-Expires", u.Expires.UTC().Format(http.TimeFormat))
	return endpoint.Nothing{}, nil
}

type uploadHeadIn struct {
	ID      string `path:"id"`
	Version string `header:"Tus-Resumable"`
}

func (h uploadHandler) head(c *endpoint.Call, in uploadHeadIn) (endpoint.Nothing, error) {
	if err := spoken(c, in.Version); err != nil {
		return endpoint.Nothing{}, err
	}
	u, err := h.uploads.Head(c.Ctx, in.ID)
	if err != nil {
		return endpoint.Nothing{}, err
	}
	progress(c, u.Offset, u.Expires)
	c.Header.Set("Upload-Length", strconv.FormatInt(u.Size, 10))
	if u.Metadata != "" {
		c.Header.Set("Upload-Metadata", u.Metadata)
	}
	return endpoint.Nothing{}, nil
}

func progress(c *endpoint.Call, offset int64, expires time.Time) {
	c.Header.Set("Upload-Offset", strconv.FormatInt(offset, 10))
	c.Header.Set("Upload-Expires", expires.UTC().Format(http.TimeFormat))
}

type uploadAppendIn struct {
	ID       string `path:"id"`
	Version  string `header:"Tus-Resumable"`
	Offset   string `header:"Upload-Offset"`
	Checksum string `header:"Upload-Checksum" maxLength:"200"`
}

// append takes bytes. What arrived before a cut is kept; the offset of
// the answer, or of the next HEAD, says how much.
func (h uploadHandler) append(c *endpoint.Call, in uploadAppendIn) (endpoint.Nothing, error) {
	if err := spoken(c, in.Version); err != nil {
		return endpoint.Nothing{}, err
	}
	if kind, _, _ := strings.Cut(c.ContentType, ";"); strings.TrimSpace(kind) != "application/offset+octet-stream" {
		return endpoint.Nothing{}, fault.New(fault.Invalid, "media_type.unsupported", fault.Field("Content-Type"))
	}
	offset, err := strconv.ParseInt(in.Offset, 10, 64)
	if err != nil || offset < 0 {
		return endpoint.Nothing{}, fault.New(fault.Invalid, "invalid", fault.Field("Upload-Offset"))
	}
	sum, err := checksum(in.Checksum)
	if err != nil {
		return endpoint.Nothing{}, err
	}
	at, err := h.uploads.Append(c.Ctx, in.ID, offset, c.Body, sum)
	switch {
	case sum == nil: // the store has such a fault too
	case fault.HasCode(err, "checksum_mismatch"):
		c.Status = checksumMismatch
	case fault.HasCode(err, "checksum_unsupported"):
		c.Status = http.StatusBadRequest
	}
	if err != nil {
		return endpoint.Nothing{}, err
	}
	u, err := h.uploads.Head(c.Ctx, in.ID)
	if err != nil {
		return endpoint.Nothing{}, err
	}
	progress(c, at, u.Expires)
	return endpoint.Nothing{}, nil
}

// checksum is what an Upload-Checksum header says; nil for none.
func checksum(header string) (*upload.Checksum, error) {
	if header == "" {
		return nil, nil
	}
	algorithm, sum, err := tus.Checksum(header)
	if err != nil {
		return nil, err
	}
	return &upload.Checksum{Algorithm: algorithm, Sum: sum}, nil
}

func (h uploadHandler) abort(c *endpoint.Call, in uploadHeadIn) (endpoint.Nothing, error) {
	if err := spoken(c, in.Version); err != nil {
		return endpoint.Nothing{}, err
	}
	return endpoint.Nothing{}, h.uploads.Abort(c.Ctx, in.ID)
}
