package db

import (
	"context"
	"log/slog"
	"regexp"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/doanket/doanket/core/db/migration"
	"github.com/doanket/doanket/core/db/migration/control"
	"github.com/doanket/doanket/core/db/migration/province"
	"github.com/doanket/doanket/core/fault"
)

// Dialect names the kind of database.
type Dialect = migration.Dialect

// The two dialects.
const (
	SQLite   = migration.SQLite
	Postgres = migration.Postgres
)

// patience bounds every wait whose context has no deadline of its own.
const patience = 30 * time.Second

// Options say where the databases are.
type Options struct {
	Dir        string        // SQLite: the folder of control.db and provinces/
	URL        string        // PostgreSQL; empty means SQLite in Dir
	Idle       time.Duration // connections unused this long are closed; 5 min when zero
	MaxConns   int           // per province; 8 when zero
	SyncNormal bool          // SQLite: faster commits, of which a power cut may lose the last
	Log        *slog.Logger
}

func (o Options) filled() Options {
	if o.Idle <= 0 {
		o.Idle = 5 * time.Minute
	}
	if o.MaxConns <= 0 {
		o.MaxConns = 8
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// engine is what a dialect must be able to do.
type engine interface {
	dialect() Dialect
	openControl(ctx context.Context) (*handle, error)
	open(ctx context.Context, slug string) (*handle, error)
	create(ctx context.Context, slug string) error // idempotent, without tables
	drop(ctx context.Context, slug string) error   // idempotent
	slugs(ctx context.Context) ([]string, error)
}

// Cluster is all the databases of one installation.
type Cluster struct {
	options Options
	engine  engine
	control *handle
	handles sync.Map // slug → *handle
	opening singleflight.Group
	closed  atomic.Bool
}

// Open connects to the control database and migrates it.
func Open(ctx context.Context, o Options) (*Cluster, error) {
	o = o.filled()
	ctx, cancel := bounded(ctx)
	defer cancel()
	c := &Cluster{options: o}
	if o.URL == "" {
		c.engine = &sqliteEngine{options: o}
	} else {
		c.engine = &postgresEngine{options: o, cluster: c}
	}
	h, err := c.engine.openControl(ctx)
	if err != nil {
		return nil, Fault(err)
	}
	c.control = h
	if err := h.migrate(ctx, control.Steps); err != nil {
		_ = h.close()
		return nil, Fault(err)
	}
	return c, nil
}

// Close closes every handle; what runs is let finish.
func (c *Cluster) Close() error {
	c.closed.Store(true)
	c.handles.Range(func(slug, _ any) bool {
		c.forget(slug.(string))
		return true
	})
	return c.control.close()
}

// Dialect says which kind of database this is.
func (c *Cluster) Dialect() Dialect { return c.engine.dialect() }

// slugForm keeps slugs fit for a host name, a file name and a schema name.
var slugForm = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

func checkSlug(slug string) error {
	if len(slug) > 40 || !slugForm.MatchString(slug) {
		return fault.New(fault.Invalid, "invalid", fault.Field("slug"))
	}
	return nil
}

// Create makes the province's database if it is absent and migrates it.
func (c *Cluster) Create(ctx context.Context, slug string) error {
	if err := checkSlug(slug); err != nil {
		return err
	}
	ctx, cancel := bounded(ctx)
	defer cancel()
	if err := c.engine.create(ctx, slug); err != nil {
		return Fault(err)
	}
	_, err := c.handle(ctx, slug)
	return err
}

// Drop removes the province's database with everything in it.
func (c *Cluster) Drop(ctx context.Context, slug string) error {
	if err := checkSlug(slug); err != nil {
		return err
	}
	ctx, cancel := bounded(ctx)
	defer cancel()
	c.forget(slug)
	return Fault(c.engine.drop(ctx, slug))
}

// Forget closes what is open of the province's database. Another process has
// removed it, and on SQLite what is written to a removed file is lost.
func (c *Cluster) Forget(slug string) { c.forget(slug) }

// Exists reports whether the province has a database.
func (c *Cluster) Exists(ctx context.Context, slug string) (bool, error) {
	slugs, err := c.Slugs(ctx)
	for _, s := range slugs {
		if s == slug {
			return true, nil
		}
	}
	return false, err
}

// Slugs lists the provinces that have a database, sorted.
func (c *Cluster) Slugs(ctx context.Context) ([]string, error) {
	ctx, cancel := bounded(ctx)
	defer cancel()
	slugs, err := c.engine.slugs(ctx)
	return slugs, Fault(err)
}

// Connections counts the open connections of each province opened so far.
func (c *Cluster) Connections() map[string]int {
	open := map[string]int{}
	c.handles.Range(func(slug, h any) bool {
		open[slug.(string)] = h.(*handle).connections()
		return true
	})
	return open
}

// handle opens the province's database once, migrating it if this binary knows
// newer steps. Handles stay; their connections close by themselves when idle.
func (c *Cluster) handle(ctx context.Context, slug string) (*handle, error) {
	if h, ok := c.handles.Load(slug); ok {
		return h.(*handle), nil
	}
	if c.closed.Load() {
		return nil, unavailable(nil)
	}
	// The first caller's cancellation must not fail the others who wait with it.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	h, err, _ := c.opening.Do(slug, func() (any, error) { return c.openMigrated(ctx, slug) })
	if err != nil {
		return nil, Fault(err)
	}
	return h.(*handle), nil
}

func (c *Cluster) openMigrated(ctx context.Context, slug string) (*handle, error) {
	if h, ok := c.handles.Load(slug); ok {
		return h.(*handle), nil
	}
	if err := checkSlug(slug); err != nil {
		return nil, err
	}
	h, err := c.engine.open(ctx, slug)
	if err != nil {
		return nil, err
	}
	if err := h.migrate(ctx, province.Steps); err != nil {
		_ = h.close()
		return nil, err
	}
	c.handles.Store(slug, h)
	return h, nil
}

func (c *Cluster) forget(slug string) {
	if h, ok := c.handles.LoadAndDelete(slug); ok {
		if err := h.(*handle).close(); err != nil {
			c.options.Log.Warn("close database", "province", slug, "error", err)
		}
	}
}

// bounded gives ctx a deadline if it has none.
func bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, patience)
}
