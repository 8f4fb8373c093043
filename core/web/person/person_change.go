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

// account is the part of a change by which an account is taken over or shut.
func (in personChangeIn) account() consent.Account {
	return consent.Account{Login: in.Login, FamilyMiddle: in.FamilyMiddle, Given: in.Given, Display: in.Display, Email: in.Email,
		Disabled: in.Disabled, RemoveOTP: in.RemoveOTP, Unlink: in.Unlink}
}

// Change alters what is known of a person the caller administers. Of an account that
// permits more than the caller could hold, only the language is changed at once.
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
	to := in.account()
	asked, err := h.proposed(c, in.ID, to)
	if err != nil {
		return personOut{}, err
	}
	if asked != nil {
		c.Status, to = http.StatusAccepted, consent.Account{}
	}
	after, err := h.People.Get(c.Ctx, in.ID)
	if err == nil && (asked == nil || in.Locale != nil) {
		after, err = h.change(c.Ctx, in.ID, path, to, in.Locale)
	}
	if err != nil {
		return personOut{}, err
	}
	out, err := h.shown(c, after, true)
	out.Proposal = asked
	return out, err
}

// change makes a change and logs it.
func (h Handler) change(ctx context.Context, personID, path string, to consent.Account, locale *string) (after *identity.Person, err error) {
	err = h.Gate.Act(ctx, permission.Act{Permission: "admin:people", UnitPath: path, Action: "person.change", Object: personID, Kind: "person",
		Detail: told(to, locale)}, func(ctx context.Context) error {
		after, err = h.People.Change(ctx, personID, identity.PersonChange{Login: to.Login, FamilyMiddle: to.FamilyMiddle, Given: to.Given,
			Display: to.Display, Email: to.Email, Locale: locale})
		if err == nil && to.RemoveOTP {
			err = h.People.RemoveOTP(ctx, personID)
		}
		if err == nil && to.Unlink {
			err, after.Linked = h.People.Unlink(ctx, personID), false
		}
		if err == nil && to.Disabled != nil {
			if err = h.People.Enable(ctx, personID); *to.Disabled {
				err = h.People.Disable(ctx, personID)
			}
			after.Disabled = *to.Disabled
		}
		return err
	})
	return after, err
}

// proposed keeps a change of an account for a second administrator where it needs one;
// nil where it does not, or changes nothing.
func (h Handler) proposed(c *endpoint.Call, personID string, to consent.Account) (*consent.ProposalOut, error) {
	second, err := h.needsSecond(c, personID)
	if err != nil || !second {
		return nil, err
	}
	now, err := h.People.Get(c.Ctx, personID)
	if err != nil {
		return nil, err
	}
	then, err := h.People.Changed(c.Ctx, personID, identity.PersonChange{Login: to.Login, FamilyMiddle: to.FamilyMiddle, Given: to.Given,
		Display: to.Display, Email: to.Email})
	if err != nil {
		return nil, err
	}
	same := then.Login == now.Login && then.FamilyMiddle == now.FamilyMiddle && then.Given == now.Given && then.Display == now.Display && then.Email == now.Email
	if same && !to.RemoveOTP && !to.Unlink && (to.Disabled == nil || *to.Disabled == now.Disabled) {
		return nil, nil //nolint:nilnil // nothing to propose
	}
	if err := c.Fresh(); err != nil {
		return nil, err
	}
	return h.Second.Propose(c, consent.Change, personID, consent.Body{Change: &to}, "")
}

// told says for the log which sides of a person changed, not to what.
func told(to consent.Account, locale *string) map[string]any {
	d := map[string]any{}
	for name, set := range map[string]bool{"login": to.Login != nil, "name": to.Given != nil || to.Display != nil,
		"email": to.Email != nil, "locale": locale != nil, "remove_otp": to.RemoveOTP, "unlink": to.Unlink} {
		if set {
			d[name] = true
		}
	}
	if to.Disabled != nil {
		d["disabled"] = *to.Disabled
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
