package web_test

import (
	"crypto/sha1" //nolint:gosec // tus names it; here it only shows cut lines
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
)

// Papers that scenarios send; each is another one, since the same bytes are
// recognised.
var (
	paper  = coretest.PDF("bien ban")
	second = coretest.PDF("ban thu hai")
	third  = coretest.PDF("ban thu ba")
)

const boundary = "ranhgioi"

var asMultipart = []string{"Content-Type", "multipart/form-data; boundary=" + boundary}

// formOf is a multipart body: fields as name, value, …, then the file.
func formOf(name, content string, fields ...string) func(*testing.T, *stage) any {
	return func(t *testing.T, s *stage) any {
		var b strings.Builder
		for n := 0; n+1 < len(fields); n += 2 {
			fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=%q\r\n\r\n%s\r\n", boundary, fields[n], s.told(t, fields[n+1]))
		}
		if name != "" {
			fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: application/pdf\r\n\r\n%s\r\n", boundary, name, content)
		}
		return io.Reader(strings.NewReader(b.String() + "--" + boundary + "--\r\n"))
	}
}

// meta is tus' Upload-Metadata.
func meta(pairs ...string) string {
	var out []string
	for n := 0; n+1 < len(pairs); n += 2 {
		out = append(out, pairs[n]+" "+base64.StdEncoding.EncodeToString([]byte(pairs[n+1])))
	}
	return strings.Join(out, ",")
}

func sha1Of(s string) string {
	sum := sha1.Sum([]byte(s)) //nolint:gosec // see above
	return "sha1 " + base64.StdEncoding.EncodeToString(sum[:])
}

// tus is the protocol's header with more behind it.
func tus(more ...string) []string { return append([]string{"Tus-Resumable", "1.0.0"}, more...) }

var uploadScenarios = []scenario{
	{name: "what is spoken", method: "OPTIONS", path: "/uploads", status: 204, wants: []string{"Tus-Version", "1.0.0", "Tus-Extension", "*", "Tus-Max-Size", "*", "Tus-Resumable", "1.0.0"}},
	{name: "begin in another version", who: coretest.Officer, method: "POST", path: "/uploads", header: []string{"Tus-Resumable", "0.2.2", "Upload-Length", "5"}, status: 412, code: "tus.version"},
	{name: "begin without a length", who: coretest.Officer, method: "POST", path: "/uploads", header: tus("Upload-Metadata", meta("filename", "a.pdf")), status: 422, field: "Upload-Length=invalid"},
	{name: "begin with a length below nothing", who: coretest.Officer, method: "POST", path: "/uploads", header: tus("Upload-Length", "-5"), status: 422, field: "Upload-Length=invalid"},
	{name: "begin with nothing", who: coretest.Officer, method: "POST", path: "/uploads", header: tus("Upload-Length", "0", "Upload-Metadata", meta("filename", "a.pdf")), status: 422, code: "empty"},
	{name: "begin past the limit", who: coretest.Officer, method: "POST", path: "/uploads", header: tus("Upload-Length", "999999999999", "Upload-Metadata", meta("filename", "a.pdf")), status: 413, code: "too_large", has: []string{" MB"}},
	{name: "begin with broken words", who: coretest.Officer, method: "POST", path: "/uploads", header: tus("Upload-Length", "5", "Upload-Metadata", "filename !!!"), status: 422, field: "Upload-Metadata=invalid"},
	{name: "begin a program", who: coretest.Officer, method: "POST", path: "/uploads", header: tus("Upload-Length", "5", "Upload-Metadata", meta("filename", "a.exe")), status: 422, code: "type_not_allowed"},
	{name: "begin a State secret", who: coretest.Officer, method: "POST", path: "/uploads", header: tus("Upload-Length", "5", "Upload-Metadata", meta("filename", "Báo cáo (Mật).pdf")), status: 422, code: "state_secret_refused", has: []string{"bí mật nhà nước"}},
	{name: "begin for another unit's record", who: coretest.Officer2, method: "POST", path: "/uploads", header: tus("Upload-Length", "5", "Upload-Metadata", meta("filename", "a.pdf", "record", "{visit}", "slot", "report")), status: 404},
	{name: "begin as nobody", method: "POST", path: "/uploads", header: tus("Upload-Length", "5"), status: 401, wants: []string{"Tus-Resumable", "1.0.0"}},
	{name: "begin", who: coretest.Officer, method: "POST", path: "/uploads", header: tus("Upload-Length", fmt.Sprint(len(paper)), "Upload-Metadata", meta("filename", "Biên bản.pdf")),
		status: 201, wants: []string{"Location", "*", "Upload-Expires", "*", "Tus-Resumable", "1.0.0", "Cache-Control", "no-store"}, save: []string{"upload=header:Location"}},
	{name: "how far", who: coretest.Officer, method: "HEAD", path: "/uploads/{upload}", header: tus(), status: 200, wants: []string{"Upload-Offset", "0", "Upload-Length", fmt.Sprint(len(paper)), "Cache-Control", "no-store"}},
	{name: "how far in another version", who: coretest.Officer, method: "HEAD", path: "/uploads/{upload}", status: 412},
	{name: "how far for somebody else", who: coretest.Approver, method: "HEAD", path: "/uploads/{upload}", header: tus(), status: 404},
	{name: "how far in another province", who: coretest.Officer, method: "HEAD", path: "/uploads/{far_upload}", header: tus(), status: 404},
	{name: "bytes of another type", who: coretest.Officer, method: "PATCH", path: "/uploads/{upload}", header: tus("Upload-Offset", "0", "Content-Type", "text/plain"), body: []byte("x"), status: 415, code: "media_type.unsupported"},
	{name: "bytes from nowhere", who: coretest.Officer, method: "PATCH", path: "/uploads/{upload}", header: tus("Upload-Offset", "7"), body: []byte("x"), status: 409, code: "upload.offset"},
	{name: "bytes at no number", who: coretest.Officer, method: "PATCH", path: "/uploads/{upload}", header: tus("Upload-Offset", "đầu"), body: []byte("x"), status: 422, field: "Upload-Offset=invalid"},
	{name: "bytes with an unknown checksum", who: coretest.Officer, method: "PATCH", path: "/uploads/{upload}", header: tus("Upload-Offset", "0", "Upload-Checksum", "crc32 AAAA"), body: []byte("x"), status: 400, code: "checksum_unsupported"},
	{name: "bytes with a wrong checksum", who: coretest.Officer, method: "PATCH", path: "/uploads/{upload}", header: tus("Upload-Offset", "0", "Upload-Checksum", sha1Of("y")), body: []byte(paper[:100]), status: 460, code: "checksum_mismatch"},
	{name: "bytes of somebody else", who: coretest.Approver, method: "PATCH", path: "/uploads/{upload}", header: tus("Upload-Offset", "0"), body: []byte("x"), status: 404},
	{name: "attach half a file", who: coretest.Officer, method: "POST", path: "/records/{visit}/documents", body: `{"slot":"report","upload":"{upload}"}`, status: 409, code: "upload.incomplete"},
	{name: "bytes", who: coretest.Officer, method: "PATCH", path: "/uploads/{upload}", header: tus("Upload-Offset", "0", "Upload-Checksum", sha1Of(paper[:100])), body: []byte(paper[:100]), status: 204, wants: []string{"Upload-Offset", "100"}},
	{name: "the rest", who: coretest.Officer, method: "PATCH", path: "/uploads/{upload}", header: tus("Upload-Offset", "100"), body: []byte(paper[100:]), status: 204, wants: []string{"Upload-Offset", fmt.Sprint(len(paper))}},
	{name: "more than all", who: coretest.Officer, method: "PATCH", path: "/uploads/{upload}", header: tus("Upload-Offset", fmt.Sprint(len(paper))), body: []byte("quá"), status: 204, wants: []string{"Upload-Offset", fmt.Sprint(len(paper))}},
	{name: "begin what is given up", who: coretest.Officer, method: "POST", path: "/uploads", header: tus("Upload-Length", "5", "Upload-Metadata", meta("filename", "b.pdf")), status: 201, save: []string{"upload2=header:Location"}},
	{name: "give up in another version", who: coretest.Officer, method: "DELETE", path: "/uploads/{upload2}", status: 412},
	{name: "give up what is somebody else's", who: coretest.Approver, method: "DELETE", path: "/uploads/{upload2}", header: tus(), status: 404},
	{name: "give up", who: coretest.Officer, method: "DELETE", path: "/uploads/{upload2}", header: tus(), status: 204},
	{name: "it is gone", who: coretest.Officer, method: "HEAD", path: "/uploads/{upload2}", header: tus(), status: 404},

	{name: "attach", who: coretest.Officer, method: "POST", path: "/records/{visit}/documents", body: `{"slot":"report","upload":"{upload}","summary":"Biên bản","issued_on":"2026-03-11"}`,
		status: 201, wants: []string{"Location", "*"}, save: []string{"doc=id", "sha=sha256"}, has: []string{"Biên bản.pdf"}},
	{name: "attach the same again", who: coretest.Officer, method: "POST", path: "/records/{visit}/documents", body: `{"slot":"report","upload":"{upload}"}`, status: 201, has: []string{`"id":"{doc}"`}},
	{name: "attach to another unit's record", who: coretest.Officer2, method: "POST", path: "/records/{visit}/documents", body: `{"slot":"report","upload":"{upload}"}`, status: 404},
	{name: "attach without the right", who: coretest.Watcher, method: "POST", path: "/records/{visit}/documents", header: asMultipart, body: formOf("c.pdf", third, "slot", "report"), status: 403, code: "upload.nothing_to_attach"},
	{name: "attach to another province's record", who: coretest.Officer, method: "POST", path: "/records/{far_record}/documents", body: `{"slot":"report","document":"{doc}"}`, status: 404},
	{name: "attach another province's document", who: coretest.Officer, method: "POST", path: "/records/{visit}/documents", body: `{"slot":"report","document":"{far_document}"}`, status: 404},
	{name: "attach nothing", who: coretest.Officer, method: "POST", path: "/records/{visit}/documents", body: `{"slot":"report"}`, status: 422, field: "upload=required"},
	{name: "attach twice at once", who: coretest.Officer, method: "POST", path: "/records/{visit}/documents", body: `{"slot":"report","upload":"{upload}","document":"{doc}"}`, status: 422},
	{name: "attach nowhere", who: coretest.Officer, method: "POST", path: "/records/{visit}/documents", body: `{"slot":"tủ","document":"{doc}"}`, status: 422, field: "slot=unknown_value"},
	{name: "attach on a day that is none", who: coretest.Officer, method: "POST", path: "/records/{visit}/documents", body: `{"slot":"report","upload":"{upload}","issued_on":"31/02/2026"}`, status: 422, field: "issued_on=bad_date"},
	{name: "attach a number that is secret", who: coretest.Officer, method: "POST", path: "/records/{visit}/documents", body: `{"slot":"report","upload":"{upload}","number":"05/BC-UBND-M"}`, status: 422, field: "number=state_secret_refused"},
	{name: "a form", who: coretest.Officer, method: "POST", path: "/records/{visit}/documents", header: asMultipart, body: formOf(`Kế hoạch «quý I» 50%; \"bản cuối\".pdf`, second, "slot", "report"), status: 201, save: []string{"doc2=id"}},
	{name: "a form with broken letters", who: coretest.Officer, method: "POST", path: "/records/{visit}/documents", header: asMultipart, body: formOf("d.pdf", third, "slot", "report", "summary", "\xff\xfe"), status: 422, field: "summary=not_utf8"},
	{name: "a form with an unknown field", who: coretest.Officer, method: "POST", path: "/records/{visit}/documents", header: asMultipart, body: formOf("d.pdf", third, "slot", "report", "là", "gì"), status: 422, field: "là=unknown_field"},
	{name: "a form that is none", who: coretest.Officer, method: "POST", path: "/records/{visit}/documents", header: asMultipart, body: `xin chào`, status: 422, field: "slot=required"},
	{name: "a form without boundary", who: coretest.Officer, method: "POST", path: "/records/{visit}/documents", header: []string{"Content-Type", "multipart/form-data"}, body: `--x`, status: 422},
	{name: "a form whose file is a lie", who: coretest.Officer, method: "POST", path: "/records/{visit}/documents", header: asMultipart, body: formOf("anh.pdf", "\x89PNG\r\n\x1a\n0000IHDR", "slot", "report"), status: 422, code: "type_mismatch"},
	{name: "a form with another sum", who: coretest.Officer, method: "POST", path: "/records/{visit}/documents", header: asMultipart, body: formOf("d.pdf", third, "slot", "report", "sha256", strings.Repeat("ab", 32)), status: 422, code: "sha256_mismatch"},
	{name: "the third", who: coretest.Officer, method: "POST", path: "/records/{visit}/documents", header: asMultipart, body: formOf("d.pdf", third, "slot", "report"), status: 201, save: []string{"doc3=id"}},
	{name: "one too many", who: coretest.Officer, method: "POST", path: "/records/{visit}/documents", header: asMultipart, body: formOf("e.pdf", third+" ", "slot", "report"), status: 409, code: "slot_full", has: []string{"3 tệp"}},

	{name: "document", who: coretest.Watcher, method: "GET", path: "/documents/{doc}", status: 200, has: []string{"{visit}", "{sha}"}, hasNot: []string{"correctable"}},
	{name: "who may put in may correct", who: coretest.Officer, method: "GET", path: "/documents/{doc}", status: 200, has: []string{`"correctable":true`}},
	{name: "a number typed wrong is corrected", who: coretest.Officer, method: "PATCH", path: "/documents/{doc}", body: `{"number":"12/BC-MTTQ","issuer":""}`, status: 200,
		has: []string{`"number":"12/BC-MTTQ"`, `"version":1`}, hasNot: []string{`"issuer"`}},
	{name: "which its history tells", who: coretest.Officer, method: "GET", path: "/records/{visit}/history", status: 200, has: []string{"12/BC-MTTQ", `"describe"`}},
	{name: "not by who only reads", who: coretest.Watcher, method: "PATCH", path: "/documents/{doc}", body: `{"number":"13"}`, status: 403},
	{name: "nor in another unit", who: coretest.Officer2, method: "PATCH", path: "/documents/{doc}", body: `{"number":"13"}`, status: 404},
	{name: "nor to a day that is none", who: coretest.Officer, method: "PATCH", path: "/documents/{doc}", body: `{"issued_on":"30/02"}`, status: 422, field: "issued_on=bad_date"},
	{name: "nor a word too many", who: coretest.Officer, method: "PATCH", path: "/documents/{doc}", body: `{"size":1}`, status: 422, field: "size=unknown_field"},
	{name: "document of another unit", who: coretest.Officer2, method: "GET", path: "/documents/{doc}", status: 404},
	{name: "document of another province", who: coretest.Leader, method: "GET", path: "/documents/{far_document}", status: 404},
	{name: "document with a word too many", who: coretest.Officer, method: "GET", path: "/documents/{doc}?x=1", status: 422},
	{name: "versions", who: coretest.Officer, method: "GET", path: "/documents/{doc}/versions", status: 200, has: []string{`"version":1`}},
	{name: "versions of another unit", who: coretest.Officer2, method: "GET", path: "/documents/{doc}/versions", status: 404},
	{name: "versions with a word too many", who: coretest.Officer, method: "GET", path: "/documents/{doc}/versions?x=1", status: 422},

	{name: "bytes back", who: coretest.Watcher, method: "GET", path: "/documents/{doc}/content", status: 200, has: []string{"%PDF-1.4"},
		wants: []string{"ETag", `"{sha}"`, "Content-Type", "application/pdf", "Accept-Ranges", "bytes", "Content-Length", fmt.Sprint(len(paper)),
			"Content-Disposition", `attachment; filename="Bi_n b_n.pdf"; filename*=UTF-8''Bi%C3%AAn%20b%E1%BA%A3n.pdf`}},
	{name: "bytes in another unit", who: coretest.Officer2, method: "GET", path: "/documents/{doc}/content", status: 404},
	{name: "bytes of another province", who: coretest.Leader, method: "GET", path: "/documents/{far_document}/content", status: 404},
	{name: "bytes already here", who: coretest.Officer, method: "GET", path: "/documents/{doc}/content", header: []string{"If-None-Match", `"x", "{sha}"`}, status: 304},
	{name: "head of the bytes", who: coretest.Officer, method: "HEAD", path: "/documents/{doc}/content", status: 200, wants: []string{"Content-Length", fmt.Sprint(len(paper)), "ETag", `"{sha}"`}},
	{name: "shown in the browser runs nothing", who: coretest.Officer, method: "GET", path: "/documents/{doc}/content?inline=true", status: 200,
		wants: []string{"Content-Disposition", `inline; filename="Bi_n b_n.pdf"; filename*=UTF-8''Bi%C3%AAn%20b%E1%BA%A3n.pdf`}},
	{name: "a range", who: coretest.Officer, method: "GET", path: "/documents/{doc}/content", header: []string{"Range", "bytes=0-3"}, status: 206, has: []string{"%PDF"}, hasNot: []string{"1.4"},
		wants: []string{"Content-Range", fmt.Sprintf("bytes 0-3/%d", len(paper)), "Content-Length", "4"}},
	{name: "the end", who: coretest.Officer, method: "GET", path: "/documents/{doc}/content", header: []string{"Range", "bytes=-6"}, status: 206, has: []string{"%%EOF"}},
	{name: "an open range", who: coretest.Officer, method: "GET", path: "/documents/{doc}/content", header: []string{"Range", fmt.Sprintf("bytes=%d-", len(paper)-6)}, status: 206, has: []string{"%%EOF"}},
	{name: "a range past the end", who: coretest.Officer, method: "GET", path: "/documents/{doc}/content", header: []string{"Range", "bytes=99999-"}, status: 416, wants: []string{"Content-Range", fmt.Sprintf("bytes */%d", len(paper))}},
	{name: "a range backwards", who: coretest.Officer, method: "GET", path: "/documents/{doc}/content", header: []string{"Range", "bytes=9-3"}, status: 416},
	{name: "several ranges are the whole", who: coretest.Officer, method: "GET", path: "/documents/{doc}/content", header: []string{"Range", "bytes=0-1,4-5"}, status: 200},
	{name: "a range of what is still so", who: coretest.Officer, method: "GET", path: "/documents/{doc}/content", header: []string{"Range", "bytes=0-3", "If-Range", `"{sha}"`}, status: 206},
	{name: "a range of what is no longer so", who: coretest.Officer, method: "GET", path: "/documents/{doc}/content", header: []string{"Range", "bytes=0-3", "If-Range", `"cũ"`}, status: 200},
	{name: "bytes of no version", who: coretest.Officer, method: "GET", path: "/documents/{doc}/content?version=9", status: 404},
	{name: "bytes of a version below nothing", who: coretest.Officer, method: "GET", path: "/documents/{doc}/content?version=-1", status: 422, field: "version=invalid"},

	{name: "a version by who may only read", who: coretest.Watcher, method: "POST", path: "/documents/{doc}/versions", header: asMultipart, body: formOf("f.pdf", third+"\n"), status: 403},
	{name: "a version from another unit", who: coretest.Officer2, method: "POST", path: "/documents/{doc}/versions", header: asMultipart, body: formOf("f.pdf", third+"\n"), status: 404},
	{name: "a version of nothing", who: coretest.Officer, method: "POST", path: "/documents/{doc}/versions", body: `{}`, status: 422, field: "upload=required"},
	{name: "a version that changes nothing", who: coretest.Officer, method: "POST", path: "/documents/{doc}/versions", header: asMultipart, body: formOf("f.pdf", paper), status: 409, code: "document.unchanged"},
	{name: "a version", who: coretest.Officer, method: "POST", path: "/documents/{doc}/versions", header: asMultipart, body: formOf("Bản sửa.pdf", third+"\n"), status: 201, has: []string{`"version":2`}},
	{name: "the first version stays", who: coretest.Officer, method: "GET", path: "/documents/{doc}/content?version=1", status: 200, wants: []string{"ETag", `"{sha}"`}},

	{name: "take off by who may only read", who: coretest.Watcher, method: "DELETE", path: "/records/{visit}/documents/{doc3}", status: 403},
	{name: "take off from another unit", who: coretest.Officer2, method: "DELETE", path: "/records/{visit}/documents/{doc3}", status: 404},
	{name: "take off what is not there", who: coretest.Officer, method: "DELETE", path: "/records/{draft}/documents/{doc3}", status: 404},
	{name: "take off with a word too many", who: coretest.Officer, method: "DELETE", path: "/records/{visit}/documents/{doc3}?x=1", status: 422},
	{name: "take off", who: coretest.Officer, method: "DELETE", path: "/records/{visit}/documents/{doc3}", status: 204},
	{name: "kinds of papers", who: coretest.Responder, method: "GET", path: "/document-kinds", status: 200, has: []string{`"items":[`}},
	{name: "kinds of papers as nobody", method: "GET", path: "/document-kinds", status: 401},
	{name: "kinds of papers with a word too many", who: coretest.Officer, method: "GET", path: "/document-kinds?x=1", status: 422},
}

func TestUploadScenarios(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) { s.play(t, uploadScenarios) })
}

// TestTheStoreIsNeverShown: no answer about a document names the S3 server,
// its bucket or key.
func TestTheStoreIsNeverShown(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		c := s.client(coretest.Officer)
		body := formOf("a.pdf", paper, "slot", "report")(t, s)
		res := c.Do(http.MethodPost, "/records/"+s.known["visit"]+"/documents", body, asMultipart...).Want(t, 201)
		id := at(t, res, "id")
		for _, path := range []string{"/documents/" + id, "/documents/" + id + "/content", "/documents/" + id + "/versions"} {
			res := c.Do(http.MethodGet, path, nil).Want(t, 200)
			for name := range res.Header {
				if strings.HasPrefix(strings.ToLower(name), "x-amz") {
					t.Errorf("%s answers with %s", path, name)
				}
			}
			for _, word := range []string{s.Store.Bucket(coretest.An), "X-Amz-", "127.0.0.1"} {
				if strings.Contains(string(res.Body), word) {
					t.Errorf("%s names %s: %.200s", path, word, res.Body)
				}
			}
		}
	})
}
