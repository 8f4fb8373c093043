package blobtest

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/fault"
)

func multipart(t *testing.T, s *blob.Store, bucket string) {
	parts := [][]byte{noise(blob.MinPart), noise(blob.MinPart + 17), noise(1234)}
	upload := begin(t, s, bucket, "big")
	var sent []blob.Part
	for i, body := range parts {
		sent = append(sent, part(t, s, bucket, "big", upload, i+1, body))
	}
	listed, err := s.Parts(t.Context(), bucket, "big", upload)
	if err != nil || !slices.Equal(listed, sent) {
		t.Errorf("parts %+v, want %+v (%v)", listed, sent, err)
	}
	if _, err := s.Stat(t.Context(), bucket, "big", ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("before it is complete: %v", err)
	}
	v, err := s.Complete(t.Context(), bucket, "big", upload, sent)
	if err != nil {
		t.Fatal(err)
	}
	want := bytes.Join(parts, nil)
	if got := read(t, s, bucket, "big", v.ID); got != string(want) || v.ID == "" || v.Size != int64(len(want)) {
		t.Errorf("%d bytes in version %+v, want %d", len(got), v, len(want))
	}
	if _, err := s.Parts(t.Context(), bucket, "big", upload); !fault.Is(err, fault.NotFound) {
		t.Errorf("parts after the end: %v", err)
	}
	if v, err := s.Complete(t.Context(), bucket, "big", upload, sent); !fault.Is(err, fault.NotFound) {
		t.Errorf("completed twice: %+v, %v", v, err)
	}
	if n := count(t, s, bucket, "big", true); n != 1 {
		t.Errorf("%d versions after the second time", n)
	}
}

// multipartGaps: a number sent again replaces, numbers may be missing, and
// parts not named in Complete are forgotten.
func multipartGaps(t *testing.T, s *blob.Store, bucket string) {
	upload := begin(t, s, bucket, "gaps")
	first, second := noise(blob.MinPart), noise(99)
	part(t, s, bucket, "gaps", upload, 2, noise(blob.MinPart))
	sent := []blob.Part{part(t, s, bucket, "gaps", upload, 2, first)}
	part(t, s, bucket, "gaps", upload, 4, noise(blob.MinPart))
	sent = append(sent, part(t, s, bucket, "gaps", upload, 7, second))
	v, err := s.Complete(t.Context(), bucket, "gaps", upload, sent)
	if err != nil {
		t.Fatal(err)
	}
	if got := read(t, s, bucket, "gaps", v.ID); got != string(first)+string(second) {
		t.Errorf("%d bytes are not those of the parts named", len(got))
	}
}

func abort(t *testing.T, s *blob.Store, bucket string) {
	upload := begin(t, s, bucket, "no")
	part(t, s, bucket, "no", upload, 1, noise(100))
	for range 2 {
		if err := s.Abort(t.Context(), bucket, "no", upload); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Part(t.Context(), bucket, "no", upload, 2, bytes.NewReader([]byte("x")), 1, ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("a part after the abort: %v", err)
	}
	if _, err := s.Stat(t.Context(), bucket, "no", ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("after the abort: %v", err)
	}
}

// abortAll takes what is old enough and under the prefix, nothing else.
func abortAll(t *testing.T, s *blob.Store, bucket string) {
	first, second := begin(t, s, bucket, "a/1"), begin(t, s, bucket, "b/1")
	part(t, s, bucket, "a/1", first, 1, noise(10))
	for _, c := range []struct {
		prefix string
		before time.Time
		alive  bool
	}{{"a/1", time.Now().Add(-time.Hour), true}, {"c/", time.Now().Add(time.Hour), true}, {"a/1", time.Now().Add(time.Hour), false}} {
		if err := s.AbortAll(t.Context(), bucket, c.prefix, c.before); err != nil {
			t.Fatal(err)
		}
		_, err := s.Parts(t.Context(), bucket, "a/1", first)
		if alive := !fault.Is(err, fault.NotFound); alive != c.alive {
			t.Errorf("after %s before %v: alive %v", c.prefix, c.before, alive)
		}
	}
	if _, err := s.Parts(t.Context(), bucket, "b/1", second); err != nil {
		t.Errorf("the other one: %v", err)
	}
}

func begin(t *testing.T, s *blob.Store, bucket, key string) string {
	t.Helper()
	upload, err := s.Begin(t.Context(), bucket, key, blob.PutOptions{Type: "application/pdf"})
	if err != nil {
		t.Fatal(err)
	}
	return upload
}

func part(t *testing.T, s *blob.Store, bucket, key, upload string, number int, body []byte) blob.Part {
	t.Helper()
	p, err := s.Part(t.Context(), bucket, key, upload, number, bytes.NewReader(body), int64(len(body)), sum(body))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func noise(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rand.Uint32())
	}
	return b
}
