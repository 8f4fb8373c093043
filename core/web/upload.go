package web

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/upload"
)

// tus 1.0.0 (tus.io/protocols/resumable-upload): creation, termination,
// checksum, expiration.
const (
	tusVersion    = "1.0.0"
	tusExtensions = "creation,termination,checksum,expiration"
	tusMaxSize    = 200 << 20
	// checksumMismatch is tus' own status.
	checksumMismatch = 460
)

func uploadOptions(c *call, _ struct{}) (nothing, error) {
	c.header.Set("Tus-Version", tusVersion)
	c.header.Set("Tus-Extension", tusExtensions)
	c.header.Set("Tus-Max-Size", strconv.Itoa(tusMaxSize))
	c.header.Set("Tus-Checksum-Algorithm", "sha1,sha256,md5")
	return nothing{}, nil
}

// spoken refuses another version of the protocol.
func (c *call) spoken(version string) error {
	if version == tusVersion {
		return nil
	}
	return fault.New(fault.Invalid, "tus.version", fault.Field("Tus-Resumable"))
}

type uploadBeginIn struct {
	Version  string `header:"Tus-Resumable"`
	Length   string `header:"Upload-Length"`
	Defer    string `header:"Upload-Defer-Length"`
	Metadata string `header:"Upload-Metadata" maxLength:"8000"`
}

func uploadBegin(c *call, in uploadBeginIn) (nothing, error) {
	if err := c.spoken(in.Version); err != nil {
		return nothing{}, err
	}
	size, err := strconv.ParseInt(in.Length, 10, 64)
	if err != nil || size < 0 {
		return nothing{}, fault.New(fault.Invalid, "invalid", fault.Field("Upload-Length"))
	}
	meta, err := metadata(in.Metadata)
	if err != nil {
		return nothing{}, err
	}
	name := meta["filename"]
	if name == "" {
		name = meta["name"]
	}
	u, err := c.Uploads.Begin(c.ctx, upload.NewUpload{Name: name, Size: size, SHA256: meta["sha256"], RecordID: meta["record"], Slot: meta["slot"]})
	if err != nil {
		return nothing{}, err
	}
	c.header.Set("Location", prefix+"/uploads/"+u.ID)
	c.header.Set("Upload-Expires", u.Expires.UTC().Format(http.TimeFormat))
	return nothing{}, nil
}

// metadata reads "key base64,key base64".
func metadata(s string) (map[string]string, error) {
	out := map[string]string{}
	for pair := range strings.SplitSeq(s, ",") {
		key, value, _ := strings.Cut(strings.TrimSpace(pair), " ")
		if key == "" {
			continue
		}
		raw, err := base64.StdEncoding.DecodeString(value)
		if err != nil {
			return nil, fault.New(fault.Invalid, "invalid", fault.Field("Upload-Metadata"))
		}
		out[key] = string(raw)
	}
	return out, nil
}

type uploadHeadIn struct {
	ID      string `path:"id"`
	Version string `header:"Tus-Resumable"`
}

func uploadHead(c *call, in uploadHeadIn) (nothing, error) {
	if err := c.spoken(in.Version); err != nil {
		return nothing{}, err
	}
	u, err := c.Uploads.Head(c.ctx, in.ID)
	if err != nil {
		return nothing{}, err
	}
	c.progress(u.Offset, u.Expires)
	c.header.Set("Upload-Length", strconv.FormatInt(u.Size, 10))
	return nothing{}, nil
}

func (c *call) progress(offset int64, expires time.Time) {
	c.header.Set("Upload-Offset", strconv.FormatInt(offset, 10))
	if !expires.IsZero() {
		c.header.Set("Upload-Expires", expires.UTC().Format(http.TimeFormat))
	}
}

type uploadAppendIn struct {
	ID       string `path:"id"`
	Version  string `header:"Tus-Resumable"`
	Offset   string `header:"Upload-Offset"`
	Checksum string `header:"Upload-Checksum" maxLength:"200"`
}

// uploadAppend takes bytes. What arrived before a cut is kept; the offset of
// the answer, or of the next HEAD, says how much.
func uploadAppend(c *call, in uploadAppendIn) (nothing, error) {
	if err := c.spoken(in.Version); err != nil {
		return nothing{}, err
	}
	if kind, _, _ := strings.Cut(c.contentType, ";"); strings.TrimSpace(kind) != "application/offset+octet-stream" {
		return nothing{}, fault.New(fault.Invalid, "media_type.unsupported", fault.Field("Content-Type"))
	}
	offset, err := strconv.ParseInt(in.Offset, 10, 64)
	if err != nil || offset < 0 {
		return nothing{}, fault.New(fault.Invalid, "invalid", fault.Field("Upload-Offset"))
	}
	sum, err := checksum(in.Checksum)
	if err != nil {
		return nothing{}, err
	}
	at, err := c.Uploads.Append(c.ctx, in.ID, offset, c.body, sum)
	switch {
	case sum == nil: // the store has such a fault too
	case fault.HasCode(err, "checksum_mismatch"):
		c.status = checksumMismatch
	case fault.HasCode(err, "checksum_unsupported"):
		c.status = http.StatusBadRequest
	}
	if err != nil {
		return nothing{}, err
	}
	c.progress(at, time.Time{})
	return nothing{}, nil
}

// checksum reads "sha1 base64".
func checksum(s string) (*upload.Checksum, error) {
	if s == "" {
		return nil, nil
	}
	algorithm, value, _ := strings.Cut(s, " ")
	raw, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		return nil, fault.New(fault.Invalid, "invalid", fault.Field("Upload-Checksum"))
	}
	return &upload.Checksum{Algorithm: algorithm, Sum: raw}, nil
}

func uploadAbort(c *call, in uploadHeadIn) (nothing, error) {
	if err := c.spoken(in.Version); err != nil {
		return nothing{}, err
	}
	return nothing{}, c.Uploads.Abort(c.ctx, in.ID)
}
