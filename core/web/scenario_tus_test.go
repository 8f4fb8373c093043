package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
)

// What tus 1.0.0 says a server MUST do (tus.io/protocols/resumable-upload), by
// the sections of the page. What needs cut lines, several replicas or the
// client of the protocol's authors is tried in core/upload and the stories.
const octets = "application/offset+octet-stream"

var tusMeta = meta("filename", "Biên bản họp.pdf", "ghi_chu", "giữ nguyên") + ",is_confidential"

func patchOf(offset, body string, more ...string) scenario {
	return scenario{who: coretest.Officer, method: "PATCH", path: "/uploads/{u}", body: []byte(body), header: tus(append([]string{"Content-Type", octets, "Upload-Offset", offset}, more...)...)}
}

// must names a scenario by its section, with what is expected of it.
func must(section string, c scenario, status int, wants ...string) scenario {
	c.name, c.status, c.wants = section, status, append([]string{"Tus-Resumable", "1.0.0"}, wants...)
	return c
}

func ask(method, path string, header ...string) scenario {
	return scenario{who: coretest.Officer, method: method, path: path, header: header}
}

var tusScenarios = []scenario{
	must("OPTIONS: says version, extensions, largest size, sums; needs no Tus-Resumable", scenario{method: "OPTIONS", path: "/uploads"}, 204,
		"Tus-Version", "1.0.0", "Tus-Extension", "creation,termination,checksum,expiration", "Tus-Max-Size", "*", "Tus-Checksum-Algorithm", "sha1,sha256,md5"),
	must("Tus-Resumable: OPTIONS ignores it", scenario{method: "OPTIONS", path: "/uploads", header: []string{"Tus-Resumable", "0.1"}}, 204, "Tus-Version", "1.0.0"),
	must("Tus-Resumable: another version is refused on POST, with the known ones", ask("POST", "/uploads", "Tus-Resumable", "0.2.2", "Upload-Length", "5"), 412, "Tus-Version", "1.0.0", "Location", ""),
	must("Tus-Resumable: none is refused too", ask("POST", "/uploads", "Upload-Length", "5"), 412, "Tus-Version", "1.0.0"),
	must("Creation POST: neither Upload-Length nor a length to come", ask("POST", "/uploads", tus("Upload-Metadata", tusMeta)...), 422),
	must("Creation POST: longer than Tus-Max-Size", ask("POST", "/uploads", tus("Upload-Length", "999999999999", "Upload-Metadata", tusMeta)...), 413),
	must("Creation Upload-Length: not below nothing", ask("POST", "/uploads", tus("Upload-Length", "-1", "Upload-Metadata", tusMeta)...), 422),
	must("X-HTTP-Method-Override: a POST is taken for OPTIONS", scenario{who: coretest.Officer, method: "POST", path: "/uploads", header: []string{"X-HTTP-Method-Override", "OPTIONS"}}, 204, "Tus-Version", "1.0.0", "Location", ""),
	must("Creation Upload-Length: a number", ask("POST", "/uploads", tus("Upload-Length", "abc", "Upload-Metadata", tusMeta)...), 422),
	must("Creation Upload-Defer-Length: not offered, so refused", ask("POST", "/uploads", tus("Upload-Defer-Length", "1", "Upload-Metadata", tusMeta)...), 422, "Location", ""),
	must("Creation Upload-Defer-Length: never beside a length", ask("POST", "/uploads", tus("Upload-Length", "5", "Upload-Defer-Length", "1", "Upload-Metadata", tusMeta)...), 422, "Location", ""),
	must("Creation Upload-Metadata: a key and one value", ask("POST", "/uploads", tus("Upload-Length", "5", "Upload-Metadata", "filename YS5wZGY= aa")...), 422),
	must("Creation Upload-Metadata: no key twice", ask("POST", "/uploads", tus("Upload-Length", "5", "Upload-Metadata", "filename YS5wZGY=,filename Yi5wZGY=")...), 422),
	must("Creation Upload-Metadata: values are base64", ask("POST", "/uploads", tus("Upload-Length", "5", "Upload-Metadata", "filename !!")...), 422),
	must("Creation POST: 201 with Location; Expiration: with Upload-Expires", ask("POST", "/uploads", tus("Upload-Length", "11", "Upload-Metadata", tusMeta)...), 201, "Location", "*", "Upload-Expires", "*"),
}

// upload is what is asked of the upload begun last, {u}.
var tusUploadScenarios = []scenario{
	must("HEAD: offset even when nothing came, length, no cache; Creation: the metadata as given", ask("HEAD", "/uploads/{u}", tus()...), 200,
		"Upload-Offset", "0", "Upload-Length", "11", "Cache-Control", "no-store", "Upload-Metadata", tusMeta, "Upload-Expires", "*"),
	must("Tus-Resumable: another version is refused on HEAD", ask("HEAD", "/uploads/{u}", "Tus-Resumable", "2.0.0"), 412, "Tus-Version", "1.0.0", "Upload-Offset", ""),
	must("Tus-Resumable: … and on PATCH, and nothing is taken", func() scenario {
		c := patchOf("0", "%PDF-")
		c.header[1] = "9.9.9"
		return c
	}(), 412, "Tus-Version", "1.0.0"),
	must("PATCH: another Content-Type", func() scenario {
		c := patchOf("0", "%PDF-")
		c.header[3] = "application/json"
		return c
	}(), 415),
	must("PATCH: another offset", patchOf("3", "%PDF-"), 409),
	must("PATCH: an offset below nothing", patchOf("-1", "%PDF-"), 422),
	must("PATCH: an offset that is no number", patchOf("abc", "%PDF-"), 422),
	must("PATCH: no Tus-Resumable", scenario{who: coretest.Officer, method: "PATCH", path: "/uploads/{u}", body: []byte("%PDF-"), header: []string{"Content-Type", octets, "Upload-Offset", "0"}}, 412, "Tus-Version", "1.0.0"),
	must("HEAD: no Tus-Resumable", ask("HEAD", "/uploads/{u}"), 412, "Tus-Version", "1.0.0", "Upload-Offset", ""),
	must("Termination: no Tus-Resumable", ask("DELETE", "/uploads/{u}"), 412, "Tus-Version", "1.0.0"),
	must("Checksum: no sum", patchOf("0", "%PDF-", "Upload-Checksum", "sha1"), 460),
	must("Checksum: not base64", patchOf("0", "%PDF-", "Upload-Checksum", "sha1 %%"), 422),
	must("PATCH: no offset", patchOf("", "%PDF-"), 422),
	must("Checksum: an unknown algorithm", patchOf("0", "%PDF-", "Upload-Checksum", "crc32 AAAA"), 400),
	must("Checksum: another sum", patchOf("0", "%PDF-", "Upload-Checksum", sha1Of("khác")), 460),
	must("HEAD: none of it was kept", ask("HEAD", "/uploads/{u}", tus()...), 200, "Upload-Offset", "0"),
	must("PATCH: nothing at the right offset changes nothing", patchOf("0", ""), 204, "Upload-Offset", "0", "Upload-Expires", "*"),
	must("PATCH: 204 with the new offset; Expiration: with Upload-Expires; Checksum: sha1 holds", patchOf("0", "%PDF-", "Upload-Checksum", sha1Of("%PDF-")), 204, "Upload-Offset", "5", "Upload-Expires", "*"),
	must("HEAD: the offset after it", ask("HEAD", "/uploads/{u}", tus()...), 200, "Upload-Offset", "5", "Upload-Metadata", tusMeta),
	must("X-HTTP-Method-Override: a POST is taken for a PATCH", func() scenario {
		c := patchOf("5", "1.7")
		c.method, c.header = "POST", append(c.header, "X-HTTP-Method-Override", "PATCH")
		return c
	}(), 204, "Upload-Offset", "8", "Upload-Expires", "*"),
	must("X-HTTP-Method-Override: a POST is taken for a HEAD", ask("POST", "/uploads/{u}", tus("X-HTTP-Method-Override", "HEAD")...), 200, "Upload-Offset", "8"),
	must("PATCH: more than was announced ends the upload", patchOf("8", "%PDF-1.7 dài hơn"), 422),
	must("Termination: another version is refused", ask("DELETE", "/uploads/{u}", "Tus-Resumable", "0.2.2"), 412, "Tus-Version", "1.0.0"),
	must("X-HTTP-Method-Override and Termination: 204", ask("POST", "/uploads/{u}", tus("X-HTTP-Method-Override", "DELETE")...), 204),
	must("Termination: it is gone, and no offset said", ask("HEAD", "/uploads/{u}", tus()...), 404, "Upload-Offset", ""),
	must("PATCH: nothing to send to", patchOf("8", "\n%%EOF"), 404),
}

// TestTusMusts plays the protocol's MUSTs.
func TestTusMusts(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		s.play(t, tusScenarios)
		begun := s.client(coretest.Officer).Do(http.MethodPost, "/uploads", nil, tus("Upload-Length", "11", "Upload-Metadata", tusMeta)...).Want(t, 201)
		s.known["u"] = begun.Header.Get("Location")[strings.LastIndex(begun.Header.Get("Location"), "/")+1:]
		if _, err := time.Parse(http.TimeFormat, begun.Header.Get("Upload-Expires")); err != nil {
			t.Errorf("Upload-Expires is no date of HTTP: %v", err)
		}
		s.play(t, tusUploadScenarios)
	})
}
