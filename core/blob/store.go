package blob

import (
	"fmt"
	"net/http"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

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

	Transport http.RoundTripper // nil means minio-go's own; tests put faults here
}

// Store is the one door to the S3 server. It holds no state but connections.
type Store struct {
	core   minio.Core
	region string
	prefix string
}

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
	Marker      bool      // a delete marker, only in List with versions
	RetainUntil time.Time // zero when not locked; not in List
}

// New makes a Store; nothing is dialled yet.
func New(opts Options) (*Store, error) {
	if opts.Region == "" {
		opts.Region = "us-east-1"
	}
	if opts.Prefix == "" {
		opts.Prefix = "doanket-"
	}
	core, err := minio.NewCore(opts.Endpoint, &minio.Options{
		Creds:        credentials.NewStaticV4(opts.Access, opts.Secret, ""),
		Secure:       opts.Secure,
		Region:       opts.Region, // known, so no request asks for it
		BucketLookup: minio.BucketLookupPath,
		Transport:    opts.Transport,
		MaxRetries:   3, // a store that is away should be told within seconds
	})
	if err != nil {
		return nil, fault.New(fault.Invalid, "s3_endpoint_invalid", fault.Field("endpoint", "invalid"),
			fault.Cause(fmt.Errorf("open store %q: %w", opts.Endpoint, err)))
	}
	return &Store{core: *core, region: opts.Region, prefix: opts.Prefix}, nil
}
