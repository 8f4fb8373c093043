package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// KnownDevice remembers the kinds of browsers people have signed in from, so that they
// are told of another.
var KnownDevice = migration.Step{ID: "20261127002200_known_device", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx, `CREATE TABLE known_device (person_id {text} NOT NULL, device {text} NOT NULL, at {int} NOT NULL, PRIMARY KEY (person_id, device))`)
}}
