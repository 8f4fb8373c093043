package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// DutySettled lets the first and the last of the records for an obligation be found
// without reading the others: an import may bring thousands.
var DutySettled = migration.Step{ID: "20261128000100_duty_settled", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE INDEX duty_fulfilment_settled ON duty_fulfilment (duty, unit_id, period, occasion, met_on, record_id)`,
		`DROP INDEX duty_fulfilment_unit`)
}}
