package province

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/tenant"
)

// people creates the folder's persons and grants their posts. A post that was
// ended by hand stays ended: only missing persons get posts again.
func (a *application) people(ctx context.Context) error {
	for _, row := range a.folder.Posts {
		if err := a.post(ctx, row); err != nil {
			return fmt.Errorf("person %s: %w", row.Login, err)
		}
	}
	return nil
}

func (a *application) post(ctx context.Context, row PostRow) error {
	person, err := a.People.ByLogin(ctx, row.Login)
	if fault.Is(err, fault.NotFound) {
		err = a.do(func() error {
			person, err = a.People.Create(ctx, identity.NewPerson{Login: row.Login, FamilyMiddle: row.FamilyMiddle, Given: row.Given})
			return err
		}, "create person %s", row.Login)
		if a.dry {
			return err
		}
	}
	if err != nil {
		return err
	}
	u, err := a.Tree.ByCode(ctx, row.Unit)
	if a.dry && fault.Is(err, fault.NotFound) { // a unit this run would open
		a.note("grant %s the post %s at %s", row.Login, row.Role, row.Unit)
		return nil
	}
	if err != nil {
		return fmt.Errorf("unit %s: %w", row.Unit, err)
	}
	posts, err := a.People.Posts(ctx, person.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(posts, func(p identity.Post) bool { return p.Role == row.Role && p.UnitID == u.ID }) {
		return nil
	}
	return a.do(func() error {
		_, err := a.People.Grant(ctx, identity.Grant{PersonID: person.ID, Role: row.Role, UnitID: u.ID, From: row.From, Basis: basis})
		return err
	}, "grant %s the post %s at %s", row.Login, row.Role, row.Unit)
}

// NewUser describes a person the command line makes: Posts are ROLE@UNITCODE.
type NewUser struct {
	Login, Name, Password string
	Posts                 []string
}

// CreateUser makes a person with posts in the province in ctx. Without a
// password it answers the secret of a one-time link.
func (p *Provinces) CreateUser(ctx context.Context, n NewUser) (personID, secret string, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		family, given := identity.SplitName(n.Name)
		person, err := p.People.Create(ctx, identity.NewPerson{Login: n.Login, FamilyMiddle: family, Given: given})
		if err != nil {
			return err
		}
		personID = person.ID
		for _, post := range n.Posts {
			role, code, ok := strings.Cut(post, "@")
			if !ok {
				return fault.New(fault.Invalid, "invalid", fault.Field("post"))
			}
			u, err := p.Tree.ByCode(ctx, code)
			if err != nil {
				return fmt.Errorf("unit %s: %w", code, err)
			}
			if _, err := p.People.Grant(ctx, identity.Grant{PersonID: person.ID, Role: role, UnitID: u.ID, From: calendar.Today(db.Now(ctx))}); err != nil {
				return fmt.Errorf("post %s: %w", post, err)
			}
		}
		if n.Password != "" {
			return p.People.SetPassword(ctx, person.ID, n.Password)
		}
		secret, err = p.People.OneTimeLink(ctx, person.ID, linkLife)
		return err
	})
	return personID, secret, err
}

// linkLife is how long a one-time link made by the command line lives.
const linkLife = 72 * time.Hour

// Link makes a one-time link for a login.
func (p *Provinces) Link(ctx context.Context, login string) (string, error) {
	person, err := p.People.ByLogin(ctx, login)
	if err != nil {
		return "", err
	}
	return p.People.OneTimeLink(ctx, person.ID, linkLife)
}

// Welcome is the address of a one-time link for the province in ctx.
func (p *Provinces) Welcome(ctx context.Context, port, secret string) (string, error) {
	t, err := tenant.From(ctx)
	if err != nil {
		return "", err
	}
	host := t.Slug + "." + p.BaseDomain
	if len(t.Hosts) > 0 {
		host = t.Hosts[0]
	}
	scheme := "https"
	if port != "" {
		scheme, host = "http", host+":"+port
	}
	return scheme + "://" + host + "/welcome?link=" + secret, nil
}

// Token makes an API token for a login; zero expires means 90 days.
func (p *Provinces) Token(ctx context.Context, login, name string, allow []string, expires time.Time) (string, error) {
	person, err := p.People.ByLogin(ctx, login)
	if err != nil {
		return "", err
	}
	_, secret, err := p.People.CreateToken(ctx, person.ID, name, allow, expires)
	return secret, err
}
