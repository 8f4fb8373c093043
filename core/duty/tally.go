package duty

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/manifest"
)

// Line counts what one unit owes of a duty in some days: for figures, so nobody's
// right to read is asked.
type Line struct {
	UnitID   string
	UnitPath string
	Owed     int // without the excused and the ended
	Met      int // in time or late
	Late     int
	Missed   int // of those not met: past their last day
	Proven   int // of those met
	Excused  int
	Records  []string // that met it, the proven ones first
}

// Lines counts a duty's obligations that count on a day from first to last, by
// unit.
func (ds *Duties) Lines(ctx context.Context, duty string, first, last calendar.Date) ([]Line, error) {
	rules := ds.named(ctx, duty)
	if len(rules) == 0 {
		return nil, nil
	}
	reach, err := ds.reach(ctx, rules[0])
	if err != nil {
		return nil, err
	}
	tx, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var rows []*row
	err = tx.NewSelect().Model(&rows).Where("duty = ? AND counts_on >= ? AND counts_on <= ? AND opens_on <= ?", duty, first.String(), last.String(), today(ctx).String()).
		OrderExpr("unit_path, due_on").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("count obligations: %w", db.Fault(err))
	}
	at := map[string]int{}
	var out []Line
	for _, r := range rows {
		if !reach.Holds(r.UnitPath) {
			continue
		}
		i, known := at[r.UnitID]
		if !known {
			i = len(out)
			at[r.UnitID], out = i, append(out, Line{UnitID: r.UnitID, UnitPath: r.UnitPath})
		}
		out[i].take(r, today(ctx).String())
	}
	return out, nil
}

func (l *Line) take(r *row, day string) {
	switch r.stateOn(day) {
	case Missed:
		l.Missed++
	case Ended:
		return
	case Excused:
		l.Excused++
		return
	case Met, MetLate:
		l.Met++
		if r.State == MetLate {
			l.Late++
		}
		if r.Proven {
			l.Proven++
			l.Records = append([]string{r.RecordID}, l.Records...)
		} else {
			l.Records = append(l.Records, r.RecordID)
		}
	}
	l.Owed++
}

// Below is how those below stand with one duty in one period.
type Below struct {
	Duty     string
	Label    manifest.Text
	Period   calendar.Period
	DueOn    calendar.Date
	Owed     int // not excused
	NotBegun int
	Missed   int
}

// Below counts, for who may excuse units, how those stand who have not met what
// falls due within some days or is missed: at most limit lines, first due first.
func (ds *Duties) Below(ctx context.Context, within, limit int) ([]Below, error) {
	q := &clause{}
	if err := ds.reached(ctx, q, ExcuseAct); err != nil {
		return nil, err
	}
	now := today(ctx)
	q.Add(" AND opens_on <= ? AND due_on >= ? AND due_on <= ? AND state NOT IN ('excused', 'ended')", now.String(), now.AddDays(-looksBack).String(), now.AddDays(within).String())
	own, err := ds.owners(ctx)
	if err != nil {
		return nil, err
	}
	for _, u := range own {
		q.Add(" AND unit_id <> ?", u.id)
	}
	tx, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		Duty     string `bun:"duty"`
		Period   string `bun:"period"`
		Due      string `bun:"due"`
		Owed     int    `bun:"owed"`
		NotBegun int    `bun:"not_begun"`
		Missed   int    `bun:"missed"`
	}
	err = tx.NewSelect().Model((*row)(nil)).ColumnExpr("duty, period, MIN(due_on) AS due, COUNT(*) AS owed").
		ColumnExpr("SUM(CASE WHEN state = 'open' AND NOT begun THEN 1 ELSE 0 END) AS not_begun").
		ColumnExpr("SUM(CASE WHEN state = 'open' AND firm AND due_on < ? THEN 1 ELSE 0 END) AS missed", now.String()).
		Where(q.Text.String(), q.Args...).GroupExpr("duty, period").
		Having("SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END) > 0").OrderExpr("due, duty").Limit(int64(limit)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("count obligations below: %w", db.Fault(err))
	}
	out := []Below{}
	for _, r := range rows {
		out = append(out, Below{Duty: r.Duty, Label: ds.named(ctx, r.Duty)[0].Label, Period: calendar.Period(r.Period), DueOn: day(r.Due), Owed: r.Owed, NotBegun: r.NotBegun, Missed: r.Missed})
	}
	return out, nil
}
