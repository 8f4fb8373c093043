package web

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/doanket/doanket/core/fault"
)

// FuzzTusHeaders: what clients of tus say beside the bytes is understood as it
// was meant, or refused at the header it stands in.
func FuzzTusHeaders(f *testing.F) {
	for _, s := range []string{"", "filename YS5wZGY=", "filename YS5wZGY=,record cmVjXzE=, slot cmVwb3J0 ", "is_final", "a b c", ",,", "filename YQ", "sha1 YWJj", "md5", "sha256 !"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, meta, sum string) {
		said, err := metadata(meta)
		refusedAt(t, err, "Upload-Metadata")
		if err == nil {
			var pairs []string
			for _, key := range slices.Sorted(maps.Keys(said)) {
				pairs = append(pairs, key+" "+base64.StdEncoding.EncodeToString([]byte(said[key])))
			}
			if again, err := metadata(strings.Join(pairs, ",")); err != nil || !maps.Equal(again, said) {
				t.Errorf("%q is %q, written again %q, %v", meta, said, again, err)
			}
		}
		c, err := checksum(sum)
		refusedAt(t, err, "Upload-Checksum")
		if c != nil {
			if again, err := checksum(c.Algorithm + " " + base64.StdEncoding.EncodeToString(c.Sum)); err != nil || again.Algorithm != c.Algorithm || string(again.Sum) != string(c.Sum) {
				t.Errorf("%q is %+v, written again %+v, %v", sum, c, again, err)
			}
		}
	})
}

func refusedAt(t *testing.T, err error, header string) {
	t.Helper()
	if err == nil {
		return
	}
	if e := fault.Of(err); e.Kind != fault.Invalid || len(e.Fields) != 1 || e.Fields[0].Field != header {
		t.Errorf("refused as %+v, want invalid at %s", e, header)
	}
}

// FuzzProblem: every error becomes a problem a client can read: JSON that
// reads back, a status of the table, a sentence; and what went wrong inside
// stays inside.
func FuzzProblem(f *testing.F) {
	known, err := newWords(nil)
	if err != nil {
		f.Fatal(err)
	}
	kinds := slices.Sorted(maps.Keys(statuses))
	for n := range kinds {
		f.Add(n, "invalid", "title", "out_of_range", "max", "9", int64(1500), false)
		f.Add(n, "upload.offset", "", "", "offset", "\xff{max}", int64(-1), true)
	}
	f.Add(0, "no.such_code", "fields[0].x", "required", "{", "}", int64(1<<62), true)
	const secret = "dsn=postgres://quản-trị:mật-khẩu"
	s := &Server{words: known, log: slog.New(slog.DiscardHandler)}
	f.Fuzz(func(t *testing.T, kind int, code, field, fieldCode, key, value string, wait int64, english bool) {
		cause := fault.New(kinds[uint(kind)%uint(len(kinds))], code, fault.Field(field, fieldCode), fault.Param(key, value), fault.Retry(time.Duration(wait)),
			fault.Cause(errors.New(secret)))
		p := s.problemOf(cause, "req_1", map[bool]string{false: "vi", true: "en"}[english])
		raw, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var read problem
		if err := json.Unmarshal(raw, &read); err != nil || !utf8.Valid(raw) {
			t.Fatalf("%q: %v", raw, err)
		}
		if read.Status < 400 || http.StatusText(read.Status) == "" && read.Status != checksumMismatch || read.Detail == "" || read.Title == "" || read.RetryAfter < 0 {
			t.Errorf("%s", raw)
		}
		if cause.Kind == fault.Internal && code != "module_malformed" && (read.Code != "internal" || len(read.Params)+len(read.Errors) > 0) {
			t.Errorf("our own mistake is told: %s", raw)
		}
		if strings.Contains(string(raw), secret) {
			t.Errorf("the cause is told: %s", raw)
		}
		if limited := read.Status == http.StatusTooManyRequests || read.Status == http.StatusServiceUnavailable; limited && read.RetryAfter == 0 {
			t.Errorf("come back, but when: %s", raw)
		}
	})
}
