package access

import (
	"context"

	"github.com/doanket/doanket/core/identity"
)

// The reasons an Explanation gives for a no.
const (
	MissingToken      = "token"               // the token's allow list refuses it
	MissingPost       = "no_post"             // the person holds no post today
	MissingPermission = "no_permission"       // none of their roles permits the action on the kind
	MissingDraft      = "draft_of_other_unit" // it is a draft, and of another unit
	MissingReach      = "not_reached"         // permitted, but not that far
)

// Explanation says why an actor may or may not.
type Explanation struct {
	Allowed bool     `json:"allowed"`
	Token   bool     `json:"token_refuses,omitempty"`
	Because []Reason `json:"because,omitempty"` // every permission that allows it
	Near    []Reason `json:"near,omitempty"`    // permissions for the action that do not reach the object
	Missing string   `json:"missing,omitempty"`
}

// Reason is one permission on the way from a post to the object.
type Reason struct {
	PostID     string     `json:"post"`
	Role       string     `json:"role"`
	Unit       string     `json:"unit"`
	Via        []string   `json:"via,omitempty"` // roles inherited on the way
	Permission Permission `json:"permission"`
}

// Why explains Check for any actor.
func (g *Guard) Why(ctx context.Context, a identity.Actor, action string, o Object) (Explanation, error) {
	if a.System != "" {
		return Explanation{Allowed: true}, nil
	}
	p, err := g.policies.Get(ctx)
	if err != nil {
		return Explanation{}, err
	}
	o.Branch = g.branch(ctx, o)
	var e Explanation
	unsent := o // the same, were it no draft
	unsent.Draft = false
	draft := false
	for _, post := range a.Posts {
		reasons, err := p.reasons(post, post.Role, nil, action, o.Kind)
		if err != nil {
			return Explanation{}, err
		}
		for _, r := range reasons {
			m := bits[r.Permission.Reach]
			if m.reaches(seatOf(&post), o, made(&a, o)) {
				e.Because = append(e.Because, r)
				continue
			}
			e.Near = append(e.Near, r)
			draft = draft || m.reaches(seatOf(&post), unsent, false)
		}
	}
	e.Token = !speaks(&a, action)
	e.Allowed = len(e.Because) > 0 && !e.Token
	switch {
	case e.Allowed:
	case e.Token:
		e.Missing = MissingToken
	case len(a.Posts) == 0:
		e.Missing = MissingPost
	case len(e.Near) == 0:
		e.Missing = MissingPermission
	case draft:
		e.Missing = MissingDraft
	default:
		e.Missing = MissingReach
	}
	return e, nil
}

// reasons walks a role and what it inherits, and lists the permissions that
// fit action and kind.
func (p *policy) reasons(post identity.Post, role string, via []string, action, kind string) ([]Reason, error) {
	if len(via) > maxDepth {
		return nil, nil
	}
	var out []Reason
	lines, err := p.enforcer.GetFilteredPolicy(0, role)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		if covers(l[1], kind) && covers(l[2], action) {
			out = append(out, Reason{post.ID, post.Role, post.UnitName, via, Permission{l[1], l[2], Reach(l[3])}})
		}
	}
	parents, err := p.enforcer.GetFilteredGroupingPolicy(0, role)
	if err != nil {
		return nil, err
	}
	for _, l := range parents {
		more, err := p.reasons(post, l[1], append(via[:len(via):len(via)], l[1]), action, kind)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}
