package person

import (
	"context"
	"net/http"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/identity/name"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
	consent "github.com/doanket/doanket/core/web/proposal"
)

type personCreateIn struct {
	Login        string        `json:"login" required:"true" maxLength:"100"`
	Name         string        `json:"name" maxLength:"200"` // whole; split at the last space
	FamilyMiddle string        `json:"family_middle" maxLength:"150"`
	Given        string        `json:"given" maxLength:"80"`
	Display      string        `json:"display" maxLength:"200"`
	Email        string        `json:"email" maxLength:"254"`
	Locale       string        `json:"locale" maxLength:"10"`
	Posts        []postGrantIn `json:"posts"`
}

// Create makes a person, with posts the caller may give.
func (h Handler) Create(c *endpoint.Call, in personCreateIn) (personOut, error) {
	if in.Given == "" {
		in.FamilyMiddle, in.Given = name.Split(in.Name)
	}
	paths := make([]string, 0, len(in.Posts))
	for _, p := range in.Posts {
		path, err := h.grantable(c, p, "")
		if err != nil {
			return personOut{}, err
		}
		paths = append(paths, path)
	}
	var made *identity.Person
	act := permission.Act{Permission: "admin:people", Action: "person.create", Kind: "person", Made: func() string { return made.ID }}
	if len(paths) > 0 {
		act.UnitPath = paths[0]
	}
	err := h.Gate.Act(c.Ctx, act, func(ctx context.Context) (err error) {
		made, err = h.People.Create(ctx, identity.NewPerson{Login: in.Login, FamilyMiddle: in.FamilyMiddle, Given: in.Given,
			Display: in.Display, Email: in.Email, Locale: in.Locale})
		for i := 0; err == nil && i < len(in.Posts); i++ {
			_, err = h.People.Grant(ctx, in.Posts[i].grant(made.ID))
		}
		return err
	})
	if err != nil {
		return personOut{}, err
	}
	return h.shown(c, made, true)
}

type personChangeIn struct {
	ID           string  `path:"id"`
	Login        *string `json:"login" maxLength:"100"`
	Name         *string `json:"name" maxLength:"200"`
	FamilyMiddle *string `json:"family_middle" maxLength:"150"`
	Given        *string `json:"given" maxLength:"80"`
	Display      *string `json:"display" maxLength:"200"`
	Email        *string `json:"email" maxLength:"254"`
	Locale       *string `json:"locale" maxLength:"10"`
	Disabled     *bool   `json:"disabled"`
	RemoveOTP    bool    `json:"remove_otp"` // for a lost phone
	Unlink       bool    `json:"unlink"`     // from the provider they sign in by
}

// Change alters what is known of a person the caller administers.
func (h Handler) Change(c *endpoint.Call, in personChangeIn) (personOut, error) {
	if in.Name != nil && in.Given == nil {
		family, given := name.Split(*in.Name)
		in.FamilyMiddle, in.Given, in.Display = &family, &given, in.Name
	}
	path, err := h.over(c, in.ID)
	if err == nil && (in.Login != nil || in.Email != nil || in.RemoveOTP || in.Unlink) { // by these an account is come into
		err = c.Fresh()
	}
	if err != nil {
		return personOut{}, err
	}
	asked, err := h.address(c, &in)
	if err != nil {
		return personOut{}, err
	}
	var after *identity.Person
	err = h.Gate.Act(c.Ctx, permission.Act{Permission: "admin:people", UnitPath: path, Action: "person.change", Object: in.ID, Kind: "person",
		Detail: in.told()}, func(ctx context.Context) (err error) {
		after, err = h.People.Change(ctx, in.ID, identity.PersonChange{Login: in.Login, FamilyMiddle: in.FamilyMiddle, Given: in.Given,
			Display: in.Display, Email: in.Email, Locale: in.Locale})
		if err == nil && in.RemoveOTP {
			err = h.People.RemoveOTP(ctx, in.ID)
		}
		if err == nil && in.Unlink {
			err, after.Linked = h.People.Unlink(ctx, in.ID), false
		}
		if err == nil && in.Disabled != nil {
			if err = h.People.Enable(ctx, in.ID); *in.Disabled {
				err = h.People.Disable(ctx, in.ID)
			}
			after.Disabled = *in.Disabled
		}
		return err
	})
	if err != nil {
		return personOut{}, err
	}
	out, err := h.shown(c, after, true)
	if out.Proposal = asked; asked != nil {
		c.Status = http.StatusAccepted
	}
	return out, err
}

// address takes an e-mail by which the province's provider would find the account
// out of a change, and proposes it, where a second administrator must confirm it.
func (h Handler) address(c *endpoint.Call, in *personChangeIn) (*consent.ProposalOut, error) {
	if in.Email == nil || *in.Email == "" {
		return nil, nil
	}
	email, err := name.Email(*in.Email)
	if err != nil {
		return nil, err
	}
	p, err := h.People.Get(c.Ctx, in.ID)
	if err != nil || p.Email == email {
		return nil, err
	}
	if second, err := h.needsSecond(c, in.ID); err != nil || !second {
		return nil, err
	}
	in.Email = nil
	return h.Second.Propose(c, consent.Address, in.ID, consent.Body{Email: email}, "")
}

// told says for the log which sides of a person changed, not to what.
func (in personChangeIn) told() map[string]any {
	d := map[string]any{}
	for name, set := range map[string]bool{"login": in.Login != nil, "name": in.Given != nil || in.Display != nil,
		"email": in.Email != nil, "locale": in.Locale != nil, "remove_otp": in.RemoveOTP, "unlink": in.Unlink} {
		if set {
			d[name] = true
		}
	}
	if in.Disabled != nil {
		d["disabled"] = *in.Disabled
	}
	return d
}

// over is where the right to administer a person must hold: at every unit they
// hold a post, or else nobody could be kept from taking a chief's place by a
// one-time link. Without posts it is the whole province. Who holds more than the
// caller could give is another's to administer: person.holds_more.
func (h Handler) over(c *endpoint.Call, personID string) (path string, err error) {
	if _, err := h.People.Get(c.Ctx, personID); err != nil {
		return "", err
	}
	posts, err := h.People.Posts(c.Ctx, personID)
	if err != nil {
		return "", err
	}
	for _, p := range posts {
		if err := h.Gate.Check(c.Ctx, "admin:people", "", p.UnitPath); err != nil {
			return "", err
		}
		path = p.UnitPath
	}
	if personID == c.Actor.PersonID {
		return path, nil
	}
	today := calendar.Today(id.NowIn(c.Ctx))
	posts = slices.DeleteFunc(posts, func(p identity.Post) bool { return !p.To.IsZero() && p.To.Before(today) })
	if err := h.Gate.MayGive(c.Ctx, posts...); fault.HasCode(err, "post.beyond") {
		return "", fault.New(fault.Forbidden, "person.holds_more", fault.Cause(err))
	} else if err != nil {
		return "", err
	}
	return path, nil
}
