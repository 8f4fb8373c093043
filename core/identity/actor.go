package identity

import (
	"context"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
)

// Actor is who acts: a person with the posts of today, or the system itself.
type Actor struct {
	PersonID string
	Login    string
	Name     string
	Locale   string
	Posts    []Post
	TokenID  string   // set when an API token speaks for the person
	Allow    []string // with a TokenID: the only actions it may do; patterns as in access
	System   string   // name of the job or command when nobody in person acts
}

// Post is a role at a unit for a time.
type Post struct {
	ID          string        `json:"id"`
	PersonID    string        `json:"person_id"`
	Role        string        `json:"role"`
	UnitID      string        `json:"unit_id"`
	UnitPath    string        `json:"unit_path"`
	UnitName    string        `json:"unit_name"`
	PlacePath   string        `json:"place_path"` // of the place the unit belongs to: permissions reach below it
	Branch      string        `json:"branch"`     // of the unit
	Former      []string      `json:"-"`          // paths of units that ended into this one
	From        calendar.Date `json:"from"`
	To          calendar.Date `json:"to"`
	DelegatedBy string        `json:"delegated_by,omitempty"` // person whose post this is a delegation of
	Delegates   string        `json:"delegates,omitempty"`    // the post it is a delegation of
	Basis       string        `json:"basis,omitempty"`
}

// Holds reports whether the post is valid on the day.
func (p Post) Holds(day calendar.Date) bool {
	return !day.Before(p.From) && (p.To.IsZero() || !day.After(p.To))
}

// Roles lists the actor's roles, each once.
func (a Actor) Roles() []string {
	var out []string
	seen := map[string]bool{}
	for _, p := range a.Posts {
		if !seen[p.Role] {
			seen[p.Role] = true
			out = append(out, p.Role)
		}
	}
	return out
}

type actorKey struct{}

// With puts the actor into ctx.
func With(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, &a)
}

// System makes the named job or command the actor: it may do everything.
func System(ctx context.Context, name string) context.Context {
	return With(ctx, Actor{System: name, Name: name})
}

// From gives the actor in ctx; nobody there is Unauthenticated "sign_in.required".
func From(ctx context.Context) (Actor, error) {
	if a, ok := ctx.Value(actorKey{}).(*Actor); ok {
		return *a, nil
	}
	return Actor{}, fault.New(fault.Unauthenticated, "sign_in.required")
}

// By is the short name for logs and rows: the person's id, "system:<name>" or "".
func By(ctx context.Context) string {
	a, err := From(ctx)
	switch {
	case err != nil:
		return ""
	case a.System != "":
		return "system:" + a.System
	}
	return a.PersonID
}
