package closing

import (
	"context"
	"fmt"
	"io"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/closing/statement"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/unit"
)

// Mime is the media type of a statement.
const Mime = "application/jsonl"

// maxListed is how many closings a list shows.
const maxListed = 200

// List are the closings that hold figures of the unit, its own and those of the
// units above it, newest first. Faults: NotFound; Forbidden.
func (cs *Closings) List(ctx context.Context, unitID string) ([]*Closing, error) {
	u, err := cs.Tree.Get(ctx, unitID)
	if err != nil {
		return nil, err
	}
	if err := cs.check(ctx, *u, access.FigureRead); err != nil {
		return nil, err
	}
	ids, err := cs.above(ctx, u.Path)
	if err != nil {
		return nil, err
	}
	return list(ctx, "WHERE unit_id IN (?) ORDER BY closed_at DESC, id DESC LIMIT ?", ids, maxListed)
}

// above are the ids of the unit at the path and of those above it, the nearest
// last.
func (cs *Closings) above(ctx context.Context, path string) ([]string, error) {
	var ids []string
	for _, p := range unit.Ancestors(path) {
		u, err := cs.Tree.ByPath(ctx, p)
		if err != nil {
			return nil, err
		}
		ids = append(ids, u.ID)
	}
	return ids, nil
}

// MayClose reports whether the actor may close periods at the unit.
func (cs *Closings) MayClose(ctx context.Context, unitID string) bool {
	u, err := cs.Tree.Get(ctx, unitID)
	return err == nil && cs.Gate.Can(ctx, access.FigureClose, object(*u))
}

// get is a closing at whose unit the actor may do the action. Faults: NotFound;
// Forbidden.
func (cs *Closings) get(ctx context.Context, closingID, action string) (*Closing, error) {
	c, err := one(ctx, "WHERE id = ?", closingID)
	if err == nil && c == nil {
		err = fault.New(fault.NotFound, "not_found")
	}
	if err != nil {
		return nil, err
	}
	u, err := cs.Tree.Get(ctx, c.Unit)
	if err != nil {
		return nil, err
	}
	return c, cs.check(ctx, *u, action)
}

// Content opens a statement for who may close: it names every record that counts,
// restricted ones too. Logged before it is given. Close Body. Faults: NotFound;
// Forbidden; Unavailable.
func (cs *Closings) Content(ctx context.Context, closingID string) (io.ReadCloser, *Closing, error) {
	c, err := cs.get(ctx, closingID, access.FigureClose)
	if err != nil {
		return nil, nil, err
	}
	err = audit.Append(ctx, audit.Entry{Action: "figure.export", Object: c.ID, Kind: objectKind, UnitID: c.Unit, After: c.SHA256,
		Detail: map[string]any{"period": string(c.Period), "edition": c.Edition}})
	if err != nil {
		return nil, nil, err
	}
	body, err := cs.open(ctx, c)
	return body, c, err
}

func (cs *Closings) open(ctx context.Context, c *Closing) (io.ReadCloser, error) {
	body, _, err := cs.Store.Get(ctx, cs.Store.Bucket(db.Province(ctx)), c.objectKey, c.objectVersion, 0, -1)
	if err != nil {
		return nil, fmt.Errorf("open a closing: %w", err)
	}
	return body, nil
}

// statement reads what was closed and refuses one that is not what was signed.
func (cs *Closings) statement(ctx context.Context, c *Closing) (*statement.Statement, error) {
	body, err := cs.open(ctx, c)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	s, err := statement.Sound(body, c.Key, c.SHA256)
	if err != nil {
		return nil, fmt.Errorf("closing %s: %w", c.ID, err)
	}
	return s, nil
}

// PublicKey is the province's key that statements are signed with, in base64.
func (cs *Closings) PublicKey(ctx context.Context) (string, error) {
	key, err := cs.key(ctx)
	if err != nil {
		return "", err
	}
	return statement.Public(key), nil
}
