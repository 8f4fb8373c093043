package identity

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
)

// HandOver ends the posts held today at a unit and gives their holders the same
// at its heir from today on, unless they hold it there; what was lent ends with
// the post it was lent from.
func (p *People) HandOver(ctx context.Context, fromUnit, toUnit, basis string) error {
	err := db.InTx(ctx, func(ctx context.Context) error {
		held, err := p.PostsAt(ctx, []string{fromUnit})
		if err != nil {
			return err
		}
		for _, post := range held {
			if err := p.Revoke(ctx, post.ID, calendar.Date{}); err != nil {
				return err
			}
			if post.Delegates != "" {
				continue
			}
			there, err := p.holds(ctx, post.PersonID, post.Role, toUnit)
			if err != nil {
				return err
			}
			if there {
				continue
			}
			// It is theirs already, so neither a shut account nor a role that went hinders it.
			row := postRow{PersonID: post.PersonID, Role: post.Role, UnitID: toUnit, FromOn: calendar.Today(db.Now(ctx)), ToOn: post.To, Basis: basis}
			if _, err := p.seat(ctx, row); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("hand posts over: %w", err)
	}
	return nil
}

// holds reports whether the person has the post today or on a later day.
func (p *People) holds(ctx context.Context, personID, role, unitID string) (bool, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return false, err
	}
	there, err := idb.NewSelect().Table("post").Where("person_id = ? AND role = ? AND unit_id = ?", personID, role, unitID).
		Where("to_on IS NULL OR to_on >= ?", calendar.Today(db.Now(ctx))).Exists(ctx)
	return there, db.Fault(err)
}
