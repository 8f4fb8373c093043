package province

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/identity/name"
	"github.com/doanket/doanket/core/tenant"
)

// NewUser describes a person the command line makes: Posts are ROLE@UNITCODE.
type NewUser struct {
	Login, Name, Password string
	Posts                 []string
}

// CreateUser makes a person with posts in the province in ctx. Without a
// password it answers the secret of a one-time link.
func (p *Provinces) CreateUser(ctx context.Context, n NewUser) (personID, secret string, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		family, given := name.Split(n.Name)
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
	return scheme + "://" + host + "/welcome#link=" + secret, nil
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
