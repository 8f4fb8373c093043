CREATE TABLE access_revision (
    one bigint NOT NULL,
    revision bigint NOT NULL
)
----
CREATE TABLE access_role (
    id text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C"
)
----
CREATE TABLE access_rule (
    ptype text NOT NULL COLLATE pg_catalog."C",
    v0 text NOT NULL COLLATE pg_catalog."C",
    v1 text NOT NULL COLLATE pg_catalog."C",
    v2 text NOT NULL COLLATE pg_catalog."C",
    v3 text NOT NULL COLLATE pg_catalog."C"
)
----
CREATE TABLE api_token (
    id text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    person_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    allow text NOT NULL COLLATE pg_catalog."C",
    expires_at bigint NOT NULL,
    used_at bigint NOT NULL,
    created_at bigint NOT NULL
)
----
CREATE TABLE audit (
    id text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    actor_id text NOT NULL COLLATE pg_catalog."C",
    actor text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    object text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    unit_id text NOT NULL COLLATE pg_catalog."C",
    before text NOT NULL COLLATE pg_catalog."C",
    after text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    detail text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    hash text NOT NULL COLLATE pg_catalog."C"
)
----
CREATE TABLE audit_head (
    id text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    hash text NOT NULL COLLATE pg_catalog."C"
)
----
CREATE TABLE contribution (
    id text NOT NULL COLLATE pg_catalog."C",
    measure text NOT NULL COLLATE pg_catalog."C",
    record_id text NOT NULL COLLATE pg_catalog."C",
    unit_id text NOT NULL COLLATE pg_catalog."C",
    unit_path text NOT NULL COLLATE pg_catalog."C",
    day date NOT NULL,
    num bigint NOT NULL,
    den bigint NOT NULL,
    proven bigint NOT NULL,
    cover boolean NOT NULL
)
----
CREATE TABLE document (
    id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    number text NOT NULL COLLATE pg_catalog."C",
    issued_on text NOT NULL COLLATE pg_catalog."C",
    issuer text NOT NULL COLLATE pg_catalog."C",
    summary text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    scan text NOT NULL COLLATE pg_catalog."C",
    created_by text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
)
----
CREATE TABLE document_link (
    record_id text NOT NULL COLLATE pg_catalog."C",
    slot text NOT NULL COLLATE pg_catalog."C",
    document_id text NOT NULL COLLATE pg_catalog."C",
    created_by text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    removed_by text NOT NULL COLLATE pg_catalog."C",
    removed_at bigint NOT NULL
)
----
CREATE TABLE document_object (
    sha256 text NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    mime text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    version text NOT NULL COLLATE pg_catalog."C",
    sound boolean NOT NULL,
    checked_at bigint NOT NULL,
    created_at bigint NOT NULL
)
----
CREATE TABLE document_version (
    id text NOT NULL COLLATE pg_catalog."C",
    document_id text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    sha256 text NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    mime text NOT NULL COLLATE pg_catalog."C",
    created_by text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL
)
----
CREATE TABLE figure (
    measure text NOT NULL COLLATE pg_catalog."C",
    period text NOT NULL COLLATE pg_catalog."C",
    unit_id text NOT NULL COLLATE pg_catalog."C",
    num bigint NOT NULL,
    den bigint NOT NULL,
    proven bigint NOT NULL
)
----
CREATE TABLE figure_cover (
    measure text NOT NULL COLLATE pg_catalog."C",
    period text NOT NULL COLLATE pg_catalog."C",
    unit_id text NOT NULL COLLATE pg_catalog."C",
    num bigint NOT NULL,
    proven bigint NOT NULL
)
----
CREATE TABLE figure_delta (
    id text NOT NULL COLLATE pg_catalog."C",
    measure text NOT NULL COLLATE pg_catalog."C",
    unit_id text NOT NULL COLLATE pg_catalog."C",
    day date NOT NULL,
    num bigint NOT NULL,
    den bigint NOT NULL,
    proven bigint NOT NULL,
    cover boolean NOT NULL,
    at timestamp with time zone NOT NULL
)
----
CREATE TABLE figure_fold (
    id text NOT NULL COLLATE pg_catalog."C",
    at timestamp with time zone NOT NULL,
    checked_at timestamp with time zone,
    mended bigint NOT NULL
)
----
CREATE TABLE figure_measure (
    code text NOT NULL COLLATE pg_catalog."C",
    shown text NOT NULL COLLATE pg_catalog."C",
    building text NOT NULL COLLATE pg_catalog."C",
    reached text NOT NULL COLLATE pg_catalog."C"
)
----
CREATE TABLE folder_applied (
    thing text NOT NULL COLLATE pg_catalog."C",
    facets text NOT NULL COLLATE pg_catalog."C"
)
----
CREATE TABLE idempotency (
    person text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    response text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL
)
----
CREATE TABLE job (
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    args text NOT NULL COLLATE pg_catalog."C",
    priority bigint NOT NULL,
    unique_key text NOT NULL COLLATE pg_catalog."C",
    due_at timestamp with time zone NOT NULL,
    lease text NOT NULL COLLATE pg_catalog."C",
    tries bigint NOT NULL,
    max_tries bigint NOT NULL,
    dead boolean NOT NULL,
    error text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL
)
----
CREATE TABLE job_schedule (
    kind text NOT NULL COLLATE pg_catalog."C",
    slot timestamp with time zone NOT NULL
)
----
CREATE TABLE notice (
    id text NOT NULL COLLATE pg_catalog."C",
    person_id text NOT NULL COLLATE pg_catalog."C",
    code text NOT NULL COLLATE pg_catalog."C",
    record_id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    title text NOT NULL COLLATE pg_catalog."C",
    number text NOT NULL COLLATE pg_catalog."C",
    due_on text NOT NULL COLLATE pg_catalog."C",
    by_id text NOT NULL COLLATE pg_catalog."C",
    said text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    read_at bigint NOT NULL
)
----
CREATE TABLE number_book (
    pattern text NOT NULL COLLATE pg_catalog."C",
    unit_id text NOT NULL COLLATE pg_catalog."C",
    year bigint NOT NULL,
    last bigint NOT NULL
)
----
CREATE TABLE oidc_flow (
    hash text NOT NULL COLLATE pg_catalog."C",
    nonce text NOT NULL COLLATE pg_catalog."C",
    verifier text NOT NULL COLLATE pg_catalog."C",
    issuer text NOT NULL COLLATE pg_catalog."C",
    return_to text NOT NULL COLLATE pg_catalog."C",
    expires_at bigint NOT NULL
)
----
CREATE TABLE one_time_link (
    id text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    person_id text NOT NULL COLLATE pg_catalog."C",
    expires_at bigint NOT NULL,
    used_at bigint NOT NULL,
    created_by text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL
)
----
CREATE TABLE person (
    id text NOT NULL COLLATE pg_catalog."C",
    login text NOT NULL COLLATE pg_catalog."C",
    family_middle text NOT NULL COLLATE pg_catalog."C",
    given text NOT NULL COLLATE pg_catalog."C",
    display text NOT NULL COLLATE pg_catalog."C",
    email text NOT NULL COLLATE pg_catalog."C",
    locale text NOT NULL COLLATE pg_catalog."C",
    fold text NOT NULL COLLATE pg_catalog."C",
    sort_key text NOT NULL COLLATE pg_catalog."C",
    password text NOT NULL COLLATE pg_catalog."C",
    otp_secret text NOT NULL COLLATE pg_catalog."C",
    otp_on boolean NOT NULL,
    otp_step bigint NOT NULL,
    oidc_issuer text NOT NULL COLLATE pg_catalog."C",
    oidc_subject text NOT NULL COLLATE pg_catalog."C",
    disabled boolean NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
)
----
CREATE TABLE post (
    id text NOT NULL COLLATE pg_catalog."C",
    person_id text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    unit_id text NOT NULL COLLATE pg_catalog."C",
    from_on text NOT NULL COLLATE pg_catalog."C",
    to_on text COLLATE pg_catalog."C",
    delegated_by text NOT NULL COLLATE pg_catalog."C",
    delegates text NOT NULL COLLATE pg_catalog."C",
    basis text NOT NULL COLLATE pg_catalog."C",
    revoked_at bigint NOT NULL,
    created_by text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL
)
----
CREATE TABLE record (
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    unit_id text NOT NULL COLLATE pg_catalog."C",
    unit_path text NOT NULL COLLATE pg_catalog."C",
    to_unit_id text NOT NULL COLLATE pg_catalog."C",
    to_path text NOT NULL COLLATE pg_catalog."C",
    number text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    fold text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    phase text NOT NULL COLLATE pg_catalog."C",
    draft boolean NOT NULL,
    period text NOT NULL COLLATE pg_catalog."C",
    due_on text NOT NULL COLLATE pg_catalog."C",
    sensitivity text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    schema_rev bigint NOT NULL,
    created_by text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    updated_by text NOT NULL COLLATE pg_catalog."C",
    updated_at bigint NOT NULL,
    actors text NOT NULL COLLATE pg_catalog."C",
    deadlines text NOT NULL COLLATE pg_catalog."C"
)
----
CREATE TABLE record_cascade (
    id text NOT NULL COLLATE pg_catalog."C",
    record_id text NOT NULL COLLATE pg_catalog."C",
    person text NOT NULL COLLATE pg_catalog."C",
    module text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    total bigint NOT NULL,
    done bigint NOT NULL,
    undone bigint NOT NULL,
    effects text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL
)
----
CREATE TABLE record_comment (
    id text NOT NULL COLLATE pg_catalog."C",
    record_id text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    person text NOT NULL COLLATE pg_catalog."C",
    post text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C"
)
----
CREATE TABLE record_link (
    from_id text NOT NULL COLLATE pg_catalog."C",
    rel text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    to_id text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL
)
----
CREATE TABLE record_pending (
    record_id text NOT NULL COLLATE pg_catalog."C",
    person text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    fields text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL
)
----
CREATE TABLE record_revision (
    id text NOT NULL COLLATE pg_catalog."C",
    record_id text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    at bigint NOT NULL,
    person text NOT NULL COLLATE pg_catalog."C",
    post text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    changes text NOT NULL COLLATE pg_catalog."C"
)
----
CREATE TABLE record_schema (
    kind text NOT NULL COLLATE pg_catalog."C",
    rev bigint NOT NULL,
    shape text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL
)
----
CREATE TABLE recovery_code (
    person_id text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    used_at bigint NOT NULL
)
----
CREATE TABLE schema_migration (
    id text NOT NULL COLLATE pg_catalog."C",
    at timestamp with time zone NOT NULL
)
----
CREATE TABLE session (
    id text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    person_id text NOT NULL COLLATE pg_catalog."C",
    csrf text NOT NULL COLLATE pg_catalog."C",
    ip text NOT NULL COLLATE pg_catalog."C",
    agent text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    seen_at bigint NOT NULL,
    expires_at bigint NOT NULL
)
----
CREATE TABLE sign_in_throttle (
    key text NOT NULL COLLATE pg_catalog."C",
    failures bigint NOT NULL,
    until bigint NOT NULL
)
----
CREATE TABLE unit (
    id text NOT NULL COLLATE pg_catalog."C",
    serial bigint NOT NULL,
    parent_id text NOT NULL COLLATE pg_catalog."C",
    path text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    code text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    short_name text NOT NULL COLLATE pg_catalog."C",
    from_on text NOT NULL COLLATE pg_catalog."C",
    to_on text COLLATE pg_catalog."C",
    successors text NOT NULL COLLATE pg_catalog."C",
    sort bigint NOT NULL,
    labels text NOT NULL COLLATE pg_catalog."C"
)
----
CREATE TABLE unit_act (
    id text NOT NULL COLLATE pg_catalog."C",
    act text NOT NULL COLLATE pg_catalog."C",
    unit_id text NOT NULL COLLATE pg_catalog."C",
    on_day text NOT NULL COLLATE pg_catalog."C",
    basis text NOT NULL COLLATE pg_catalog."C",
    by_whom text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    detail text NOT NULL COLLATE pg_catalog."C"
)
----
CREATE TABLE unit_edge (
    unit_id text NOT NULL COLLATE pg_catalog."C",
    from_on text NOT NULL COLLATE pg_catalog."C",
    to_on text COLLATE pg_catalog."C",
    parent_id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    code text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    short_name text NOT NULL COLLATE pg_catalog."C"
)
----
CREATE TABLE unit_kind (
    code text NOT NULL COLLATE pg_catalog."C",
    vi text NOT NULL COLLATE pg_catalog."C",
    en text NOT NULL COLLATE pg_catalog."C",
    parents text NOT NULL COLLATE pg_catalog."C",
    sort bigint NOT NULL
)
----
CREATE TABLE unit_revision (
    one bigint NOT NULL,
    revision bigint NOT NULL
)
----
CREATE TABLE upload (
    id text NOT NULL COLLATE pg_catalog."C",
    person text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    sha256 text NOT NULL COLLATE pg_catalog."C",
    record_id text NOT NULL COLLATE pg_catalog."C",
    slot text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    refusal text NOT NULL COLLATE pg_catalog."C",
    received bigint NOT NULL,
    hash bytea,
    key text NOT NULL COLLATE pg_catalog."C",
    multipart text NOT NULL COLLATE pg_catalog."C",
    next_part bigint NOT NULL,
    tail_key text NOT NULL COLLATE pg_catalog."C",
    tail_version text NOT NULL COLLATE pg_catalog."C",
    tail_size bigint NOT NULL,
    mime text NOT NULL COLLATE pg_catalog."C",
    version text NOT NULL COLLATE pg_catalog."C",
    document_id text NOT NULL COLLATE pg_catalog."C",
    lease text NOT NULL COLLATE pg_catalog."C",
    lease_until bigint NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL
)
----
CREATE TABLE upload_part (
    upload_id text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL,
    etag text NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL
)
----
ALTER TABLE ONLY access_revision
    ADD CONSTRAINT access_revision_pkey PRIMARY KEY (one)
----
ALTER TABLE ONLY access_role
    ADD CONSTRAINT access_role_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY access_rule
    ADD CONSTRAINT access_rule_pkey PRIMARY KEY (ptype, v0, v1, v2, v3)
----
ALTER TABLE ONLY api_token
    ADD CONSTRAINT api_token_hash_key UNIQUE (hash)
----
ALTER TABLE ONLY api_token
    ADD CONSTRAINT api_token_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY audit_head
    ADD CONSTRAINT audit_head_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY contribution
    ADD CONSTRAINT contribution_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY document_link
    ADD CONSTRAINT document_link_pkey PRIMARY KEY (record_id, slot, document_id)
----
ALTER TABLE ONLY document_object
    ADD CONSTRAINT document_object_pkey PRIMARY KEY (sha256)
----
ALTER TABLE ONLY document
    ADD CONSTRAINT document_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY document_version
    ADD CONSTRAINT document_version_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY figure_cover
    ADD CONSTRAINT figure_cover_pkey PRIMARY KEY (measure, period, unit_id)
----
ALTER TABLE ONLY figure_delta
    ADD CONSTRAINT figure_delta_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY figure_fold
    ADD CONSTRAINT figure_fold_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY figure_measure
    ADD CONSTRAINT figure_measure_pkey PRIMARY KEY (code)
----
ALTER TABLE ONLY figure
    ADD CONSTRAINT figure_pkey PRIMARY KEY (measure, period, unit_id)
----
ALTER TABLE ONLY folder_applied
    ADD CONSTRAINT folder_applied_pkey PRIMARY KEY (thing)
----
ALTER TABLE ONLY idempotency
    ADD CONSTRAINT idempotency_pkey PRIMARY KEY (person, key)
----
ALTER TABLE ONLY job
    ADD CONSTRAINT job_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY job_schedule
    ADD CONSTRAINT job_schedule_pkey PRIMARY KEY (kind)
----
ALTER TABLE ONLY notice
    ADD CONSTRAINT notice_key_key UNIQUE (key)
----
ALTER TABLE ONLY notice
    ADD CONSTRAINT notice_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY number_book
    ADD CONSTRAINT number_book_pkey PRIMARY KEY (pattern, unit_id, year)
----
ALTER TABLE ONLY oidc_flow
    ADD CONSTRAINT oidc_flow_pkey PRIMARY KEY (hash)
----
ALTER TABLE ONLY one_time_link
    ADD CONSTRAINT one_time_link_hash_key UNIQUE (hash)
----
ALTER TABLE ONLY one_time_link
    ADD CONSTRAINT one_time_link_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY person
    ADD CONSTRAINT person_login_key UNIQUE (login)
----
ALTER TABLE ONLY person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY post
    ADD CONSTRAINT post_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY record_cascade
    ADD CONSTRAINT record_cascade_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY record_comment
    ADD CONSTRAINT record_comment_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY record_link
    ADD CONSTRAINT record_link_pkey PRIMARY KEY (from_id, rel, key)
----
ALTER TABLE ONLY record_pending
    ADD CONSTRAINT record_pending_pkey PRIMARY KEY (record_id, person)
----
ALTER TABLE ONLY record
    ADD CONSTRAINT record_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY record_revision
    ADD CONSTRAINT record_revision_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY record_schema
    ADD CONSTRAINT record_schema_pkey PRIMARY KEY (kind)
----
ALTER TABLE ONLY recovery_code
    ADD CONSTRAINT recovery_code_pkey PRIMARY KEY (person_id, hash)
----
ALTER TABLE ONLY schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY session
    ADD CONSTRAINT session_hash_key UNIQUE (hash)
----
ALTER TABLE ONLY session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY sign_in_throttle
    ADD CONSTRAINT sign_in_throttle_pkey PRIMARY KEY (key)
----
ALTER TABLE ONLY unit_act
    ADD CONSTRAINT unit_act_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY unit_edge
    ADD CONSTRAINT unit_edge_pkey PRIMARY KEY (unit_id, from_on)
----
ALTER TABLE ONLY unit_kind
    ADD CONSTRAINT unit_kind_pkey PRIMARY KEY (code)
----
ALTER TABLE ONLY unit
    ADD CONSTRAINT unit_path_key UNIQUE (path)
----
ALTER TABLE ONLY unit
    ADD CONSTRAINT unit_pkey PRIMARY KEY (id)
----
ALTER TABLE ONLY unit_revision
    ADD CONSTRAINT unit_revision_pkey PRIMARY KEY (one)
----
ALTER TABLE ONLY unit
    ADD CONSTRAINT unit_serial_key UNIQUE (serial)
----
ALTER TABLE ONLY upload_part
    ADD CONSTRAINT upload_part_pkey PRIMARY KEY (upload_id, number)
----
ALTER TABLE ONLY upload
    ADD CONSTRAINT upload_pkey PRIMARY KEY (id)
----
CREATE INDEX api_token_person ON api_token USING btree (person_id)
----
CREATE INDEX audit_object ON audit USING btree (object, id)
----
CREATE UNIQUE INDEX audit_seq ON audit USING btree (seq) WHERE (seq > 0)
----
CREATE INDEX audit_unsealed ON audit USING btree (id) WHERE (seq = 0)
----
CREATE INDEX contribution_measure ON contribution USING btree (measure, unit_path, day)
----
CREATE UNIQUE INDEX contribution_record ON contribution USING btree (record_id, measure, unit_id)
----
CREATE INDEX document_link_of ON document_link USING btree (document_id)
----
CREATE INDEX document_object_checked ON document_object USING btree (checked_at)
----
CREATE INDEX document_version_bytes ON document_version USING btree (sha256)
----
CREATE UNIQUE INDEX document_version_of ON document_version USING btree (document_id, version)
----
CREATE INDEX idempotency_at ON idempotency USING btree (at)
----
CREATE INDEX job_dead ON job USING btree (id) WHERE dead
----
CREATE INDEX job_living ON job USING btree (kind, due_at, id) WHERE (NOT dead)
----
CREATE INDEX job_same ON job USING btree (kind, unique_key, due_at) WHERE ((unique_key <> ''::text) AND (NOT dead))
----
CREATE INDEX notice_box ON notice USING btree (person_id, id)
----
CREATE INDEX notice_record ON notice USING btree (record_id)
----
CREATE INDEX notice_unread ON notice USING btree (person_id) WHERE (read_at = 0)
----
CREATE INDEX one_time_link_person ON one_time_link USING btree (person_id)
----
CREATE UNIQUE INDEX person_email ON person USING btree (email) WHERE (email <> ''::text)
----
CREATE UNIQUE INDEX person_oidc ON person USING btree (oidc_issuer, oidc_subject) WHERE (oidc_subject <> ''::text)
----
CREATE INDEX person_sort ON person USING btree (sort_key)
----
CREATE INDEX post_delegates ON post USING btree (delegates) WHERE (delegates <> ''::text)
----
CREATE INDEX post_person ON post USING btree (person_id)
----
CREATE INDEX post_unit ON post USING btree (unit_id, role)
----
CREATE INDEX record_cascade_record ON record_cascade USING btree (record_id)
----
CREATE INDEX record_comment_of ON record_comment USING btree (record_id, id)
----
CREATE INDEX record_draft ON record USING btree (created_by, updated_at) WHERE draft
----
CREATE INDEX record_due ON record USING btree (kind, due_on, id)
----
CREATE INDEX record_fresh ON record USING btree (kind, updated_at, id)
----
CREATE INDEX record_link_to ON record_link USING btree (to_id, rel)
----
CREATE UNIQUE INDEX record_number ON record USING btree (kind, unit_id, number) WHERE (number <> ''::text)
----
CREATE INDEX record_place ON record USING btree (kind, unit_path, phase, draft, state, due_on, updated_at, id)
----
CREATE INDEX record_revision_of ON record_revision USING btree (record_id, id)
----
CREATE INDEX record_state ON record USING btree (kind, state, due_on, id)
----
CREATE INDEX record_to ON record USING btree (to_path, kind, due_on, id) WHERE (to_path <> ''::text)
----
CREATE INDEX session_expires ON session USING btree (expires_at)
----
CREATE INDEX session_person ON session USING btree (person_id)
----
CREATE INDEX unit_act_of ON unit_act USING btree (unit_id, id)
----
CREATE INDEX unit_code ON unit USING btree (code)
----
CREATE INDEX upload_expires ON upload USING btree (expires_at)
----
CREATE TRIGGER audit_stays BEFORE DELETE OR UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays()