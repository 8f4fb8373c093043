package ledger

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/row"
)

// Line is what one body was asked and how it answered, of the
// recommendations the reader may see. Sent is the sum of NotDue, OnTime, Late,
// Silent and Elsewhere.
type Line struct {
	UnitID    string
	Sent      int
	NotDue    int // no answer yet, and none owed yet
	OnTime    int // answered by the day due
	Late      int // answered after it
	Silent    int // no answer, and overdue
	Elsewhere int // said not to be theirs, or forwarded to another body
	TakenUp   int // accepted, wholly or partly
	Promised  int // with a day promised
}

// recommendation is the kind the ledger is of.
const recommendation = "core.recommendation"

// maxLines bounds the lines of a ledger: bodies of a province.
const maxLines = 2000

// Records is the part of record.Records the ledger needs.
type Records interface {
	Reach(ctx context.Context, kind, under string) (*kind.Kind, *row.Clause, error)
}

// Lines are those of the recommendations the actor may read, at or below a unit
// as sender or addressee ("" for wherever they may read), from one source or, with
// "", from all. Fault: NotFound for an unknown unit.
func Lines(ctx context.Context, records Records, under, source string) ([]Line, error) {
	k, reach, err := records.Reach(ctx, recommendation, under)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	if reach == nil {
		return nil, nil
	}
	today := calendar.Today(db.Now(ctx)).String()
	c := &row.Clause{}
	c.Add(`SELECT t.to_unit, COUNT(*),
		SUM(CASE WHEN t.counted_on IS NULL AND r.waits = 1 AND (t.due_on IS NULL OR t.due_on >= ?) THEN 1 ELSE 0 END),
		SUM(CASE WHEN t.answer_timing = 'on_time' THEN 1 ELSE 0 END),
		SUM(CASE WHEN t.answer_timing = 'late' THEN 1 ELSE 0 END),
		SUM(CASE WHEN t.counted_on IS NULL AND r.waits = 1 AND t.due_on < ? THEN 1 ELSE 0 END),
		SUM(CASE WHEN t.counted_on IS NULL AND r.waits = 0 THEN 1 ELSE 0 END),
		SUM(CASE WHEN t.result IN ('accepted', 'partly') THEN 1 ELSE 0 END),
		SUM(CASE WHEN t.commitment_on IS NOT NULL THEN 1 ELSE 0 END)
		FROM (SELECT id AS record_id, CASE WHEN state IN ('not_competent', 'forwarded') THEN 0 ELSE 1 END AS waits FROM record
			WHERE `, today, today)
	c.Add(reach.Text.String(), reach.Args...)
	c.Add(") r JOIN "+k.SQLTable+" t ON t.id = r.record_id WHERE t.issued = ?", k.Column("issued").Write(true))
	if source != "" {
		c.Add(" AND t.source = ?", source)
	}
	c.Add(" GROUP BY t.to_unit ORDER BY t.to_unit LIMIT ?", maxLines)
	rows, err := db.Query(ctx, c.Text.String(), c.Args...)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	var out []Line
	err = db.Each(rows, func(rows *sql.Rows) error {
		var l Line
		if err := rows.Scan(&l.UnitID, &l.Sent, &l.NotDue, &l.OnTime, &l.Late, &l.Silent, &l.Elsewhere, &l.TakenUp, &l.Promised); err != nil {
			return err
		}
		out = append(out, l)
		return nil
	})
	return out, err
}
