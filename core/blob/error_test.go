package blob_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/blob/blobtest"
	"github.com/doanket/doanket/core/fault"
)

// answer is a server that always says the same.
type answer struct {
	status int
	code   string
}

func (a answer) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
	}
	body := "<Error><Code>" + a.code + "</Code><Message>made up</Message></Error>"
	return &http.Response{StatusCode: a.status, Status: http.StatusText(a.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/xml"}}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

func TestAnswersBecomeFaults(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		answer
		kind fault.Kind
		want string
	}{
		{answer{507, "InsufficientStorage"}, fault.Unavailable, "storage_full"},
		{answer{507, "XMinioStorageFull"}, fault.Unavailable, "storage_full"},
		{answer{403, "QuotaExceeded"}, fault.Unavailable, "storage_full"},
		{answer{403, "SignatureDoesNotMatch"}, fault.Unavailable, "storage_unavailable"},
		{answer{404, "NoSuchBucket"}, fault.NotFound, "not_found"},
		{answer{400, "BadDigest"}, fault.Invalid, "checksum_mismatch"},
		{answer{400, "InvalidPart"}, fault.Internal, "storage_refused"},
	} {
		store, err := blob.New(blob.Options{Endpoint: "127.0.0.1:9", Access: "a", Secret: "b", Transport: c.answer})
		if err != nil {
			t.Fatal(err)
		}
		_, err = store.Put(t.Context(), "bucket", "key", bytes.NewReader([]byte("x")), 1, blob.PutOptions{})
		if !fault.Is(err, c.kind) || !fault.HasCode(err, c.want) {
			t.Errorf("%s becomes %v, want %s %s", c.code, err, c.kind, c.want)
		}
		if c.kind == fault.Unavailable && fault.Of(err).RetryAfter <= 0 {
			t.Errorf("%s says nothing of when to try again", c.code)
		}
	}
}

func TestStoreAway(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close() // nobody listens there now
	store, err := blob.New(blob.Options{Endpoint: l.Addr().String(), Access: "a", Secret: "b"})
	if err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"ready": store.Ready(t.Context()), "ensure": store.EnsureBucket(t.Context(), "mau"),
	} {
		if !fault.HasCode(err, "storage_unavailable") || fault.Of(err).RetryAfter <= 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCancelledIsNoSuccess(t *testing.T) {
	t.Parallel()
	blobtest.Each(t, func(t *testing.T, s *blob.Store, bucket string) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Put(ctx, bucket, "k", bytes.NewReader([]byte("x")), 1, blob.PutOptions{}); !fault.Is(err, fault.Unavailable) {
			t.Errorf("got %v", err)
		}
		if _, err := s.Stat(t.Context(), bucket, "k", ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("got %v", err)
		}
	})
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for _, endpoint := range []string{"", "a b", "host:port:1"} {
		if _, err := blob.New(blob.Options{Endpoint: endpoint}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", endpoint, err)
		}
	}
}
