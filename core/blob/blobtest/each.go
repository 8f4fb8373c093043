package blobtest

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/blob/embedded"
)

// Slug is the province whose bucket Each makes, the same as dbtest's.
const Slug = "mau"

// Each runs the body on the embedded server, and on a real one when
// DOANKET_TEST_S3 (http://key:secret@host:port) is set, with a fresh bucket.
func Each(t *testing.T, body func(t *testing.T, store *blob.Store, bucket string)) {
	t.Helper()
	t.Run("embedded", func(t *testing.T) {
		t.Parallel()
		run(t, EmbeddedOptions(t), body)
	})
	if os.Getenv("DOANKET_TEST_S3") != "" {
		t.Run("s3", func(t *testing.T) {
			t.Parallel()
			run(t, RealOptions(t), body)
		})
	}
}

func run(t *testing.T, o blob.Options, body func(t *testing.T, store *blob.Store, bucket string)) {
	t.Helper()
	store := Open(t, o)
	if err := store.EnsureBucket(t.Context(), Slug); err != nil {
		t.Fatal(err)
	}
	body(t, store, store.Bucket(Slug))
}

// Open makes a store of these options; the bucket of Slug goes with the test.
func Open(t testing.TB, o blob.Options) *blob.Store {
	t.Helper()
	store, err := blob.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Drop(context.Background(), store.Bucket(Slug)); err != nil {
			t.Errorf("drop bucket: %v", err)
		}
	})
	return store
}

var server struct {
	sync.Mutex
	users   int
	gateway *embedded.Gateway
	dir     string // the server's
	home    string // working directory before it
}

// EmbeddedOptions start the server if it isn't running and hold it until the
// test ends.
func EmbeddedOptions(t testing.TB) blob.Options {
	t.Helper()
	server.Lock()
	defer server.Unlock()
	if server.users == 0 {
		startServer(t)
	}
	server.users++
	t.Cleanup(func() { release(t) })
	g := server.gateway
	transport := http.DefaultTransport.(*http.Transport).Clone()
	t.Cleanup(transport.CloseIdleConnections)
	return blob.Options{Endpoint: g.Endpoint, Access: g.Access, Secret: g.Secret, Region: g.Region, Prefix: prefix(), Transport: transport}
}

func startServer(t testing.TB) {
	t.Helper()
	home, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "doanket-store-")
	if err != nil {
		t.Fatal(err)
	}
	gateway, err := embedded.Start(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	server.gateway, server.dir, server.home = gateway, dir, home
}

func release(t testing.TB) {
	server.Lock()
	defer server.Unlock()
	server.users--
	if server.users > 0 {
		return
	}
	if err := server.gateway.Close(); err != nil {
		t.Error(err)
	}
	if err := os.Chdir(server.home); err != nil {
		t.Error(err)
	}
	if err := os.RemoveAll(server.dir); err != nil {
		t.Error(err)
	}
}

// RealOptions read DOANKET_TEST_S3.
func RealOptions(t testing.TB) blob.Options {
	t.Helper()
	u, err := url.Parse(os.Getenv("DOANKET_TEST_S3"))
	if err != nil || u.User == nil {
		t.Fatal("DOANKET_TEST_S3 is not of the form http://key:secret@host:port")
	}
	secret, _ := u.User.Password()
	return blob.Options{Endpoint: u.Host, Access: u.User.Username(), Secret: secret, Secure: u.Scheme == "https", Prefix: prefix()}
}

// prefix keeps tests on one server out of each other's buckets.
func prefix() string { return "t" + strings.ToLower(rand.Text()[:12]) + "-" }
