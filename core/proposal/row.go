package proposal

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
)

const columns = "SELECT id, act, object, body, reason, by_id, at, expires_at, state, decided_by, decided_at FROM proposal "

// Get finds a proposal, whatever became of it. Fault: NotFound.
func (s Proposals) Get(ctx context.Context, proposalID string) (*Proposal, error) {
	if !id.Valid(proposalID, "prp") {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	list, err := s.find(ctx, columns+"WHERE id = ?", proposalID)
	if err == nil && len(list) == 0 {
		err = fault.New(fault.NotFound, "not_found")
	}
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

// List is the last proposals, those that wait first, at most 100.
func (s Proposals) List(ctx context.Context) ([]Proposal, error) {
	list, err := s.find(ctx, columns+"ORDER BY CASE WHEN state = ? AND expires_at > ? THEN 0 ELSE 1 END, id DESC LIMIT ?",
		Waiting, db.Now(ctx).UnixMicro(), most)
	if err != nil {
		return nil, fmt.Errorf("list proposals: %w", err)
	}
	return list, nil
}

func (s Proposals) find(ctx context.Context, query string, args ...any) (out []Proposal, err error) {
	rows, err := db.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	now := db.Now(ctx)
	err = db.Each(rows, func(rows *sql.Rows) error {
		var p Proposal
		var body string
		var at, expires, decided int64
		err := rows.Scan(&p.ID, &p.Act, &p.Object, &body, &p.Reason, &p.By, &at, &expires, &p.State, &p.DecidedBy, &decided)
		p.Body, p.At, p.Expires = []byte(body), time.UnixMicro(at).UTC(), time.UnixMicro(expires).UTC()
		if decided > 0 {
			p.DecidedAt = time.UnixMicro(decided).UTC()
		}
		if p.State == Waiting && !now.Before(p.Expires) {
			p.State = Lapsed
		}
		out = append(out, p)
		return err
	})
	return out, err
}
