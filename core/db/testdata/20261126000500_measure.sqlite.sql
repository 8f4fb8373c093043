CREATE TABLE schema_migration (id text PRIMARY KEY, at timestamp NOT NULL)
----
CREATE TABLE unit (
			id text PRIMARY KEY, serial bigint NOT NULL UNIQUE, parent_id text NOT NULL, path text NOT NULL UNIQUE,
			kind text NOT NULL, code text NOT NULL, name text NOT NULL, short_name text NOT NULL,
			from_on text NOT NULL, to_on text, successors text NOT NULL, sort bigint NOT NULL, labels text NOT NULL)
----
CREATE INDEX unit_code ON unit (code)
----
CREATE TABLE unit_edge (
			unit_id text NOT NULL, from_on text NOT NULL, to_on text, parent_id text NOT NULL,
			kind text NOT NULL, code text NOT NULL, name text NOT NULL, short_name text NOT NULL,
			PRIMARY KEY (unit_id, from_on))
----
CREATE TABLE unit_kind (
			code text PRIMARY KEY, vi text NOT NULL, en text NOT NULL, parents text NOT NULL, sort bigint NOT NULL)
----
CREATE TABLE unit_act (
			id text PRIMARY KEY, act text NOT NULL, unit_id text NOT NULL, on_day text NOT NULL,
			basis text NOT NULL, by_whom text NOT NULL, at bigint NOT NULL, detail text NOT NULL)
----
CREATE INDEX unit_act_of ON unit_act (unit_id, id)
----
CREATE TABLE unit_revision (one bigint PRIMARY KEY, revision bigint NOT NULL)
----
CREATE TABLE person (
			id text PRIMARY KEY, login text NOT NULL UNIQUE,
			family_middle text NOT NULL, given text NOT NULL, display text NOT NULL,
			email text NOT NULL, locale text NOT NULL, fold text NOT NULL, sort_key text NOT NULL,
			password text NOT NULL, otp_secret text NOT NULL, otp_on boolean NOT NULL, otp_step bigint NOT NULL,
			oidc_issuer text NOT NULL, oidc_subject text NOT NULL,
			disabled boolean NOT NULL, created_at bigint NOT NULL, updated_at bigint NOT NULL)
----
CREATE UNIQUE INDEX person_email ON person (email) WHERE email <> ''
----
CREATE UNIQUE INDEX person_oidc ON person (oidc_issuer, oidc_subject) WHERE oidc_subject <> ''
----
CREATE INDEX person_sort ON person (sort_key)
----
CREATE TABLE recovery_code (
			person_id text NOT NULL, hash text NOT NULL, used_at bigint NOT NULL, PRIMARY KEY (person_id, hash))
----
CREATE TABLE post (
			id text PRIMARY KEY, person_id text NOT NULL, role text NOT NULL, unit_id text NOT NULL,
			from_on text NOT NULL, to_on text, delegated_by text NOT NULL, delegates text NOT NULL,
			basis text NOT NULL, revoked_at bigint NOT NULL, created_by text NOT NULL, created_at bigint NOT NULL)
----
CREATE INDEX post_person ON post (person_id)
----
CREATE INDEX post_unit ON post (unit_id, role)
----
CREATE INDEX post_delegates ON post (delegates) WHERE delegates <> ''
----
CREATE TABLE session (
			id text PRIMARY KEY, hash text NOT NULL UNIQUE, person_id text NOT NULL, csrf text NOT NULL,
			ip text NOT NULL, agent text NOT NULL, created_at bigint NOT NULL, seen_at bigint NOT NULL, expires_at bigint NOT NULL)
----
CREATE INDEX session_person ON session (person_id)
----
CREATE INDEX session_expires ON session (expires_at)
----
CREATE TABLE one_time_link (
			id text PRIMARY KEY, hash text NOT NULL UNIQUE, person_id text NOT NULL,
			expires_at bigint NOT NULL, used_at bigint NOT NULL, created_by text NOT NULL, created_at bigint NOT NULL)
----
CREATE INDEX one_time_link_person ON one_time_link (person_id)
----
CREATE TABLE api_token (
			id text PRIMARY KEY, hash text NOT NULL UNIQUE, person_id text NOT NULL, name text NOT NULL,
			allow text NOT NULL, expires_at bigint NOT NULL, used_at bigint NOT NULL, created_at bigint NOT NULL)
----
CREATE INDEX api_token_person ON api_token (person_id)
----
CREATE TABLE sign_in_throttle (
			key text PRIMARY KEY, failures bigint NOT NULL, until bigint NOT NULL)
----
CREATE TABLE oidc_flow (
			hash text PRIMARY KEY, nonce text NOT NULL, verifier text NOT NULL, issuer text NOT NULL,
			return_to text NOT NULL, expires_at bigint NOT NULL)
----
CREATE TABLE access_role (id text PRIMARY KEY, body text NOT NULL)
----
CREATE TABLE access_rule (
			ptype text NOT NULL, v0 text NOT NULL, v1 text NOT NULL, v2 text NOT NULL, v3 text NOT NULL,
			PRIMARY KEY (ptype, v0, v1, v2, v3))
----
CREATE TABLE access_revision (one bigint PRIMARY KEY, revision bigint NOT NULL)
----
CREATE TABLE audit (
			id text PRIMARY KEY,
			at bigint NOT NULL,
			actor_id text NOT NULL,
			actor text NOT NULL,
			action text NOT NULL,
			object text NOT NULL,
			kind text NOT NULL,
			unit_id text NOT NULL,
			before text NOT NULL,
			after text NOT NULL,
			reason text NOT NULL,
			detail text NOT NULL,
			seq bigint NOT NULL,
			hash text NOT NULL)
----
CREATE UNIQUE INDEX audit_seq ON audit (seq) WHERE seq > 0
----
CREATE INDEX audit_unsealed ON audit (id) WHERE seq = 0
----
CREATE INDEX audit_object ON audit (object, id)
----
CREATE TABLE audit_head (
			id text PRIMARY KEY,
			seq bigint NOT NULL,
			hash text NOT NULL)
----
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit lines stay'); END
----
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit WHEN OLD.seq <> 0 BEGIN SELECT RAISE(ABORT, 'audit lines stay'); END
----
CREATE TRIGGER audit_seal_only BEFORE UPDATE OF id, at, actor_id, actor, action, object, kind, unit_id, before, after, reason, detail ON audit
				BEGIN SELECT RAISE(ABORT, 'audit lines stay'); END
----
CREATE TABLE job (
			id text PRIMARY KEY,
			kind text NOT NULL,
			args text NOT NULL,
			priority bigint NOT NULL,
			unique_key text NOT NULL,
			due_at timestamp NOT NULL,
			lease text NOT NULL,
			tries bigint NOT NULL,
			max_tries bigint NOT NULL,
			dead boolean NOT NULL,
			error text NOT NULL,
			created_at timestamp NOT NULL
		)
----
CREATE TABLE job_schedule (kind text PRIMARY KEY, slot timestamp NOT NULL)
----
CREATE TABLE record (
			id text PRIMARY KEY, kind text NOT NULL,
			unit_id text NOT NULL, unit_path text NOT NULL, to_unit_id text NOT NULL, to_path text NOT NULL,
			number text NOT NULL, title text NOT NULL, fold text NOT NULL,
			state text NOT NULL, phase text NOT NULL, draft boolean NOT NULL,
			period text NOT NULL, due_on text NOT NULL, sensitivity text NOT NULL,
			version bigint NOT NULL, schema_rev bigint NOT NULL,
			created_by text NOT NULL, created_at bigint NOT NULL, updated_by text NOT NULL, updated_at bigint NOT NULL,
			actors text NOT NULL, deadlines text NOT NULL)
----
CREATE INDEX record_place ON record (kind, unit_path, phase, draft, state, due_on, updated_at, id)
----
CREATE INDEX record_due ON record (kind, due_on, id)
----
CREATE INDEX record_fresh ON record (kind, updated_at, id)
----
CREATE INDEX record_state ON record (kind, state, due_on, id)
----
CREATE INDEX record_to ON record (to_path, kind, due_on, id) WHERE to_path <> ''
----
CREATE INDEX record_draft ON record (created_by, updated_at) WHERE draft
----
CREATE UNIQUE INDEX record_number ON record (kind, unit_id, number) WHERE number <> ''
----
CREATE TABLE record_revision (
			id text PRIMARY KEY, record_id text NOT NULL, version bigint NOT NULL,
			at bigint NOT NULL, person text NOT NULL, post text NOT NULL,
			action text NOT NULL, reason text NOT NULL, changes text NOT NULL)
----
CREATE INDEX record_revision_of ON record_revision (record_id, id)
----
CREATE TABLE record_comment (
			id text PRIMARY KEY, record_id text NOT NULL,
			at bigint NOT NULL, person text NOT NULL, post text NOT NULL, body text NOT NULL)
----
CREATE INDEX record_comment_of ON record_comment (record_id, id)
----
CREATE TABLE record_link (
			from_id text NOT NULL, rel text NOT NULL, key text NOT NULL, to_id text NOT NULL, at bigint NOT NULL,
			PRIMARY KEY (from_id, rel, key))
----
CREATE INDEX record_link_to ON record_link (to_id, rel)
----
CREATE TABLE record_pending (
			record_id text NOT NULL, person text NOT NULL, action text NOT NULL,
			fields text NOT NULL, reason text NOT NULL, at bigint NOT NULL,
			PRIMARY KEY (record_id, person))
----
CREATE TABLE number_book (
			pattern text NOT NULL, unit_id text NOT NULL, year bigint NOT NULL, last bigint NOT NULL,
			PRIMARY KEY (pattern, unit_id, year))
----
CREATE TABLE idempotency (
			person text NOT NULL, key text NOT NULL, hash text NOT NULL, response text NOT NULL, at bigint NOT NULL,
			PRIMARY KEY (person, key))
----
CREATE INDEX idempotency_at ON idempotency (at)
----
CREATE TABLE record_schema (
			kind text PRIMARY KEY, rev bigint NOT NULL, shape text NOT NULL, at bigint NOT NULL)
----
CREATE TABLE upload (
			id text PRIMARY KEY, person text NOT NULL, name text NOT NULL,
			size bigint NOT NULL, sha256 text NOT NULL, record_id text NOT NULL, slot text NOT NULL,
			state text NOT NULL, refusal text NOT NULL, received bigint NOT NULL, hash blob,
			key text NOT NULL, multipart text NOT NULL, next_part bigint NOT NULL,
			tail_key text NOT NULL, tail_version text NOT NULL, tail_size bigint NOT NULL,
			mime text NOT NULL, version text NOT NULL, document_id text NOT NULL,
			lease text NOT NULL, lease_until bigint NOT NULL,
			created_at bigint NOT NULL, expires_at bigint NOT NULL)
----
CREATE INDEX upload_expires ON upload (expires_at)
----
CREATE TABLE upload_part (
			upload_id text NOT NULL, number bigint NOT NULL, etag text NOT NULL, size bigint NOT NULL,
			PRIMARY KEY (upload_id, number))
----
CREATE TABLE document (
			id text PRIMARY KEY, name text NOT NULL, kind text NOT NULL, number text NOT NULL,
			issued_on text NOT NULL, issuer text NOT NULL, summary text NOT NULL,
			version bigint NOT NULL, scan text NOT NULL,
			created_by text NOT NULL, created_at bigint NOT NULL, updated_at bigint NOT NULL)
----
CREATE TABLE document_version (
			id text PRIMARY KEY, document_id text NOT NULL, version bigint NOT NULL,
			name text NOT NULL, sha256 text NOT NULL, size bigint NOT NULL, mime text NOT NULL,
			created_by text NOT NULL, created_at bigint NOT NULL)
----
CREATE UNIQUE INDEX document_version_of ON document_version (document_id, version)
----
CREATE INDEX document_version_bytes ON document_version (sha256)
----
CREATE TABLE document_object (
			sha256 text PRIMARY KEY, size bigint NOT NULL, mime text NOT NULL,
			key text NOT NULL, version text NOT NULL, sound boolean NOT NULL,
			checked_at bigint NOT NULL, created_at bigint NOT NULL)
----
CREATE INDEX document_object_checked ON document_object (checked_at)
----
CREATE TABLE document_link (
			record_id text NOT NULL, slot text NOT NULL, document_id text NOT NULL,
			created_by text NOT NULL, created_at bigint NOT NULL,
			removed_by text NOT NULL, removed_at bigint NOT NULL,
			PRIMARY KEY (record_id, slot, document_id))
----
CREATE INDEX document_link_of ON document_link (document_id)
----
CREATE TABLE contribution (
			id text PRIMARY KEY,
			measure text NOT NULL,
			record_id text NOT NULL,
			unit_id text NOT NULL,
			unit_path text NOT NULL,
			day date NOT NULL,
			num bigint NOT NULL,
			den bigint NOT NULL,
			proven bigint NOT NULL,
			cover boolean NOT NULL)
----
CREATE UNIQUE INDEX contribution_record ON contribution (record_id, measure, unit_id)
----
CREATE INDEX contribution_measure ON contribution (measure, unit_path, day)
----
CREATE TABLE figure_delta (
			id text PRIMARY KEY,
			measure text NOT NULL,
			unit_id text NOT NULL,
			day date NOT NULL,
			num bigint NOT NULL,
			den bigint NOT NULL,
			proven bigint NOT NULL,
			cover boolean NOT NULL,
			at timestamp NOT NULL)
----
CREATE TABLE figure (
			measure text NOT NULL,
			period text NOT NULL,
			unit_id text NOT NULL,
			num bigint NOT NULL,
			den bigint NOT NULL,
			proven bigint NOT NULL,
			PRIMARY KEY (measure, period, unit_id))
----
CREATE TABLE figure_cover (
			measure text NOT NULL,
			period text NOT NULL,
			unit_id text NOT NULL,
			num bigint NOT NULL,
			proven bigint NOT NULL,
			PRIMARY KEY (measure, period, unit_id))
----
CREATE TABLE figure_fold (
			id text PRIMARY KEY,
			at timestamp NOT NULL,
			checked_at timestamp,
			mended bigint NOT NULL)
----
CREATE TABLE notice (
			id text PRIMARY KEY, person_id text NOT NULL, code text NOT NULL,
			record_id text NOT NULL, kind text NOT NULL, version bigint NOT NULL,
			title text NOT NULL, number text NOT NULL, due_on text NOT NULL, by_id text NOT NULL, said text NOT NULL,
			key text NOT NULL UNIQUE, created_at bigint NOT NULL, read_at bigint NOT NULL)
----
CREATE INDEX notice_box ON notice (person_id, id)
----
CREATE INDEX notice_unread ON notice (person_id) WHERE read_at = 0
----
CREATE INDEX notice_record ON notice (record_id)
----
CREATE INDEX job_living ON job (kind, due_at, id) WHERE NOT dead
----
CREATE INDEX job_same ON job (kind, unique_key, due_at) WHERE unique_key <> '' AND NOT dead
----
CREATE INDEX job_dead ON job (id) WHERE dead
----
CREATE TABLE folder_applied (thing text PRIMARY KEY, facets text NOT NULL)
----
CREATE TABLE record_cascade (
			id text PRIMARY KEY, record_id text NOT NULL, person text NOT NULL, module text NOT NULL, state text NOT NULL,
			total bigint NOT NULL, done bigint NOT NULL, undone bigint NOT NULL, effects text NOT NULL, at bigint NOT NULL)
----
CREATE INDEX record_cascade_record ON record_cascade (record_id)
----
CREATE TABLE figure_measure (
			code text PRIMARY KEY,
			shown text NOT NULL,
			building text NOT NULL,
			reached text NOT NULL)