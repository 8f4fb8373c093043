package blob

import (
	"context"
	"io"
	"iter"
	"time"

	"github.com/doanket/doanket/core/fault"
)

// MinPart is the smallest part S3 takes, the last one excepted.
const MinPart = 5 << 20

// Options say where the S3 server is and how to sign in.
type Options struct {
	Endpoint string // host:port
	Access   string
	Secret   string
	Region   string // "" means us-east-1
	Secure   bool   // https
	Prefix   string // before each bucket's name; "" means "doanket-"
}

// Store is the one door to the S3 server.
type Store struct{ opts Options }

// Version names one stored version of an object.
type Version struct {
	ID   string
	ETag string
	Size int64
}

// Info describes a stored object version.
type Info struct {
	Key         string
	Version     string
	ETag        string
	Type        string
	Size        int64 // of the whole object, also when a range is read
	At          time.Time
	Marker      bool // a delete marker, only in List with versions
	RetainUntil time.Time
}

// PutOptions go with a Put or Begin.
type PutOptions struct {
	SHA256 string // hex, when known before the bytes are sent
	Type   string // media type
}

// Part is one finished part of a multipart upload.
type Part struct {
	Number int
	ETag   string
	Size   int64
}

// New makes a Store; nothing is dialled yet.
func New(opts Options) (*Store, error) { return &Store{opts: opts}, nil }

var notReady = fault.New(fault.Unavailable, "not.ready")

// Bucket is the bucket's name of a province.
func (s *Store) Bucket(slug string) string { return s.opts.Prefix + slug }

// EnsureBucket makes the province's bucket with versioning and object lock; doing it again changes nothing.
func (s *Store) EnsureBucket(ctx context.Context, slug string) error { return notReady }

// Ready answers whether the store can be reached and the keys are right.
func (s *Store) Ready(ctx context.Context) error { return notReady }

// Put stores size bytes of r under the key as a new version.
func (s *Store) Put(ctx context.Context, bucket, key string, r io.Reader, size int64, opts PutOptions) (Version, error) {
	return Version{}, notReady
}

// Get opens length bytes from off; length < 0 reads to the end, version "" is the newest.
func (s *Store) Get(ctx context.Context, bucket, key, version string, off, length int64) (io.ReadCloser, Info, error) {
	return nil, Info{}, notReady
}

// Stat describes a version; version "" is the newest.
func (s *Store) Stat(ctx context.Context, bucket, key, version string) (Info, error) {
	return Info{}, notReady
}

// Retain locks a version until the given time (governance mode).
func (s *Store) Retain(ctx context.Context, bucket, key, version string, until time.Time) error {
	return notReady
}

// Remove deletes one version for good, past its lock when bypass is set; an absent one is no error.
func (s *Store) Remove(ctx context.Context, bucket, key, version string, bypass bool) error {
	return notReady
}

// List walks the newest versions under a prefix, or all versions and markers.
func (s *Store) List(ctx context.Context, bucket, prefix string, versions bool) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) { yield(Info{}, notReady) }
}

// Drop removes the bucket with every version, locked or not.
func (s *Store) Drop(ctx context.Context, bucket string) error { return notReady }

// Begin opens a multipart upload.
func (s *Store) Begin(ctx context.Context, bucket, key string, opts PutOptions) (string, error) {
	return "", notReady
}

// Part sends one part of at least MinPart bytes (the last may be smaller).
func (s *Store) Part(ctx context.Context, bucket, key, upload string, number int, r io.Reader, size int64, sha256 string) (Part, error) {
	return Part{}, notReady
}

// Parts lists what has arrived, in order of number.
func (s *Store) Parts(ctx context.Context, bucket, key, upload string) ([]Part, error) {
	return nil, notReady
}

// Complete joins the parts into one object version.
func (s *Store) Complete(ctx context.Context, bucket, key, upload string, parts []Part) (Version, error) {
	return Version{}, notReady
}

// Abort forgets a multipart upload; an absent one is no error.
func (s *Store) Abort(ctx context.Context, bucket, key, upload string) error { return notReady }
