package control

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Tenant makes the tables of the room tenant. Hosts, modules and settings are
// small JSON texts that are only ever read whole.
var Tenant = migration.Step{ID: "20261124000100_tenant", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE tenant (
			slug {text} PRIMARY KEY,
			name {text} NOT NULL,
			code {text} NOT NULL,
			state {text} NOT NULL,
			hosts {text} NOT NULL,
			modules {text} NOT NULL,
			settings {text} NOT NULL,
			created_at {time} NOT NULL)`,
		`CREATE TABLE tenant_host (
			host {text} PRIMARY KEY,
			slug {text} NOT NULL)`,
	)
}}
