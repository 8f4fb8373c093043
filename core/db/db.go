package db

import (
	"context"
	"io"
	"log/slog"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
)

// Dialect names the kind of database.
type Dialect = migration.Dialect

// The two dialects.
const (
	SQLite   = migration.SQLite
	Postgres = migration.Postgres
)

// Options say where the databases are.
type Options struct {
	Dir        string        // SQLite: the folder of control.db and provinces/
	URL        string        // PostgreSQL; empty means SQLite in Dir
	Idle       time.Duration // connections unused this long are closed; 5 min when zero
	MaxConns   int           // per province; a sensible number when zero
	SyncNormal bool          // SQLite: faster commits that a power cut may lose
	Log        *slog.Logger
}

// Cluster is all the databases of one installation.
type Cluster struct{ options Options }

func notReady() error { return fault.New(fault.Unavailable, "not.ready") }

// Open connects to the control database and migrates it.
func Open(ctx context.Context, o Options) (*Cluster, error) { return nil, notReady() }

// Close closes every handle.
func (c *Cluster) Close() error { return nil }

// Dialect says which kind of database this is.
func (c *Cluster) Dialect() Dialect {
	if c.options.URL != "" {
		return Postgres
	}
	return SQLite
}

// Create makes the province's database if it is absent and migrates it.
func (c *Cluster) Create(ctx context.Context, slug string) error { return notReady() }

// Drop removes the province's database with everything in it.
func (c *Cluster) Drop(ctx context.Context, slug string) error { return notReady() }

// Exists reports whether the province has a database.
func (c *Cluster) Exists(ctx context.Context, slug string) (bool, error) { return false, notReady() }

// Slugs lists the provinces that have a database, sorted.
func (c *Cluster) Slugs(ctx context.Context) ([]string, error) { return nil, notReady() }

// Dump writes every table of the province as JSON lines.
func (c *Cluster) Dump(ctx context.Context, slug string, w io.Writer) error { return notReady() }

// Load fills a new province from a Dump, of either dialect.
func (c *Cluster) Load(ctx context.Context, slug string, r io.Reader) error { return notReady() }

// With puts the cluster into ctx, so that Control works.
func (c *Cluster) With(ctx context.Context) context.Context { return ctx }

// Enter puts the province into ctx; its database is opened at first use.
func (c *Cluster) Enter(ctx context.Context, slug string) context.Context { return ctx }

// Of is the open transaction of the province in ctx, else its read handle.
func Of(ctx context.Context) (bun.IDB, error) { return nil, notReady() }

// Control is the open control transaction, else the control read handle.
func Control(ctx context.Context) (bun.IDB, error) { return nil, notReady() }

// InTx runs fn in a transaction of the province in ctx, joining an open one.
func InTx(ctx context.Context, fn func(ctx context.Context) error) error { return notReady() }

// InControlTx runs fn in a transaction of the control database.
func InControlTx(ctx context.Context, fn func(ctx context.Context) error) error { return notReady() }

// AfterCommit runs fn once the transaction in ctx has committed; without one, at once.
func AfterCommit(ctx context.Context, fn func()) {}

// Now is the transaction's one instant; outside a transaction, the present.
func Now(ctx context.Context) time.Time { return id.NowIn(ctx) }

// DialectOf is the dialect of the cluster in ctx.
func DialectOf(ctx context.Context) Dialect { return SQLite }

// Province is the slug of the province in ctx, or "".
func Province(ctx context.Context) string { return "" }

// Lock holds name until the transaction ends: where SQLite has one writer
// anyway, PostgreSQL needs to be told.
func Lock(ctx context.Context, name string) error { return notReady() }

// Fault translates an error of bun or database/sql (no rows, deadline) into a
// fault; errors of the drivers themselves arrive translated already.
func Fault(err error) error { return err }
