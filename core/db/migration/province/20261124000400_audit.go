package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Audit makes the tables of the room audit. A line is written unsealed (seq 0)
// and sealed once; the triggers refuse every other change, also to whoever
// holds the province's own login.
var Audit = migration.Step{ID: "20261124000400_audit", Up: func(ctx context.Context, tx bun.IDB) error {
	err := migration.Exec(ctx, tx,
		`CREATE TABLE audit (
			id {text} PRIMARY KEY,
			at {int} NOT NULL,
			actor_id {text} NOT NULL,
			actor {text} NOT NULL,
			action {text} NOT NULL,
			object {text} NOT NULL,
			kind {text} NOT NULL,
			unit_id {text} NOT NULL,
			before {text} NOT NULL,
			after {text} NOT NULL,
			reason {text} NOT NULL,
			detail {text} NOT NULL,
			seq {int} NOT NULL,
			hash {text} NOT NULL)`,
		`CREATE UNIQUE INDEX audit_seq ON audit (seq) WHERE seq > 0`,
		`CREATE INDEX audit_unsealed ON audit (id) WHERE seq = 0`,
		`CREATE INDEX audit_object ON audit (object, id)`,
		`CREATE TABLE audit_head (
			id {text} PRIMARY KEY,
			seq {int} NOT NULL,
			hash {text} NOT NULL)`,
		`INSERT INTO audit_head (id, seq, hash) VALUES ('head', 0, '')`,
	)
	if err != nil {
		return err
	}
	if migration.Of(tx) == migration.SQLite {
		return migration.Exec(ctx, tx,
			`CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit lines stay'); END`,
			`CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit WHEN OLD.seq <> 0 BEGIN SELECT RAISE(ABORT, 'audit lines stay'); END`,
			`CREATE TRIGGER audit_seal_only BEFORE UPDATE OF id, at, actor_id, actor, action, object, kind, unit_id, before, after, reason, detail ON audit
				BEGIN SELECT RAISE(ABORT, 'audit lines stay'); END`)
	}
	return migration.Exec(ctx, tx,
		`CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN
			IF TG_OP = 'UPDATE' AND OLD.seq = 0 AND (OLD.id, OLD.at, OLD.actor_id, OLD.actor, OLD.action, OLD.object, OLD.kind, OLD.unit_id,
				OLD.before, OLD.after, OLD.reason, OLD.detail) = (NEW.id, NEW.at, NEW.actor_id, NEW.actor, NEW.action, NEW.object, NEW.kind,
				NEW.unit_id, NEW.before, NEW.after, NEW.reason, NEW.detail) THEN
				RETURN NEW;
			END IF;
			RAISE EXCEPTION 'audit lines stay';
		END $$`,
		`CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays()`)
}}
