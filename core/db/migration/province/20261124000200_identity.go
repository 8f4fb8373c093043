package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Identity makes the tables of the room identity. Instants are microseconds
// since 1970, 0 for never; days are text, an open end is NULL. Secrets are
// there as SHA-256 only, but for the key of the second factor, which has to be
// computed with.
var Identity = migration.Step{ID: "20261124000200_identity", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE person (
			id {text} PRIMARY KEY, login {text} NOT NULL UNIQUE,
			family_middle {text} NOT NULL, given {text} NOT NULL, display {text} NOT NULL,
			email {text} NOT NULL, locale {text} NOT NULL, fold {text} NOT NULL, sort_key {text} NOT NULL,
			password {text} NOT NULL, otp_secret {text} NOT NULL, otp_on {bool} NOT NULL, otp_step {int} NOT NULL,
			oidc_issuer {text} NOT NULL, oidc_subject {text} NOT NULL,
			disabled {bool} NOT NULL, created_at {int} NOT NULL, updated_at {int} NOT NULL)`,
		`CREATE UNIQUE INDEX person_email ON person (email) WHERE email <> ''`,
		`CREATE UNIQUE INDEX person_oidc ON person (oidc_issuer, oidc_subject) WHERE oidc_subject <> ''`,
		`CREATE INDEX person_sort ON person (sort_key)`,
		`CREATE TABLE recovery_code (
			person_id {text} NOT NULL, hash {text} NOT NULL, used_at {int} NOT NULL, PRIMARY KEY (person_id, hash))`,
		`CREATE TABLE post (
			id {text} PRIMARY KEY, person_id {text} NOT NULL, role {text} NOT NULL, unit_id {text} NOT NULL,
			from_on {text} NOT NULL, to_on {text}, delegated_by {text} NOT NULL, delegates {text} NOT NULL,
			basis {text} NOT NULL, revoked_at {int} NOT NULL, created_by {text} NOT NULL, created_at {int} NOT NULL)`,
		`CREATE INDEX post_person ON post (person_id)`,
		`CREATE INDEX post_unit ON post (unit_id, role)`,
		`CREATE INDEX post_delegates ON post (delegates) WHERE delegates <> ''`,
		`CREATE TABLE session (
			id {text} PRIMARY KEY, hash {text} NOT NULL UNIQUE, person_id {text} NOT NULL, csrf {text} NOT NULL,
			ip {text} NOT NULL, agent {text} NOT NULL, created_at {int} NOT NULL, seen_at {int} NOT NULL, expires_at {int} NOT NULL)`,
		`CREATE INDEX session_person ON session (person_id)`,
		`CREATE INDEX session_expires ON session (expires_at)`,
		`CREATE TABLE one_time_link (
			id {text} PRIMARY KEY, hash {text} NOT NULL UNIQUE, person_id {text} NOT NULL,
			expires_at {int} NOT NULL, used_at {int} NOT NULL, created_by {text} NOT NULL, created_at {int} NOT NULL)`,
		`CREATE INDEX one_time_link_person ON one_time_link (person_id)`,
		`CREATE TABLE api_token (
			id {text} PRIMARY KEY, hash {text} NOT NULL UNIQUE, person_id {text} NOT NULL, name {text} NOT NULL,
			allow {text} NOT NULL, expires_at {int} NOT NULL, used_at {int} NOT NULL, created_at {int} NOT NULL)`,
		`CREATE INDEX api_token_person ON api_token (person_id)`,
		`CREATE TABLE sign_in_throttle (
			key {text} PRIMARY KEY, failures {int} NOT NULL, until {int} NOT NULL)`,
		`CREATE TABLE oidc_flow (
			hash {text} PRIMARY KEY, nonce {text} NOT NULL, verifier {text} NOT NULL, issuer {text} NOT NULL,
			return_to {text} NOT NULL, expires_at {int} NOT NULL)`,
	)
}}
