package blobtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/fault"
)

// Suite is what every store must do.
func Suite(t *testing.T) {
	t.Helper()
	for _, c := range []struct {
		name string
		body func(t *testing.T, s *blob.Store, bucket string)
	}{
		{"put get range", putGetRange}, {"sum up front", sumUpFront}, {"versions", versions}, {"lock", lock},
		{"multipart", multipart}, {"multipart gaps and replays", multipartGaps}, {"abort", abort}, {"abort all", abortAll},
		{"keys", keys}, {"missing", missing}, {"bucket again", bucketAgain}, {"drop", drop},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			Each(t, c.body)
		})
	}
}

func putGetRange(t *testing.T, s *blob.Store, bucket string) {
	body := bytes.Repeat([]byte("0123456789"), 10_000)
	put(t, s, bucket, "a", body)
	for _, c := range []struct {
		name     string
		off, len int64
		want     []byte
	}{
		{"whole", 0, -1, body}, {"head", 0, 10, body[:10]}, {"middle", 5, 7, body[5:12]},
		{"tail", 99_990, -1, body[99_990:]}, {"past the end", 99_995, 100, body[99_995:]}, {"nothing", 3, 0, nil},
	} {
		r, info, err := s.Get(t.Context(), bucket, "a", "", c.off, c.len)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		got, err := io.ReadAll(r)
		_ = r.Close()
		if err != nil || !bytes.Equal(got, c.want) || info.Size != int64(len(body)) {
			t.Errorf("%s: %d bytes of %d, %v", c.name, len(got), info.Size, err)
		}
	}
	if _, _, err := s.Get(t.Context(), bucket, "a", "", 100_000, 10); !fault.Is(err, fault.Invalid) {
		t.Errorf("a range behind the end: %v", err)
	}
	put(t, s, bucket, "empty", nil)
	if info, err := s.Stat(t.Context(), bucket, "empty", ""); err != nil || info.Size != 0 {
		t.Errorf("an empty object: %+v, %v", info, err)
	}
}

func sumUpFront(t *testing.T, s *blob.Store, bucket string) {
	body := []byte("biên bản")
	if _, err := s.Put(t.Context(), bucket, "right", bytes.NewReader(body), int64(len(body)), blob.PutOptions{SHA256: sum(body)}); err != nil {
		t.Fatal(err)
	}
	_, err := s.Put(t.Context(), bucket, "wrong", bytes.NewReader(body), int64(len(body)), blob.PutOptions{SHA256: sum([]byte("khác"))})
	if err == nil {
		t.Error("a wrong sum passes")
	}
	if _, err := s.Stat(t.Context(), bucket, "wrong", ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("bytes with a wrong sum are kept: %v", err)
	}
}

func versions(t *testing.T, s *blob.Store, bucket string) {
	first := put(t, s, bucket, "v", []byte("one"))
	second := put(t, s, bucket, "v", []byte("two"))
	if first.ID == "" || first.ID == second.ID {
		t.Fatalf("versions %q, %q", first.ID, second.ID)
	}
	for version, want := range map[string]string{first.ID: "one", second.ID: "two", "": "two"} {
		if got := read(t, s, bucket, "v", version); got != want {
			t.Errorf("version %q reads %q, want %q", version, got, want)
		}
	}
	if err := s.Remove(t.Context(), bucket, "v", second.ID, false); err != nil {
		t.Fatal(err)
	}
	if got := read(t, s, bucket, "v", first.ID); got != "one" {
		t.Errorf("the older version reads %q", got)
	}
	if n := count(t, s, bucket, "v", true); n != 1 {
		t.Errorf("%d versions are left", n)
	}
}

func lock(t *testing.T, s *blob.Store, bucket string) {
	v := put(t, s, bucket, "proof", []byte("kept"))
	until := time.Now().Add(time.Hour).UTC().Truncate(time.Second)
	if err := s.Retain(t.Context(), bucket, "proof", v.ID, until); err != nil {
		t.Fatal(err)
	}
	info, err := s.Stat(t.Context(), bucket, "proof", v.ID)
	if err != nil || !info.RetainUntil.Equal(until) {
		t.Errorf("locked until %v, want %v (%v)", info.RetainUntil, until, err)
	}
	if err := s.Remove(t.Context(), bucket, "proof", v.ID, false); !fault.Is(err, fault.Conflict) {
		t.Errorf("removing a locked version: %v", err)
	}
	if got := read(t, s, bucket, "proof", v.ID); got != "kept" {
		t.Errorf("reads %q", got)
	}
	if err := s.Remove(t.Context(), bucket, "proof", v.ID, true); err != nil {
		t.Errorf("past the lock: %v", err)
	}
}

func bucketAgain(t *testing.T, s *blob.Store, bucket string) {
	put(t, s, bucket, "stays", []byte("x"))
	if err := s.EnsureBucket(t.Context(), Slug); err != nil {
		t.Fatal(err)
	}
	if got := read(t, s, bucket, "stays", ""); got != "x" {
		t.Errorf("reads %q", got)
	}
	if err := s.Ready(t.Context()); err != nil {
		t.Error(err)
	}
}

func drop(t *testing.T, s *blob.Store, bucket string) {
	v := put(t, s, bucket, "a/b", []byte("x"))
	put(t, s, bucket, "a/b", []byte("y"))
	if err := s.Retain(t.Context(), bucket, "a/b", v.ID, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Begin(t.Context(), bucket, "open", blob.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Drop(t.Context(), bucket); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Stat(t.Context(), bucket, "a/b", ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("after the drop: %v", err)
	}
}

func keys(t *testing.T, s *blob.Store, bucket string) {
	names := []string{"Báo cáo quý I – số 05 (bản ký).pdf", "a/b/c", "dấu+cộng & ?#%.txt", "tệp/đặc biệt/ế"}
	for _, name := range names {
		put(t, s, bucket, "k/"+name, []byte(name))
		if got := read(t, s, bucket, "k/"+name, ""); got != name {
			t.Errorf("%q reads %q", name, got)
		}
	}
	var got []string
	for info, err := range s.List(t.Context(), bucket, "k/", false) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, info.Key[2:])
	}
	slices.Sort(got)
	slices.Sort(names)
	if !slices.Equal(got, names) {
		t.Errorf("listed %q, want %q", got, names)
	}
}

func missing(t *testing.T, s *blob.Store, bucket string) {
	v := put(t, s, bucket, "there", []byte("x"))
	for _, c := range []struct{ bucket, key, version string }{
		{bucket, "absent", ""}, {bucket, "absent", v.ID}, {bucket + "-none", "there", ""},
	} {
		if _, _, err := s.Get(t.Context(), c.bucket, c.key, c.version, 0, -1); !fault.Is(err, fault.NotFound) {
			t.Errorf("get %+v: %v", c, err)
		}
		if _, err := s.Stat(t.Context(), c.bucket, c.key, c.version); !fault.Is(err, fault.NotFound) {
			t.Errorf("stat %+v: %v", c, err)
		}
	}
	if err := s.Remove(t.Context(), bucket, "absent", v.ID, false); err != nil {
		t.Errorf("removing what is absent: %v", err)
	}
	if n := count(t, s, bucket, "absent", true); n != 0 {
		t.Errorf("%d versions of what was never there", n)
	}
}

func put(t *testing.T, s *blob.Store, bucket, key string, body []byte) blob.Version {
	t.Helper()
	v, err := s.Put(t.Context(), bucket, key, bytes.NewReader(body), int64(len(body)), blob.PutOptions{SHA256: sum(body)})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func read(t *testing.T, s *blob.Store, bucket, key, version string) string {
	t.Helper()
	r, _, err := s.Get(t.Context(), bucket, key, version, 0, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(got)
}

func count(t *testing.T, s *blob.Store, bucket, prefix string, versions bool) int {
	t.Helper()
	n := 0
	for _, err := range s.List(context.WithoutCancel(t.Context()), bucket, prefix, versions) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

func sum(body []byte) string {
	h := sha256.Sum256(body)
	return hex.EncodeToString(h[:])
}
