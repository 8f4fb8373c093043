package problem

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/doanket/doanket/core/fault"
)

// FuzzProblem: every error becomes a problem a client can read: JSON that
// reads back, a status of the table, a sentence; and what went wrong inside
// stays inside.
func FuzzProblem(f *testing.F) {
	known, err := NewWords(nil)
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
	f.Fuzz(func(t *testing.T, kind int, code, field, fieldCode, key, value string, wait int64, english bool) {
		cause := fault.New(kinds[uint(kind)%uint(len(kinds))], code, fault.Field(field, fieldCode), fault.Param(key, value), fault.Retry(time.Duration(wait)),
			fault.Cause(errors.New(secret)))
		p := Of(cause, known, "req_1", map[bool]string{false: "vi", true: "en"}[english])
		raw, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var read Problem
		if err := json.Unmarshal(raw, &read); err != nil || !utf8.Valid(raw) {
			t.Fatalf("%q: %v", raw, err)
		}
		if read.Status < 400 || http.StatusText(read.Status) == "" || read.Detail == "" || read.Title == "" || read.RetryAfter < 0 {
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
