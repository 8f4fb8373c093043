package installation

import (
	"context"
	"maps"
	"strings"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/web/permission"
)

// gate shows access and audit to the room web.
type gate struct{ i *Installation }

// Check refuses unless the actor may do action to things of kind at the path;
// an empty path is the whole province.
func (g gate) Check(ctx context.Context, action, kind, path string) error {
	if path == "" {
		var err error
		if path, err = g.root(ctx); err != nil {
			return err
		}
	}
	if kind == "" {
		return g.i.Guard.CheckAt(ctx, action, path)
	}
	return g.i.Guard.Check(ctx, action, access.Object{Kind: kind, UnitPath: path})
}

// Can is Check as yes or no; no kind and no path ask for "anywhere".
func (g gate) Can(ctx context.Context, action, kind, path string) bool {
	if path != "" {
		return g.Check(ctx, action, kind, path) == nil
	}
	if kind == "" {
		may, err := g.i.Guard.Anywhere(ctx, action)
		return err == nil && len(may) > 0
	}
	reach, err := g.i.Guard.Scope(ctx, action, kind)
	return err == nil && len(reach.Ranges)+len(reach.To) > 0
}

// CanRecord asks about one record.
func (g gate) CanRecord(ctx context.Context, action string, r *record.Record) bool {
	return g.i.Guard.Can(ctx, action, r.Object())
}

// Holders are the roles that may take the step of records of the kind.
func (g gate) Holders(ctx context.Context, kind, step string) ([]permission.Holder, error) {
	found, err := g.i.Guard.Holders(ctx, kind, access.Do(step))
	out := make([]permission.Holder, 0, len(found))
	for _, h := range found {
		out = append(out, permission.Holder{Role: manifest.Text(h.Label), Addressed: h.Addressed})
	}
	return out, err
}

// MayGive refuses posts that permit what the actor could not hold there. Who writes
// the roles of the whole province may give all of them, to anybody else. Fault:
// Forbidden post.beyond.
func (g gate) MayGive(ctx context.Context, posts ...identity.Post) error {
	a, err := identity.From(ctx)
	if err != nil {
		return err
	}
	writes := g.Check(ctx, access.AdminRoles, "", "") == nil
	for _, p := range posts {
		if writes && p.PersonID != a.PersonID {
			continue
		}
		beyond, err := g.i.Guard.Beyond(ctx, p)
		if err != nil {
			return err
		}
		if beyond != nil {
			return fault.New(fault.Forbidden, "post.beyond", fault.Field("role"), fault.Param("role", p.Role), fault.Param("action", beyond.Action))
		}
	}
	return nil
}

// HoldMore reports whether one of the posts permits what the actor could neither hold
// nor is let give.
func (g gate) HoldMore(ctx context.Context, posts ...identity.Post) (bool, error) {
	for _, p := range posts {
		if beyond, err := g.i.Guard.Beyond(ctx, p); err != nil || beyond != nil {
			return true, err
		}
	}
	return false, nil
}

// Act checks, runs and logs an administrative act in one transaction. The log names
// in whose stead it is done.
func (g gate) Act(ctx context.Context, a permission.Act, fn func(ctx context.Context) error) error {
	if a.Permission != "" {
		if err := g.Check(ctx, a.Permission, "", a.UnitPath); err != nil {
			return err
		}
		path := a.UnitPath
		if path == "" {
			var err error
			if path, err = g.root(ctx); err != nil {
				return err
			}
		}
		if lent := g.i.Guard.StandIn(ctx, a.Permission, access.Object{UnitPath: path}); lent != nil {
			if a.Detail = maps.Clone(a.Detail); a.Detail == nil {
				a.Detail = map[string]any{}
			}
			a.Detail["stands_in_for"] = lent.DelegatedBy
		}
	}
	run := db.InTx
	if a.Permission == access.AdminPeople || a.Permission == access.AdminUnits {
		run = g.i.Administered
	}
	return run(ctx, func(ctx context.Context) error {
		if err := fn(ctx); err != nil {
			return err
		}
		if a.Made != nil {
			a.Object = a.Made()
		}
		return audit.Append(ctx, audit.Entry{Action: a.Action, Object: a.Object, Kind: a.Kind, UnitID: a.UnitID, Reason: a.Reason, Detail: a.Detail})
	})
}

// Why explains what a person may do to an object: a record's id, a unit's id,
// the name of a kind, or kind@unit.
func (g gate) Why(ctx context.Context, personID, action, object string) (permission.Explanation, error) {
	e, err := g.i.Why(ctx, personID, action, object)
	if err != nil {
		return permission.Explanation{}, err
	}
	out := permission.Explanation{Allowed: e.Allowed, Missing: e.Missing}
	for n, r := range append(e.Because, e.Near...) {
		step := strings.Join(append([]string{r.Role}, r.Via...), " → ") + " · " + r.Unit + " · " + r.Permission.Kind + " " + r.Permission.Action + " (" + string(r.Permission.Reach) + ")"
		out.Steps = append(out.Steps, step)
		out.Reasons = append(out.Reasons, permission.Because{Post: r.PostID, Role: r.Role, Unit: r.Unit, Via: r.Via, Reach: string(r.Permission.Reach),
			Reaches: n < len(e.Because)})
		if n == 0 && len(e.Because) > 0 {
			out.Post, out.Role, out.Policy = r.PostID, r.Role, r.Permission.Kind+" "+r.Permission.Action+" "+string(r.Permission.Reach)
		}
	}
	return out, nil
}

// Why explains Check for a person, for the page and for `doanket user why`. The
// object is a record's id, a unit's id, a kind, or a kind at a unit: kind@unit. What
// is read through a record below is explained by that one.
func (i *Installation) Why(ctx context.Context, personID, action, object string) (access.Explanation, error) {
	actor, err := i.People.ActorOf(ctx, personID)
	if err != nil {
		return access.Explanation{}, err
	}
	kind, at, _ := strings.Cut(object, "@")
	o := access.Object{Kind: kind}
	var rec *record.Record
	switch {
	case at != "":
		u, err := i.Tree.Get(ctx, at)
		if err != nil {
			return access.Explanation{}, err
		}
		o.UnitPath = u.Path
	case id.Valid(object, "rec"):
		if rec, err = i.Records.Get(identity.System(ctx, "why"), object); err != nil {
			return access.Explanation{}, err
		}
		o = rec.Object()
	case id.Valid(object, "unt"):
		u, err := i.Tree.Get(ctx, object)
		if err != nil {
			return access.Explanation{}, err
		}
		o = access.Object{UnitPath: u.Path}
	}
	e, err := i.Guard.Why(ctx, actor, action, o)
	if err != nil || e.Allowed || rec == nil || action != access.Read {
		return e, err
	}
	below, err := i.Records.Through(identity.With(ctx, actor), rec)
	if err != nil || below == nil {
		return e, err
	}
	return i.Guard.Why(ctx, actor, action, below.Object())
}

// root is the path of the province's own unit.
func (g gate) root(ctx context.Context) (string, error) {
	page, err := g.i.Tree.List(ctx, unit.Filter{Open: true, Limit: 1})
	if err != nil || len(page.Items) == 0 {
		return "/", err
	}
	return page.Items[0].Path, nil
}
