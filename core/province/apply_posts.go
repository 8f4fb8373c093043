package province

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
)

// posts creates the folder's persons and grants their posts. posts.csv says
// who is there first: others, and how persons are called, are the province's.
func (a *application) posts(ctx context.Context) error {
	for _, row := range a.folder.Posts {
		if err := a.post(ctx, row); err != nil {
			return fmt.Errorf("person %s: %w", row.Login, err)
		}
	}
	return nil
}

func (a *application) post(ctx context.Context, row PostRow) error {
	person, err := a.person(ctx, row)
	if err != nil {
		return err
	}
	thing := "post " + row.Role + " of " + row.Login + " at " + row.Unit
	unitID := a.applied.Now("unit "+row.Unit, "id")
	if unitID == "" {
		a.drift("%s: not granted, the unit is not there", thing)
		return nil
	}
	u, err := a.Tree.Get(ctx, unitID)
	if err != nil {
		return err
	}
	have, from, err := a.held(ctx, person.ID, row, unitID)
	if err != nil {
		return err
	}
	if !u.Open() && have == "" {
		a.drift("%s: not granted, %s is closed", thing, u.Name)
		return nil
	}
	if !a.settle(thing, "state", held, have) {
		return nil
	}
	a.note("grant %s the post %s at %s", row.Login, row.Role, row.Unit)
	_, err = a.People.Grant(ctx, identity.Grant{PersonID: person.ID, Role: row.Role, UnitID: unitID, From: from, Basis: basis})
	return err
}

// person is who a row speaks of: the one an earlier run made, whatever the
// login is now, or who bears it, or a new one.
func (a *application) person(ctx context.Context, row PostRow) (*identity.Person, error) {
	thing := "person " + row.Login
	if id, known := a.applied.Last(thing, "id"); known {
		person, err := a.People.Get(ctx, id)
		if err == nil {
			a.applied.Set(thing, "id", id)
			return person, nil
		}
		if !fault.Is(err, fault.NotFound) {
			return nil, err
		}
	}
	person, err := a.People.ByLogin(ctx, row.Login)
	if fault.Is(err, fault.NotFound) {
		a.note("create person %s", row.Login)
		person, err = a.People.Create(ctx, identity.NewPerson{Login: row.Login, FamilyMiddle: row.FamilyMiddle, Given: row.Given})
	}
	if err != nil {
		return nil, err
	}
	a.applied.Set(thing, "id", person.ID)
	return person, nil
}

// The states of a post that was ever granted.
const (
	held  = "held"
	ended = "ended"
)

// held is the state of the row's post and the day it would be granted from:
// today if it has ended, for its days are not given again.
func (a *application) held(ctx context.Context, personID string, row PostRow, unitID string) (string, calendar.Date, error) {
	posts, err := a.People.Posts(ctx, personID)
	if err != nil {
		return "", row.From, err
	}
	today, state, from := calendar.Today(db.Now(ctx)), "", row.From
	for _, p := range posts {
		switch {
		case p.Role != row.Role || p.UnitID != unitID:
		case p.To.IsZero() || !p.To.Before(today):
			return held, p.From, nil
		default:
			state, from = ended, today
		}
	}
	return state, from, nil
}
