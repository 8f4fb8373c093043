package permission

import (
	"context"

	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record"
)

// Act is an administrative act: what is asked for and what is logged.
type Act struct {
	Permission string // "admin:units", "admin:people"…; "" for what is the actor's own to decide
	UnitPath   string // where; "" is the whole province
	Action     string // as the audit log names it: "unit.rename"
	Object     string // id of what is changed
	Kind       string // kind of the object: "unit", "person"
	UnitID     string
	Reason     string
	Detail     map[string]any
	Made       func() string // instead of Object: id of what the act made, asked after it
}

// Gate is the access room as handlers need it.
type Gate interface {
	// Check refuses unless the actor may do action to things of kind ("" for the
	// province's own affairs) at the path ("" for the whole province).
	Check(ctx context.Context, action, kind, unitPath string) error
	// Can is Check as yes or no; no kind and no path ask for "anywhere".
	Can(ctx context.Context, action, kind, unitPath string) bool
	// CanRecord asks about one record.
	CanRecord(ctx context.Context, action string, r *record.Record) bool
	// Holders are the roles that may take the step of records of the kind.
	Holders(ctx context.Context, kind, step string) ([]Holder, error)
	// MayGive refuses with post.beyond posts (role, person and seat are looked at)
	// that permit what the actor could not hold themselves under the same reach.
	MayGive(ctx context.Context, posts ...identity.Post) error
	// HoldMore reports whether one of the posts permits what the actor could neither
	// hold under the same reach nor is let give; to write roles does not count.
	HoldMore(ctx context.Context, posts ...identity.Post) (bool, error)
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
