package sheet

import (
	"context"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

// back takes back the next rows, the last first: drafts are discarded as they were
// made, changes reversed. What somebody has gone on with since stays.
func (s *Sheets) back(ctx context.Context, imp *Import, rows int) (bool, error) {
	list, err := s.staged(ctx, imp, Done, backward, rows)
	if err != nil {
		return false, err
	}
	if len(list) == 0 {
		return false, s.end(ctx, imp, Undone)
	}
	var changed []*staged
	var commands []record.Command
	var made []*staged
	for _, l := range list {
		if l.before == "" {
			made = append(made, l)
			continue
		}
		before, err := fieldsOf(l.before)
		if err != nil {
			return false, err
		}
		changed, commands = append(changed, l), append(commands, record.Command{RecordID: l.recordID, Version: l.version, Fields: before})
	}
	if err := s.write(ctx, imp, changed, commands, RowBack, RowKept); err != nil {
		return false, err
	}
	for _, l := range changed {
		if l.state == RowKept && l.problem.Kind == fault.Stale {
			l.problem = movedOn()
		}
	}
	if err := s.discard(ctx, made); err != nil {
		return false, err
	}
	return s.settle(ctx, imp, list)
}

func movedOn() *Problem {
	return &Problem{Kind: fault.Conflict, Code: "sheet.moved_on", Cells: []CellProblem{{Code: "sheet.moved_on"}}}
}

// discard throws the drafts of rows away by one act; where one of them has moved on, each
// by itself in one transaction.
func (s *Sheets) discard(ctx context.Context, made []*staged) error {
	ids := make([]string, len(made))
	for i, l := range made {
		ids[i], l.state, l.problem = l.recordID, RowBack, nil
	}
	if len(ids) == 0 || s.Records.DiscardAll(ctx, ids, 1) == nil {
		return nil
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		for _, l := range made {
			err := s.Records.Discard(ctx, l.recordID, 1)
			switch {
			case err == nil:
			case fault.Is(err, fault.NotFound):
				if gone, err := s.gone(ctx, l.recordID); err != nil {
					return err
				} else if !gone {
					l.state, l.problem = RowKept, movedOn()
				}
			case fault.Is(err, fault.Unavailable), fault.Is(err, fault.Internal):
				return err
			default:
				l.state, l.problem = RowKept, movedOn()
			}
		}
		return nil
	})
}

// gone reports whether a draft was discarded already, before a cut or by hand.
func (s *Sheets) gone(ctx context.Context, recordID string) (bool, error) {
	var n int
	err := db.QueryRow(ctx, "SELECT count(*) FROM record WHERE id = ? AND phase <> 'discarded'", recordID).Scan(&n)
	return n == 0, err
}
