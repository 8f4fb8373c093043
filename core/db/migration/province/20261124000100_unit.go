package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Unit makes the tables of the room unit. Days are text 2006-01-02; an open
// end is NULL. unit is the present, unit_edge every period a unit ever had.
var Unit = migration.Step{ID: "20261124000100_unit", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE unit (
			id {text} PRIMARY KEY, serial {int} NOT NULL UNIQUE, parent_id {text} NOT NULL, path {text} NOT NULL UNIQUE,
			kind {text} NOT NULL, code {text} NOT NULL, name {text} NOT NULL, short_name {text} NOT NULL,
			from_on {text} NOT NULL, to_on {text}, successors {text} NOT NULL, sort {int} NOT NULL, labels {text} NOT NULL)`,
		`CREATE INDEX unit_code ON unit (code)`,
		`CREATE TABLE unit_edge (
			unit_id {text} NOT NULL, from_on {text} NOT NULL, to_on {text}, parent_id {text} NOT NULL,
			kind {text} NOT NULL, code {text} NOT NULL, name {text} NOT NULL, short_name {text} NOT NULL,
			PRIMARY KEY (unit_id, from_on))`,
		`CREATE TABLE unit_kind (
			code {text} PRIMARY KEY, vi {text} NOT NULL, en {text} NOT NULL, parents {text} NOT NULL, sort {int} NOT NULL)`,
		`CREATE TABLE unit_act (
			id {text} PRIMARY KEY, act {text} NOT NULL, unit_id {text} NOT NULL, on_day {text} NOT NULL,
			basis {text} NOT NULL, by_whom {text} NOT NULL, at {int} NOT NULL, detail {text} NOT NULL)`,
		`CREATE INDEX unit_act_of ON unit_act (unit_id, id)`,
		// One row: acts raise it first, which also puts them in a queue.
		`CREATE TABLE unit_revision (one {int} PRIMARY KEY, revision {int} NOT NULL)`,
		`INSERT INTO unit_revision (one, revision) VALUES (1, 0)`,
	)
}}
