package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/schema"

	"github.com/doanket/doanket/core/db/migration"
	"github.com/doanket/doanket/core/db/postgres"
	"github.com/doanket/doanket/core/db/sqlite"
	"github.com/doanket/doanket/core/fault"
)

// postgresEngine keeps a schema per province, owned by a login role that can
// reach nothing else; roles and passwords are in the control schema.
type postgresEngine struct {
	options Options
	cluster *Cluster
}

// placement is where a province lives.
type placement struct {
	bun.BaseModel `bun:"table:placement"`

	Slug     string `bun:"slug,pk"`
	Schema   string `bun:"schema_name"`
	Role     string `bun:"role_name"`
	Password string `bun:"password"`
}

func (e *postgresEngine) dialect() Dialect { return Postgres }

func (e *postgresEngine) openControl(ctx context.Context) (*handle, error) {
	h, err := e.pool(func(c *pgx.ConnConfig) { c.RuntimeParams["search_path"] = "control" })
	if err != nil {
		return nil, err
	}
	if err := h.write.RunInTx(ctx, nil, prepareControl); err != nil {
		_ = h.close()
		return nil, fmt.Errorf("prepare control schema: %w", err)
	}
	return h, nil
}

func prepareControl(ctx context.Context, tx bun.Tx) error {
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('doanket/control', 0))`); err != nil {
		return err
	}
	return migration.Exec(ctx, tx,
		`CREATE SCHEMA IF NOT EXISTS control`,
		`REVOKE ALL ON SCHEMA control FROM PUBLIC`,
		`REVOKE ALL ON SCHEMA public FROM PUBLIC`,
		`DO $$ BEGIN EXECUTE format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$`,
		`CREATE TABLE IF NOT EXISTS placement (slug {text} PRIMARY KEY, schema_name {text} NOT NULL,
			role_name {text} NOT NULL, password {text} NOT NULL)`)
}

func (e *postgresEngine) open(ctx context.Context, slug string) (*handle, error) {
	var p placement
	if err := e.cluster.control.read.NewSelect().Model(&p).Where("slug = ?", slug).Scan(ctx); err != nil {
		return nil, fmt.Errorf("find database of %s: %w", slug, Fault(err))
	}
	h, err := e.pool(func(c *pgx.ConnConfig) { c.User, c.Password = p.Role, p.Password })
	if err != nil {
		return nil, err
	}
	if err := h.read.PingContext(ctx); err != nil {
		_ = h.close()
		return nil, err
	}
	return h, nil
}

func (e *postgresEngine) create(ctx context.Context, slug string) error {
	return InControlTx(e.cluster.With(ctx), func(ctx context.Context) error {
		if err := Lock(ctx, "placement"); err != nil {
			return err
		}
		tx, err := Control(ctx)
		if err != nil {
			return err
		}
		if there, err := tx.NewSelect().Model((*placement)(nil)).Where("slug = ?", slug).Exists(ctx); there || err != nil {
			return err
		}
		return e.place(ctx, tx, slug)
	})
}

// place makes role and schema. Roles belong to the whole server, which may
// hold other installations, so the role's name ends in something random.
func (e *postgresEngine) place(ctx context.Context, tx bun.IDB, slug string) error {
	secret := make([]byte, 28)
	if _, err := rand.Read(secret); err != nil {
		return fault.New(fault.Internal, "internal", fault.Cause(err))
	}
	name := "p_" + strings.ReplaceAll(slug, "-", "_")
	p := placement{Slug: slug, Schema: name, Role: name + "_" + hex.EncodeToString(secret[:4]), Password: hex.EncodeToString(secret[4:])}
	role, space := bun.Ident(p.Role), bun.Ident(p.Schema)
	for _, q := range []*bun.RawQuery{
		tx.NewRaw(`CREATE ROLE ? LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS PASSWORD ?`, role, p.Password),
		tx.NewRaw(`GRANT ? TO CURRENT_USER`, role), // or CREATE SCHEMA refuses an owner who is no superuser
		tx.NewRaw(`CREATE SCHEMA ? AUTHORIZATION ?`, space, role),
		tx.NewRaw(`ALTER ROLE ? SET search_path = ?`, role, space),
	} {
		if _, err := q.Exec(ctx); err != nil {
			return fmt.Errorf("place province %s: %w", slug, err)
		}
	}
	_, err := tx.NewInsert().Model(&p).Exec(ctx)
	return err
}

func (e *postgresEngine) drop(ctx context.Context, slug string) error {
	return InControlTx(e.cluster.With(ctx), func(ctx context.Context) error {
		tx, err := Control(ctx)
		if err != nil {
			return err
		}
		var p placement
		if err := tx.NewSelect().Model(&p).Where("slug = ?", slug).For("UPDATE").Scan(ctx); err != nil {
			if fault.Is(Fault(err), fault.NotFound) {
				return nil
			}
			return err
		}
		for _, q := range []*bun.RawQuery{
			tx.NewRaw(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ?`, p.Role),
			tx.NewRaw(`DROP SCHEMA IF EXISTS ? CASCADE`, bun.Ident(p.Schema)),
			tx.NewRaw(`DROP OWNED BY ?`, bun.Ident(p.Role)),
			tx.NewRaw(`DROP ROLE ?`, bun.Ident(p.Role)),
		} {
			if _, err := q.Exec(ctx); err != nil {
				return fmt.Errorf("drop province %s: %w", slug, err)
			}
		}
		_, err = tx.NewDelete().Model(&p).WherePK().Exec(ctx)
		return err
	})
}

func (e *postgresEngine) slugs(ctx context.Context) ([]string, error) {
	var slugs []string
	err := e.cluster.control.read.NewSelect().Model((*placement)(nil)).Column("slug").Order("slug").Scan(ctx, &slugs)
	return slugs, err
}

// pool prepares a lazily opened pool. bun's statements arrive with their values
// inside, so they are not prepared; those of Query and Exec are, as the URL's
// default_query_exec_mode says ("exec" behind a pooler that loses them).
// Sessions only read; BEGIN READ WRITE is what lets InTx write.
func (e *postgresEngine) pool(shape func(*pgx.ConnConfig)) (*handle, error) {
	config, err := pgx.ParseConfig(e.options.URL)
	if err != nil {
		return nil, fault.New(fault.Invalid, "invalid", fault.Field("database_url"), fault.Cause(err))
	}
	mode := config.DefaultQueryExecMode
	config.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
	config.StatementCacheCapacity = sqlite.MaxKept
	config.RuntimeParams["timezone"] = "UTC"
	config.RuntimeParams["application_name"] = "doanket"
	config.RuntimeParams["default_transaction_read_only"] = "on"
	shape(config)
	db := sql.OpenDB(connector{&postgres.Connector{Connector: stdlib.GetConnector(*config), Mode: mode}, e.options.Log})
	db.SetMaxOpenConns(e.options.MaxConns)
	db.SetMaxIdleConns(e.options.MaxConns)
	db.SetConnMaxIdleTime(e.options.Idle)
	return newHandle(db, db, func() schema.Dialect { return pgdialect.New() }), nil
}
