package coretest

import (
	"context"
	"io"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/doanket/doanket/core/blob/blobtest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/province"
	"github.com/doanket/doanket/core/province/pack"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sdk"
)

// BaseDomain is the domain the rig's provinces live under.
const BaseDomain = "localhost"

// The two provinces: alike in everything but name, so that whatever one sees
// of the other shows.
const (
	An   = "an"
	Binh = "binh"
)

var names = map[string]string{An: "Tỉnh An", Binh: "Tỉnh Bình"}

// Rig is a whole installation with its two provinces.
type Rig struct {
	*installation.Installation
	t testing.TB
}

// Options shape a Rig.
type Options struct {
	Postgres bool
	RealS3   bool
	Decider  record.Decider                // instead of the demo's own decisions
	Shape    func(o *installation.Options) // last word
}

// Each runs body on SQLite with the embedded S3 server and, when a PostgreSQL
// is there, on PostgreSQL with the real S3 server if that is there too.
func Each(t *testing.T, body func(t *testing.T, r *Rig)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		body(t, New(t, Options{}))
	})
	if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
		t.Run("postgres", func(t *testing.T) {
			t.Parallel()
			body(t, New(t, Options{Postgres: true, RealS3: os.Getenv("DOANKET_TEST_S3") != ""}))
		})
	}
}

// New opens an installation and seeds both provinces; all of it ends with the
// test.
func New(t testing.TB, o Options) *Rig {
	t.Helper()
	demo := Demo(t)
	dir := t.TempDir()
	options := installation.Options{Data: dir, BaseDomain: BaseDomain, SyncNormal: true, S3: blobtest.EmbeddedOptions(t),
		Manifests: []*manifest.Manifest{demo.Manifest()}, Decider: sdk.InProcess(demo), Packs: []pack.Pack{starter()}, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	if o.Decider != nil {
		options.Decider = o.Decider
	}
	if o.Postgres {
		options.DatabaseURL = dbtest.ReservePostgres(t)
	}
	if o.RealS3 {
		options.S3 = blobtest.RealOptions(t)
	}
	if o.Shape != nil {
		o.Shape(&options)
	}
	if options.Data == dir { // else over what another rig has made
		provinces(t, options)
	}
	i, err := installation.Open(context.Background(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := i.Close(); err != nil {
			t.Error(err)
		}
	})
	for slug := range names {
		if err := i.Store.EnsureBucket(context.Background(), slug); err != nil {
			t.Fatal(err)
		}
	}
	return &Rig{Installation: i, t: t}
}

// In is a context in the province as the system.
func (r *Rig) In(slug string) context.Context {
	r.t.Helper()
	ctx, err := r.Enter(context.Background(), slug, "test")
	if err != nil {
		r.t.Fatal(err)
	}
	return ctx
}

// As is a context in the province as the person with the login.
func (r *Rig) As(slug, login string) context.Context {
	r.t.Helper()
	ctx := r.In(slug)
	p, err := r.People.ByLogin(ctx, login)
	if err != nil {
		r.t.Fatal(err)
	}
	actor, err := r.People.ActorOf(ctx, p.ID)
	if err != nil {
		r.t.Fatal(err)
	}
	return identity.With(ctx, actor)
}

// Unit is the id of the unit with the code.
func (r *Rig) Unit(slug, code string) string {
	r.t.Helper()
	u, err := r.Tree.ByCode(r.In(slug), code)
	if err != nil {
		r.t.Fatal(err)
	}
	return u.ID
}

// Settle runs the province's jobs that are due, and folds its figures.
func (r *Rig) Settle(slug string) {
	r.t.Helper()
	ctx := r.In(slug)
	if err := r.Queue.Drain(ctx); err != nil {
		r.t.Fatal(err)
	}
	if err := r.Figures.Fold(ctx); err != nil {
		r.t.Fatal(err)
	}
}

// SwitchModule switches a module of the province in ctx on or off; on with ids of
// units, only these and all below them try it.
func (r *Rig) SwitchModule(ctx context.Context, moduleID string, on bool, pilot ...string) error {
	return r.Provinces.SwitchModule(ctx, moduleID, on, pilot...)
}

// CreateUser makes a person with posts in the province in ctx.
func (r *Rig) CreateUser(ctx context.Context, n province.NewUser) (personID, secret string, err error) {
	return r.Provinces.CreateUser(ctx, n)
}

// Token makes an API token for a login of the province in ctx.
func (r *Rig) Token(ctx context.Context, login, name string, allow []string, expires time.Time) (string, error) {
	return r.Provinces.Token(ctx, login, name, allow, expires)
}

// Receiving is how many uploads of the province bytes are coming in for now.
func (r *Rig) Receiving(slug string) int {
	r.t.Helper()
	tx, err := db.Of(r.In(slug))
	if err != nil {
		r.t.Fatal(err)
	}
	n, err := tx.NewSelect().Table("upload").Where("lease <> ''").Count(context.Background())
	if err != nil {
		r.t.Fatal(err)
	}
	return int(n)
}
