package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// File makes the tables of the room file. Instants are microseconds since
// 1970; an absent one is 0. An upload row is all there is of an upload beside
// its parts in the store: hash is the running SHA-256, so any replica goes on.
var File = migration.Step{ID: "20261124000700_file", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE upload (
			id {text} PRIMARY KEY, person {text} NOT NULL, name {text} NOT NULL,
			size {int} NOT NULL, sha256 {text} NOT NULL, record_id {text} NOT NULL, slot {text} NOT NULL,
			state {text} NOT NULL, refusal {text} NOT NULL, received {int} NOT NULL, hash {bytes},
			key {text} NOT NULL, multipart {text} NOT NULL, next_part {int} NOT NULL,
			tail_key {text} NOT NULL, tail_version {text} NOT NULL, tail_size {int} NOT NULL,
			mime {text} NOT NULL, version {text} NOT NULL, document_id {text} NOT NULL,
			lease {text} NOT NULL, lease_until {int} NOT NULL,
			created_at {int} NOT NULL, expires_at {int} NOT NULL)`,
		`CREATE INDEX upload_expires ON upload (expires_at)`,
		`CREATE TABLE upload_part (
			upload_id {text} NOT NULL, number {int} NOT NULL, etag {text} NOT NULL, size {int} NOT NULL,
			PRIMARY KEY (upload_id, number))`,

		`CREATE TABLE document (
			id {text} PRIMARY KEY, name {text} NOT NULL, kind {text} NOT NULL, number {text} NOT NULL,
			issued_on {text} NOT NULL, issuer {text} NOT NULL, summary {text} NOT NULL,
			version {int} NOT NULL, scan {text} NOT NULL,
			created_by {text} NOT NULL, created_at {int} NOT NULL, updated_at {int} NOT NULL)`,
		`CREATE TABLE document_version (
			id {text} PRIMARY KEY, document_id {text} NOT NULL, version {int} NOT NULL,
			name {text} NOT NULL, sha256 {text} NOT NULL, size {int} NOT NULL, mime {text} NOT NULL,
			created_by {text} NOT NULL, created_at {int} NOT NULL)`,
		`CREATE UNIQUE INDEX document_version_of ON document_version (document_id, version)`,
		`CREATE INDEX document_version_bytes ON document_version (sha256)`,

		// The same bytes are kept once, however many documents show them.
		`CREATE TABLE document_object (
			sha256 {text} PRIMARY KEY, size {int} NOT NULL, mime {text} NOT NULL,
			key {text} NOT NULL, version {text} NOT NULL, sound {bool} NOT NULL,
			checked_at {int} NOT NULL, created_at {int} NOT NULL)`,
		`CREATE INDEX document_object_checked ON document_object (checked_at)`,

		`CREATE TABLE document_link (
			record_id {text} NOT NULL, slot {text} NOT NULL, document_id {text} NOT NULL,
			created_by {text} NOT NULL, created_at {int} NOT NULL,
			removed_by {text} NOT NULL, removed_at {int} NOT NULL,
			PRIMARY KEY (record_id, slot, document_id))`,
		`CREATE INDEX document_link_of ON document_link (document_id)`,
	)
}}
