package person

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/proposal"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
	consent "github.com/doanket/doanket/core/web/proposal"
)

type personLinkOut struct {
	Secret   string               `json:"secret,omitempty" secret:"true"`
	URL      string               `json:"url,omitempty" secret:"true"`
	Expires  time.Time            `json:"expires_at"`
	Proposal *consent.ProposalOut `json:"proposal,omitempty"` // in place of the link: a second administrator must confirm
}

// Link makes a link that signs the person in once; whoever administers them hands
// it over. For an account that permits more than the caller could hold themselves it
// is only proposed: another administrator confirms, and is shown the link.
func (h Handler) Link(c *endpoint.Call, in endpoint.ByID) (personLinkOut, error) {
	path, err := h.over(c, in.ID)
	if err == nil {
		err = c.Fresh()
	}
	if err != nil {
		return personLinkOut{}, err
	}
	second, err := h.needsSecond(c, in.ID)
	if err != nil {
		return personLinkOut{}, err
	}
	if second {
		p, err := h.Second.Propose(c, consent.Link, in.ID, consent.Body{}, "")
		if err != nil {
			return personLinkOut{}, err
		}
		c.Status = http.StatusAccepted
		return personLinkOut{Expires: p.Expires, Proposal: p}, nil
	}
	link, err := h.link(c.Ctx, c, in.ID, path)
	if err != nil {
		return personLinkOut{}, err
	}
	return personLinkOut{Secret: link.Secret, URL: link.URL, Expires: link.Expires}, nil
}

func (h Handler) link(ctx context.Context, c *endpoint.Call, personID, path string) (*consent.OnceLinkOut, error) {
	out := &consent.OnceLinkOut{Expires: id.NowIn(ctx).Add(h.LinkTTL)}
	err := h.Gate.Act(ctx, permission.Act{Permission: "admin:people", UnitPath: path, Action: "person.link", Object: personID, Kind: "person"},
		func(ctx context.Context) (err error) {
			out.Secret, err = h.People.OneTimeLink(ctx, personID, h.LinkTTL)
			return err
		})
	out.URL = fmt.Sprintf("%s/welcome#link=%s", c.Origin, out.Secret)
	return out, err
}

// needsSecond reports whether one administrator alone may not come into the account:
// somebody has come in by it, and it permits what the caller can neither do nor give.
// Before anybody has, a link is no more than making up a person with that post.
func (h Handler) needsSecond(c *endpoint.Call, personID string) (bool, error) {
	if personID == c.Actor.PersonID {
		return false, nil
	}
	entered, err := h.People.Entered(c.Ctx, personID)
	if err != nil || !entered {
		return false, err
	}
	posts, err := h.People.Posts(c.Ctx, personID)
	if err != nil {
		return false, err
	}
	// A post that lately ended counts: or one administrator would end it, come in and give it back.
	lately := calendar.Today(id.NowIn(c.Ctx)).AddDays(-consent.Memory)
	posts = slices.DeleteFunc(posts, func(p identity.Post) bool { return !p.To.IsZero() && p.To.Before(lately) })
	return h.Gate.HoldMore(c.Ctx, posts...)
}

// Acts are what another administrator confirms of accounts.
func (h Handler) Acts() map[string]consent.Act {
	check := func(c *endpoint.Call, p *proposal.Proposal) error {
		_, err := h.over(c, p.Object)
		return err
	}
	return map[string]consent.Act{
		consent.Link: {Check: check, Do: func(ctx context.Context, c *endpoint.Call, p *proposal.Proposal) (*consent.OnceLinkOut, error) {
			path, err := h.over(c, p.Object)
			if err != nil {
				return nil, err
			}
			return h.link(ctx, c, p.Object, path)
		}},
		consent.Change: {Check: check, Do: func(ctx context.Context, c *endpoint.Call, p *proposal.Proposal) (*consent.OnceLinkOut, error) {
			path, err := h.over(c, p.Object)
			if err != nil {
				return nil, err
			}
			to := consent.BodyOf(p).Change
			if to == nil {
				return nil, fault.New(fault.Conflict, "proposal.over")
			}
			_, err = h.change(ctx, p.Object, path, *to, nil)
			return nil, err
		}},
	}
}
