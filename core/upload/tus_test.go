package upload_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/blob/blobtest"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/evidence"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/web"
)

// tus is a client that says exactly what the test wants said.
type tus struct {
	*coretest.Client
	t *testing.T
}

func (c tus) say(method, path string, body io.Reader, headers ...string) *coretest.Response {
	c.t.Helper()
	return c.Do(method, path, body, append([]string{"Tus-Resumable", "1.0.0"}, headers...)...)
}

// create begins an upload and says its path.
func (c tus) create(size int, metadata ...string) string {
	c.t.Helper()
	var pairs []string
	for n := 0; n+1 < len(metadata); n += 2 {
		pairs = append(pairs, metadata[n]+" "+base64.StdEncoding.EncodeToString([]byte(metadata[n+1])))
	}
	r := c.say(http.MethodPost, "/uploads", nil, "Upload-Length", strconv.Itoa(size), "Upload-Metadata", strings.Join(pairs, ","))
	r.Want(c.t, 201)
	if r.Header.Get("Tus-Resumable") != "1.0.0" || r.Header.Get("Upload-Expires") == "" {
		c.t.Errorf("creation answers %v", r.Header)
	}
	path, ok := strings.CutPrefix(r.Header.Get("Location"), "/api/v1")
	if !ok {
		c.t.Fatalf("location %q", r.Header.Get("Location"))
	}
	return path
}

func (c tus) patch(path string, offset int, body []byte, headers ...string) *coretest.Response {
	c.t.Helper()
	return c.say(http.MethodPatch, path, bytes.NewReader(body),
		append([]string{"Content-Type", "application/offset+octet-stream", "Upload-Offset", strconv.Itoa(offset)}, headers...)...)
}

// offset is what HEAD says.
func (c tus) offset(path string) int {
	c.t.Helper()
	r := c.say(http.MethodHead, path, nil)
	r.Want(c.t, 200)
	if r.Header.Get("Cache-Control") != "no-store" || r.Header.Get("Upload-Length") == "" {
		c.t.Errorf("HEAD answers %v", r.Header)
	}
	at, err := strconv.Atoi(r.Header.Get("Upload-Offset"))
	if err != nil {
		c.t.Fatalf("HEAD says %v", r.Header)
	}
	return at
}

func TestTusOverHTTP(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		s := h.Serve(web.Options{})
		other := h.Second(t).Serve(web.Options{})
		c := tus{s.As(coretest.An, coretest.Officer), t}
		there := tus{other.As(coretest.An, coretest.Officer), t}

		o := c.Do(http.MethodOptions, "/uploads", nil)
		o.Want(t, 204)
		for _, extension := range []string{"creation", "termination", "checksum", "expiration"} {
			if !strings.Contains(o.Header.Get("Tus-Extension"), extension) {
				t.Errorf("extensions %q lack %s", o.Header.Get("Tus-Extension"), extension)
			}
		}
		body := evidence.Paper(1_000_000)
		path := c.create(len(body), "filename", "Báo cáo.pdf", "sha256", evidence.SumOf(body), "record", evidence.Visit(t, h.Rig), "slot", "report")
		if at := c.offset(path); at != 0 {
			t.Errorf("begins at %d", at)
		}
		first := c.patch(path, 0, body[:300_000])
		first.Want(t, 204)
		if first.Header.Get("Upload-Offset") != "300000" || first.Header.Get("Tus-Resumable") != "1.0.0" {
			t.Errorf("a piece answers %v", first.Header)
		}
		c.patch(path, 299_999, body[:10]).Want(t, 409)
		if at := there.offset(path); at != 300_000 {
			t.Errorf("the other server says %d", at)
		}
		good := "sha1 " + base64.StdEncoding.EncodeToString(sums(body[300_000:700_000])["sha1"].Sum)
		there.patch(path, 300_000, body[300_000:699_999], "Upload-Checksum", good).Want(t, 460)
		if at := c.offset(path); at != 300_000 {
			t.Errorf("after a wrong checksum: %d", at)
		}
		there.patch(path, 300_000, body[300_000:700_000], "Upload-Checksum", good).Want(t, 204)
		c.patch(path, 700_000, body[700_000:]).Want(t, 204)
		c.patch(path, 1_000_000, nil).Want(t, 204) // the answer to the last piece was lost

		id := strings.TrimPrefix(path, "/uploads/")
		var d struct{ ID, SHA256 string }
		c.Do(http.MethodPost, "/records/"+evidence.Visit(t, h.Rig)+"/documents", map[string]string{"slot": "report", "upload": id}).Want(t, 201, &d)
		if d.SHA256 != evidence.SumOf(body) {
			t.Errorf("kept %+v", d)
		}
		got := there.Do(http.MethodGet, "/documents/"+d.ID+"/content", nil)
		if got.Want(t, 200); !bytes.Equal(got.Body, body) || got.Header.Get("ETag") != `"`+d.SHA256+`"` {
			t.Errorf("%d bytes back, %v", len(got.Body), got.Header)
		}
		refusals(t, c)
		strangers(t, s, c.create(10, "filename", "a.pdf"))
	})
}

// refusals are requests that break the protocol or the house's rules.
func refusals(t *testing.T, c tus) {
	t.Helper()
	path := c.create(100, "filename", "a.pdf")
	for name, r := range map[string]struct {
		got  *coretest.Response
		want int
	}{
		"no version":       {c.Do(http.MethodPost, "/uploads", nil, "Upload-Length", "10"), 412},
		"another version":  {c.Do(http.MethodHead, path, nil, "Tus-Resumable", "0.2.2"), 412},
		"no length":        {c.say(http.MethodPost, "/uploads", nil), 422},
		"negative length":  {c.say(http.MethodPost, "/uploads", nil, "Upload-Length", "-1"), 422},
		"nothing":          {c.say(http.MethodPost, "/uploads", nil, "Upload-Length", "0", "Upload-Metadata", "filename YS5wZGY="), 422},
		"too large":        {c.say(http.MethodPost, "/uploads", nil, "Upload-Length", "999999999999", "Upload-Metadata", "filename YS5wZGY="), 413},
		"broken metadata":  {c.say(http.MethodPost, "/uploads", nil, "Upload-Length", "10", "Upload-Metadata", "filename %%%"), 422},
		"no offset":        {c.say(http.MethodPatch, path, strings.NewReader("x"), "Content-Type", "application/offset+octet-stream"), 422},
		"another type":     {c.say(http.MethodPatch, path, strings.NewReader("x"), "Content-Type", "application/pdf", "Upload-Offset", "0"), 415},
		"unknown checksum": {c.patch(path, 0, []byte("x"), "Upload-Checksum", "crc32 AAAA"), 400},
		"broken checksum":  {c.patch(path, 0, []byte("x"), "Upload-Checksum", "sha1 %%"), 422},
		"unknown upload":   {c.say(http.MethodHead, "/uploads/upl_01JZZZZZZZZZZZZZZZZZZZZZZZ", nil), 404},
	} {
		if r.got.Status != r.want {
			t.Errorf("%s: %d, want %d: %s", name, r.got.Status, r.want, r.got.Body)
		}
	}
	if at := c.offset(path); at != 0 {
		t.Errorf("refused pieces moved the offset to %d", at)
	}
	c.say(http.MethodDelete, path, nil).Want(t, 204)
	c.say(http.MethodHead, path, nil).Want(t, 404)
	c.patch(path, 0, []byte("x")).Want(t, 404)
}

// strangers may not even learn that the upload exists.
func strangers(t *testing.T, s *coretest.Server, path string) {
	t.Helper()
	for _, client := range []*coretest.Client{s.As(coretest.An, coretest.Officer2), s.As(coretest.An, coretest.Leader), s.As(coretest.Binh, coretest.Officer)} {
		c := tus{client, t}
		c.say(http.MethodHead, path, nil).Want(t, 404)
		c.patch(path, 0, []byte("x")).Want(t, 404)
		c.say(http.MethodDelete, path, nil).Want(t, 404)
	}
	c := tus{s.As(coretest.An, ""), t}
	c.say(http.MethodHead, path, nil).Want(t, 401)
	c.patch(path, 0, []byte("x")).Want(t, 401)
}

// TestTusThroughABrokenLine resets the connection at random bytes, so that the
// server sees errors and not an end, and goes on from what HEAD says.
func TestTusThroughABrokenLine(t *testing.T) {
	t.Parallel()
	h := evidence.New(t, coretest.Options{})
	s := h.Serve(web.Options{})
	line := blobtest.NewLine(t, s.Addr)
	straight := tus{s.As(coretest.An, coretest.Officer), t}
	body := evidence.Paper(12 * evidence.MiB)
	path := straight.create(len(body), "filename", "a.pdf", "sha256", evidence.SumOf(body))
	token, err := h.Token(h.In(coretest.An), coretest.Officer, "line", nil, time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	at, tries := 0, 0
	for ; at < len(body); tries++ {
		if tries > 60 {
			t.Fatalf("after %d tries at %d", tries, at)
		}
		if tries < 8 {
			line.CutAfter(int64(600 + rand.IntN(3*evidence.MiB)))
		}
		req, err := http.NewRequest(http.MethodPatch, "http://"+line.Addr+"/api/v1"+path, bytes.NewReader(body[at:]))
		if err != nil {
			t.Fatal(err)
		}
		req.Host, req.Close = coretest.An+"."+coretest.BaseDomain, true
		for k, v := range map[string]string{"Tus-Resumable": "1.0.0", "Upload-Offset": strconv.Itoa(at), "Content-Type": "application/offset+octet-stream",
			"Authorization": "Bearer " + token} {
			req.Header.Set(k, v)
		}
		if res, err := coretest.HTTP.Do(req); err == nil {
			_ = res.Body.Close()
			if res.StatusCode != 204 && res.StatusCode != 423 && res.StatusCode != 409 {
				t.Fatalf("at %d: %s", at, res.Status)
			}
		}
		now := straight.offset(path)
		if now < at {
			t.Fatalf("went back from %d to %d", at, now)
		}
		at = now
	}
	if line.Cuts() == 0 {
		t.Error("the line was never cut")
	}
	d := evidence.Attach(t, h.Rig, evidence.Visit(t, h.Rig), strings.TrimPrefix(path, "/uploads/"))
	if got := evidence.Read(t, h.Rig, d.ID, 0); !bytes.Equal(got, body) {
		t.Error("the bytes differ")
	}
}

// TestRangesOverHTTP reads parts of a document as browsers and players do.
func TestRangesOverHTTP(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		s := h.Serve(web.Options{})
		body := evidence.Paper(100_000)
		d, err := evidence.Bring(h.Rig, evidence.Visit(t, h.Rig), "report", `Biên bản "số 5".pdf`, body)
		if err != nil {
			t.Fatal(err)
		}
		c := s.As(coretest.An, coretest.Officer)
		for spec, span := range map[string][2]int{"bytes=0-9": {0, 10}, "bytes=500-": {500, 100_000}, "bytes=-7": {99_993, 100_000},
			"bytes=99999-999999": {99_999, 100_000}, "bytes=-999999999": {0, 100_000}} {
			r := c.Do(http.MethodGet, "/documents/"+d.ID+"/content", nil, "Range", spec)
			r.Want(t, 206)
			if !bytes.Equal(r.Body, body[span[0]:span[1]]) || r.Header.Get("Content-Range") != fmt.Sprintf("bytes %d-%d/100000", span[0], span[1]-1) {
				t.Errorf("%s: %d bytes, %q", spec, len(r.Body), r.Header.Get("Content-Range"))
			}
		}
		for _, spec := range []string{"bytes=100000-", "bytes=-0", "bytes=9-5"} {
			if r := c.Do(http.MethodGet, "/documents/"+d.ID+"/content", nil, "Range", spec); r.Status != 416 || r.Header.Get("Content-Range") != "bytes */100000" {
				t.Errorf("%s: %d %q", spec, r.Status, r.Header.Get("Content-Range"))
			}
		}
		whole := c.Do(http.MethodGet, "/documents/"+d.ID+"/content", nil, "Range", "bytes=0-1,5-6")
		if whole.Want(t, 200); len(whole.Body) != len(body) || whole.Header.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.HasPrefix(whole.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("several ranges: %d bytes, %v", len(whole.Body), whole.Header)
		}
		c.Do(http.MethodGet, "/documents/"+d.ID+"/content", nil, "If-None-Match", `"`+d.SHA256+`"`).Want(t, 304)
		if r := c.Do(http.MethodGet, "/documents/"+d.ID+"/content", nil, "Range", "bytes=0-9", "If-Range", `"other"`); r.Status != 200 {
			t.Errorf("a range of other bytes: %d", r.Status)
		}
		_, err = h.Documents.Open(h.Officer(), d.ID, 0, &document.Range{Offset: 100_000, Length: 1})
		evidence.Want(t, "behind the end", err, "invalid", "range_invalid")
	})
}
