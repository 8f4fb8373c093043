package admin

import (
	"context"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
	"github.com/doanket/doanket/core/web/view"
)

// AuditFilter chooses lines of the log; empty fields choose all.
type AuditFilter struct {
	Action, Object, Kind, Unit, Person string
	From, To                           calendar.Date
	Limit                              int
	Cursor                             string
}

// AuditLine is one line of the log. Of is the name of the person or unit it was done
// to; a record has none here, for its title is for those who may read it.
type AuditLine struct {
	ID     string         `json:"id"`
	Seq    int64          `json:"seq"`
	At     time.Time      `json:"at"`
	By     view.Who       `json:"by"`
	Action string         `json:"action"`
	Object string         `json:"object"`
	Of     string         `json:"of,omitempty"`
	Kind   string         `json:"kind,omitempty"`
	Unit   string         `json:"unit,omitempty"`
	Place  string         `json:"place,omitempty"` // name of the unit
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

// AuditLog reads the log.
type AuditLog struct {
	Log  Audit
	Gate permission.Gate
}

type auditListIn struct {
	Action string        `query:"action" maxLength:"100"`
	Object string        `query:"object" maxLength:"100"`
	Kind   string        `query:"kind" maxLength:"100"`
	Unit   string        `query:"unit"`
	Person string        `query:"person"`
	From   calendar.Date `query:"from"`
	To     calendar.Date `query:"to"`
	Limit  int           `query:"limit"`
	Cursor string        `query:"cursor" maxLength:"200"`
}

// List is a page of the log, newest first.
func (h AuditLog) List(c *endpoint.Call, in auditListIn) (AuditPage, error) {
	if err := h.Gate.Check(c.Ctx, "audit:read", "", ""); err != nil {
		return AuditPage{}, err
	}
	limit, err := endpoint.Limit(in.Limit, 50, 200)
	if err != nil {
		return AuditPage{}, err
	}
	return h.Log.List(c.Ctx, AuditFilter{Action: in.Action, Object: in.Object, Kind: in.Kind, Unit: in.Unit, Person: in.Person,
		From: in.From, To: in.To, Limit: limit, Cursor: in.Cursor})
}
