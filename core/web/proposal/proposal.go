package proposal

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/proposal"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/view"
)

// Acts that need a second administrator.
const (
	Link         = "person.link"   // a one-time link for an account that permits more
	Change       = "person.change" // of such an account: who it is, how it is come into, whether it works
	SelfApproval = "self_approval" // letting people decide on their own work
)

// Memory is for how many days what was lately so still counts: a post an account held, and
// that it was made, or let in, by another.
const Memory = 7

// Act is how one of them is done.
type Act struct {
	// Check refuses who may neither confirm nor refuse it.
	Check func(c *endpoint.Call, p *proposal.Proposal) error
	// Do does it, in the transaction in ctx; a link is shown to who confirms.
	Do func(ctx context.Context, c *endpoint.Call, p *proposal.Proposal) (*OnceLinkOut, error)
}

// OnceLinkOut is a one-time link, shown once.
type OnceLinkOut struct {
	Secret  string    `json:"secret" secret:"true"`
	URL     string    `json:"url" secret:"true"`
	Expires time.Time `json:"expires_at"`
}

// Body is what proposals carry beside their object; each act its own part.
type Body struct {
	SelfApprovals []tenant.SelfApproval `json:"self_approvals,omitempty"` // to be added
	Change        *Account              `json:"change,omitempty"`
}

// Account is what of an account becomes different: whose it seems to be, how it is come
// into, and whether it may be.
type Account struct {
	Login        *string `json:"login,omitempty"`
	FamilyMiddle *string `json:"family_middle,omitempty"`
	Given        *string `json:"given,omitempty"`
	Display      *string `json:"display,omitempty"`
	Email        *string `json:"email,omitempty"`
	Disabled     *bool   `json:"disabled,omitempty"`
	RemoveOTP    bool    `json:"remove_otp,omitempty"`
	Unlink       bool    `json:"unlink,omitempty"`
}

// Handler answers for proposals.
type Handler struct {
	Proposals proposal.Proposals
	People    view.Namer
	Acts      map[string]Act
}

// ProposalOut is a proposal as it is shown.
type ProposalOut struct {
	ID            string                `json:"id"`
	Act           string                `json:"act" enum:"person.link,person.change,self_approval"`
	Person        *view.Who             `json:"person,omitempty"` // whose account it is about
	Change        *Account              `json:"change,omitempty"` // what of it is to become different
	SelfApprovals []tenant.SelfApproval `json:"self_approvals,omitempty"`
	Reason        string                `json:"reason,omitempty"`
	By            view.Who              `json:"by"`
	At            time.Time             `json:"at"`
	Expires       time.Time             `json:"expires_at"`
	State         string                `json:"state" enum:"waiting,confirmed,refused,withdrawn,lapsed"`
	DecidedBy     *view.Who             `json:"decided_by,omitempty"`
	DecidedAt     time.Time             `json:"decided_at,omitzero"`
	Can           []string              `json:"can"` // confirm, refuse, withdraw
}

type confirmedOut struct {
	Proposal ProposalOut  `json:"proposal"`
	Link     *OnceLinkOut `json:"link,omitempty" secret:"true"` // told once: no answer that is kept has it
}

// Routes are what administrators do about proposals.
func (h Handler) Routes() []endpoint.Route {
	return []endpoint.Route{
		{Method: http.MethodGet, Path: "/proposals", Status: 200, Budget: endpoint.Quick, Auth: endpoint.Session, Body: endpoint.JSON,
			Act: endpoint.Handle(h.list), Summary: "Acts that wait for a second administrator, and the last decided"},
		{Method: http.MethodPost, Path: "/proposals/{id}/confirm", Status: 200, Budget: endpoint.Slow, Auth: endpoint.Session, Body: endpoint.JSON,
			Act: endpoint.Handle(h.confirm), Summary: "Confirm what another administrator proposed; it is done at once"},
		{Method: http.MethodDelete, Path: "/proposals/{id}", Status: 200, Budget: endpoint.Quick, Auth: endpoint.Session, Body: endpoint.JSON,
			Act: endpoint.Handle(h.refuse), Summary: "Refuse what another administrator proposed, or withdraw one's own"},
	}
}

// Propose keeps an act for another administrator and answers it as it is shown.
func (h Handler) Propose(c *endpoint.Call, act, object string, body Body, reason string) (*ProposalOut, error) {
	p, err := h.Proposals.Propose(c.Ctx, act, object, body, reason)
	if err != nil {
		return nil, err
	}
	out := h.shown(c, *p)[0]
	return &out, nil
}

func (h Handler) list(c *endpoint.Call, _ struct{}) (endpoint.Items[ProposalOut], error) {
	list, err := h.Proposals.List(c.Ctx)
	mine := list[:0]
	for _, p := range list {
		if h.may(c, &p) || p.By == c.Actor.PersonID {
			mine = append(mine, p)
		}
	}
	return endpoint.Items[ProposalOut]{Items: h.shown(c, mine...)}, err
}

// may reports whether the caller could confirm the proposal.
func (h Handler) may(c *endpoint.Call, p *proposal.Proposal) bool { return h.check(c, p) == nil }

func (h Handler) check(c *endpoint.Call, p *proposal.Proposal) error {
	if act, ok := h.Acts[p.Act]; ok {
		return act.Check(c, p)
	}
	return fault.New(fault.NotFound, "not_found")
}

func (h Handler) confirm(c *endpoint.Call, in endpoint.ByID) (confirmedOut, error) {
	if err := h.ready(c, in.ID); err != nil {
		return confirmedOut{}, err
	}
	var out confirmedOut
	p, err := h.Proposals.Confirm(c.Ctx, in.ID, func(ctx context.Context, p *proposal.Proposal) (err error) {
		if err = h.check(c, p); err == nil {
			out.Link, err = h.Acts[p.Act].Do(ctx, c, p)
		}
		return err
	})
	if err != nil {
		return confirmedOut{}, err
	}
	out.Proposal = h.shown(c, *p)[0]
	return out, nil
}

func (h Handler) refuse(c *endpoint.Call, in endpoint.ByID) (ProposalOut, error) {
	if err := h.ready(c, in.ID); err != nil {
		return ProposalOut{}, err
	}
	p, err := h.Proposals.Refuse(c.Ctx, in.ID, func(_ context.Context, p *proposal.Proposal) error { return h.check(c, p) })
	if err != nil {
		return ProposalOut{}, err
	}
	return h.shown(c, *p)[0], nil
}

// ready refuses programs and sessions that are not fresh, and to who may know of it
// nothing that the proposal is there: a token would be a second hand of the same person.
func (h Handler) ready(c *endpoint.Call, proposalID string) error {
	p, err := h.Proposals.Get(c.Ctx, proposalID)
	if err != nil {
		return err
	}
	if p.By != c.Actor.PersonID && !h.may(c, p) {
		return fault.New(fault.NotFound, "not_found")
	}
	if err := c.InPerson(); err != nil {
		return err
	}
	return c.Fresh()
}

// BodyOf is what a proposal carries.
func BodyOf(p *proposal.Proposal) (b Body) {
	_ = json.Unmarshal(p.Body, &b) // written by this room
	return b
}

func (h Handler) shown(c *endpoint.Call, list ...proposal.Proposal) []ProposalOut {
	var ids []string
	for _, p := range list {
		ids = append(ids, p.By, p.DecidedBy, p.Object)
	}
	who := view.People(c.Ctx, h.People, ids...)
	out := make([]ProposalOut, 0, len(list))
	for _, p := range list {
		one := ProposalOut{ID: p.ID, Act: p.Act, Reason: p.Reason, By: who(p.By), At: p.At, Expires: p.Expires, State: p.State, DecidedAt: p.DecidedAt,
			SelfApprovals: BodyOf(&p).SelfApprovals, Change: BodyOf(&p).Change, Can: []string{}}
		if p.Act != SelfApproval {
			person := who(p.Object)
			one.Person = &person
		}
		if p.DecidedBy != "" {
			by := who(p.DecidedBy)
			one.DecidedBy = &by
		}
		switch {
		case p.State != proposal.Waiting:
		case p.By == c.Actor.PersonID:
			one.Can = append(one.Can, "withdraw")
		case h.may(c, &p):
			one.Can = append(one.Can, "confirm", "refuse")
		}
		out = append(out, one)
	}
	return out
}
