package person

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/notice"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
	"github.com/doanket/doanket/core/web/view"
)

// Herald tells people something; notice.Box fits.
type Herald interface {
	Say(ctx context.Context, code, cause string, said manifest.Text, people ...string) error
}

// DelegationRoutes are what people do about lending their posts.
func (h Handler) DelegationRoutes() []endpoint.Route {
	return []endpoint.Route{
		{Method: http.MethodGet, Path: "/me/delegations", Status: 200, Budget: endpoint.Quick, Auth: endpoint.Session, Body: endpoint.JSON,
			Act: endpoint.Handle(h.delegations), Summary: "Who stands in for me, and for whom I stand in"},
		{Method: http.MethodPost, Path: "/me/delegations", Status: 201, Budget: endpoint.Quick, Auth: endpoint.Session, Body: endpoint.JSON,
			Act: endpoint.Handle(h.delegate), Summary: "Let somebody stand in for me in one of my posts, until a day"},
		{Method: http.MethodDelete, Path: "/me/delegations/{id}", Status: 204, Budget: endpoint.Quick, Auth: endpoint.Session, Body: endpoint.JSON,
			Act: endpoint.Handle(h.endDelegation), Summary: "End what I have lent"},
	}
}

// delegationOut is a post that is lent.
type delegationOut struct {
	PostOut
	By view.Who `json:"by"` // whose post it is
	To view.Who `json:"to_person"`
}

type delegationsOut struct {
	Given []delegationOut `json:"given"` // by me, running or to come
	Held  []delegationOut `json:"held"`  // by me for others, today
}

func (h Handler) delegations(c *endpoint.Call, _ struct{}) (delegationsOut, error) {
	given, err := h.People.Lent(c.Ctx, c.Actor.PersonID, "")
	if err != nil {
		return delegationsOut{}, err
	}
	held := slices.DeleteFunc(slices.Clone(c.Actor.Posts), func(p identity.Post) bool { return p.Delegates == "" })
	out := delegationsOut{}
	if out.Given, err = h.lent(c, given); err != nil {
		return out, err
	}
	out.Held, err = h.lent(c, held)
	return out, err
}

// lent are lent posts in words.
func (h Handler) lent(c *endpoint.Call, list []identity.Post) ([]delegationOut, error) {
	posts, err := h.Posts(c, list)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, p := range list {
		ids = append(ids, p.PersonID, p.DelegatedBy)
	}
	who := view.People(c.Ctx, h.People, ids...)
	out := make([]delegationOut, len(list))
	for i, p := range list {
		out[i] = delegationOut{PostOut: posts[i], By: who(p.DelegatedBy), To: who(p.PersonID)}
	}
	return out, nil
}

type delegateIn struct {
	Post   string        `json:"post" required:"true"`
	Person string        `json:"person" required:"true"`
	From   calendar.Date `json:"from"` // today, when left out
	To     calendar.Date `json:"to"`   // the last day; required
	Reason string        `json:"reason" required:"true" maxLength:"500"`
}

// delegate lends a post of the caller's own to somebody; what is lent permits no
// more than the caller may.
func (h Handler) delegate(c *endpoint.Call, in delegateIn) (delegationOut, error) {
	if err := c.InPerson(); err != nil {
		return delegationOut{}, err
	}
	if err := c.Fresh(); err != nil { // what is lent outlives the session
		return delegationOut{}, err
	}
	p, err := h.People.Post(c.Ctx, in.Post)
	today := calendar.Today(id.NowIn(c.Ctx))
	switch {
	case fault.Is(err, fault.NotFound) || err == nil && p.PersonID != c.Actor.PersonID:
		return delegationOut{}, fault.New(fault.Invalid, "invalid", fault.Field("post", "not_found"))
	case err != nil:
		return delegationOut{}, err
	case !in.From.IsZero() && in.From.Before(today):
		return delegationOut{}, fault.New(fault.Invalid, "out_of_range", fault.Field("from"))
	case !in.To.IsZero() && in.To.Before(today):
		return delegationOut{}, fault.New(fault.Invalid, "out_of_range", fault.Field("to"))
	}
	if err := h.lendable(c.Ctx, p.Role); err != nil {
		return delegationOut{}, err
	}
	var made *identity.Post
	err = h.Gate.Act(c.Ctx, permission.Act{Action: "post.delegate", Object: in.Person, Kind: "person", UnitID: p.UnitID, Reason: in.Reason,
		Detail: map[string]any{"role": p.Role, "from": in.From.String(), "to": in.To.String()}}, func(ctx context.Context) (err error) {
		if made, err = h.People.Delegate(ctx, p.ID, in.Person, in.From, in.To, in.Reason); err != nil {
			return err
		}
		return h.tellDelegation(ctx, c, *made, notice.Delegation)
	})
	if err != nil {
		return delegationOut{}, err
	}
	out, err := h.lent(c, []identity.Post{*made})
	if err != nil {
		return delegationOut{}, err
	}
	return out[0], nil
}

// lendable refuses a role that administers: whoever is lent it could give themselves
// a post that outlives the loan. Another administrator is made one by a post.
func (h Handler) lendable(ctx context.Context, role string) error {
	list, err := h.Roles.List(ctx)
	if err != nil {
		return err
	}
	for of, seen := []string{role}, map[string]bool{}; len(of) > 0; of = of[1:] {
		at := slices.IndexFunc(list, func(r Role) bool { return r.ID == of[0] })
		if at < 0 || seen[of[0]] {
			continue
		}
		seen[of[0]] = true
		if slices.ContainsFunc(list[at].Permissions, func(p Permission) bool { return p.Action == "*" || strings.HasPrefix(p.Action, "admin:") }) {
			return fault.New(fault.Conflict, "post.administers", fault.Field("post"))
		}
		of = append(of, list[at].Inherits...)
	}
	return nil
}

// endDelegation ends what the caller has lent, at once.
func (h Handler) endDelegation(c *endpoint.Call, in endpoint.ByID) (endpoint.Nothing, error) {
	if err := c.InPerson(); err != nil {
		return endpoint.Nothing{}, err
	}
	p, err := h.People.Post(c.Ctx, in.ID)
	if err == nil && (p.Delegates == "" || p.DelegatedBy != c.Actor.PersonID) {
		err = fault.New(fault.NotFound, "not_found")
	}
	if err != nil {
		return endpoint.Nothing{}, err
	}
	return endpoint.Nothing{}, h.Gate.Act(c.Ctx, permission.Act{Action: "post.delegate.end", Object: p.PersonID, Kind: "person", UnitID: p.UnitID,
		Detail: map[string]any{"role": p.Role, "post": p.ID}}, func(ctx context.Context) error {
		if err := h.People.Revoke(ctx, p.ID, calendar.Date{}); err != nil {
			return err
		}
		return h.tellDelegation(ctx, c, *p, notice.DelegationEnded)
	})
}

// tellDelegation tells both sides that a post was lent, or is so no more.
func (h Handler) tellDelegation(ctx context.Context, c *endpoint.Call, p identity.Post, code string) error {
	labels, err := h.Labels(c)
	if err != nil {
		return err
	}
	who := view.People(ctx, h.People, p.DelegatedBy, p.PersonID)
	role, lender, other := labels[p.Role], who(p.DelegatedBy).Name, who(p.PersonID).Name
	days := manifest.Text{VI: " từ " + p.From.Vietnamese() + " đến hết " + p.To.Vietnamese(), EN: ", " + p.From.String() + " to " + p.To.String()}
	toOther := manifest.Text{VI: lender + " ủy quyền cho bạn làm thay việc của " + role.VI + " tại " + p.UnitName + days.VI + ". Lý do: " + p.Basis,
		EN: lender + " lets you stand in as " + role.EN + " at " + p.UnitName + days.EN + ". Reason: " + p.Basis}
	toLender := manifest.Text{VI: "Bạn đã ủy quyền cho " + other + " làm thay việc của " + role.VI + " tại " + p.UnitName + days.VI + ".",
		EN: "You let " + other + " stand in as " + role.EN + " at " + p.UnitName + days.EN + "."}
	if code == notice.DelegationEnded {
		toOther = manifest.Text{VI: "Bạn không còn làm thay " + lender + " việc của " + role.VI + " tại " + p.UnitName + ".",
			EN: "You no longer stand in for " + lender + " as " + role.EN + " at " + p.UnitName + "."}
		toLender = manifest.Text{VI: other + " không còn làm thay bạn việc của " + role.VI + " tại " + p.UnitName + ".",
			EN: other + " no longer stands in for you as " + role.EN + " at " + p.UnitName + "."}
	}
	if err := h.Herald.Say(ctx, code, p.ID, toOther, p.PersonID); err != nil {
		return err
	}
	return h.Herald.Say(ctx, code, p.ID, toLender, p.DelegatedBy)
}
