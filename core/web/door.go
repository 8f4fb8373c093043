package web

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/notice"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/upload"
)

// Deps are the rooms behind the door, and small interfaces for those web may
// not know; cmd/doanket joins them.
type Deps struct {
	Tenants   *tenant.Registry
	People    *identity.People
	Tree      *unit.Tree
	Kinds     *kind.Kinds
	Records   *record.Records
	Uploads   *upload.Uploads
	Documents *document.Documents
	Box       *notice.Box
	Figures   *indicator.Figures

	Gate    Gate
	Modules Modules
	Roles   Roles
	Audit   Audit
	Jobs    Jobs

	// Ready is asked by /readyz; nil or no error means ready.
	Ready func(ctx context.Context) error
}

// Options shape the server. Zero values mean the defaults in brackets.
type Options struct {
	Listen         string   // address of provinces [127.0.0.1:8080]
	OperatorListen string   // address of health and metrics; "" for none
	BaseDomain     string   // provinces are <slug>.<base domain> [localhost]
	HTTPS          bool     // browsers come by https: Secure cookies, HSTS
	TrustedProxies []string // addresses or CIDRs whose X-Forwarded-For/-Proto count

	SessionRate  float64       // requests a second per session or token; below 0 none [50]
	AddressRate  float64       // … per address that is not signed in [10]
	InFlight     int           // requests at once per province, unless its settings say [64]
	LinkTTL      time.Duration // life of a one-time link [72h]
	DrainTimeout time.Duration // how long Stop waits for requests [20s]

	Log     *slog.Logger
	Metrics *prometheus.Registry // where to register; nil makes one
}

// Act is an administrative act: what is asked for and what is logged.
type Act struct {
	Permission string // "admin:units", "admin:people"…
	UnitPath   string // where; "" is the whole province
	Action     string // as the audit log names it: "unit.rename"
	Object     string // id of what is changed
	Kind       string // kind of the object: "unit", "person"
	UnitID     string
	Reason     string
	Detail     map[string]any
}

// Gate is the access room as web needs it.
type Gate interface {
	// Check refuses unless the actor may do action to things of kind ("" for the
	// province's own affairs) at the path ("" for the whole province).
	Check(ctx context.Context, action, kind, unitPath string) error
	// Can is Check as yes or no; no kind and no path ask for "anywhere".
	Can(ctx context.Context, action, kind, unitPath string) bool
	// CanRecord asks about one record.
	CanRecord(ctx context.Context, action string, r *record.Record) bool
	// Act checks the permission, runs fn in a transaction and logs the act in it.
	Act(ctx context.Context, a Act, fn func(ctx context.Context) error) error
	// Why explains what a person may do; object is a record id, a unit id, a
	// kind, kind@unit or "".
	Why(ctx context.Context, personID, action, object string) (Explanation, error)
}

// Explanation says which post and role allow an action, or what is missing.
type Explanation struct {
	Allowed bool      `json:"allowed"`
	Post    string    `json:"post,omitempty"`
	Role    string    `json:"role,omitempty"`
	Policy  string    `json:"policy,omitempty"`
	Missing string    `json:"missing,omitempty"`
	Steps   []string  `json:"steps,omitempty"`
	Reasons []Because `json:"reasons,omitempty"`
}

// Because is one permission of a post: it allows the action, or does not reach
// far enough.
type Because struct {
	Post    string   `json:"post"`
	Role    string   `json:"role"`
	Unit    string   `json:"unit"` // where the post is
	Via     []string `json:"via,omitempty"`
	Reach   string   `json:"reach"`
	Reaches bool     `json:"reaches"`
}

// Role is one of the province's roles.
type Role struct {
	ID          string              `json:"id"`
	Label       manifest.Text       `json:"label"`
	Inherits    []string            `json:"inherits,omitempty"`
	Plays       map[string][]string `json:"plays,omitempty"`
	Permissions []Permission        `json:"permissions,omitempty"`
}

// Permission is what a role may do, and how far it reaches.
type Permission struct {
	Kind   string `json:"kind"`
	Action string `json:"action"`
	Reach  string `json:"reach"`
}

// Roles lists the roles of the province in ctx.
type Roles interface {
	List(ctx context.Context) ([]Role, error)
}

// Module is one task module as the switchboard shows it.
type Module struct {
	ID      string        `json:"id"`
	Label   manifest.Text `json:"label"`
	Version string        `json:"version"`
	Enabled bool          `json:"enabled"`
	Status  string        `json:"status"`
	Detail  string        `json:"detail,omitempty"`
	Kinds   int           `json:"kinds"`
}

// Modules is the switchboard of the province in ctx. Set is called inside the
// transaction of an Act.
type Modules interface {
	List(ctx context.Context) ([]Module, error)
	Set(ctx context.Context, id string, on bool) error
}

// AuditFilter chooses lines of the log; empty fields choose all.
type AuditFilter struct {
	Action, Object, Kind, Unit, Person string
	From, To                           calendar.Date
	Limit                              int
	Cursor                             string
}

// AuditLine is one line of the log.
type AuditLine struct {
	ID     string         `json:"id"`
	Seq    int64          `json:"seq"`
	At     time.Time      `json:"at"`
	By     Who            `json:"by"`
	Action string         `json:"action"`
	Object string         `json:"object"`
	Kind   string         `json:"kind,omitempty"`
	Unit   string         `json:"unit,omitempty"`
	Reason string         `json:"reason,omitempty"`
	Detail map[string]any `json:"detail,omitempty"`
	Hash   string         `json:"hash,omitempty"`
}

// AuditPage is some lines, newest first.
type AuditPage struct {
	Items []AuditLine `json:"items"`
	Next  string      `json:"next"`
}

// Audit reads the log of the province in ctx; the gate is asked before.
type Audit interface {
	List(ctx context.Context, f AuditFilter) (AuditPage, error)
}

// Who is a person by id and shown name.
type Who struct {
	ID    string `json:"id"`
	Login string `json:"login,omitempty"`
	Name  string `json:"name"`
}
