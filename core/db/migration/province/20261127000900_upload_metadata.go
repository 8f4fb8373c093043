package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// UploadMetadata keeps what a client said of its upload, to be given back as it
// was said (tus 1.0, Creation).
var UploadMetadata = migration.Step{ID: "20261127000900_upload_metadata", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx, `ALTER TABLE upload ADD COLUMN metadata {text} NOT NULL DEFAULT ''`)
}}
