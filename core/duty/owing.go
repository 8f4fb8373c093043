package duty

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/manifest"
)

// Owing is an obligation nobody has met yet, as reminders see it.
type Owing struct {
	ID       string
	Duty     *manifest.Duty // the rule in force
	UnitID   string
	UnitPath string
	Branch   string
	Period   calendar.Period
	OpensOn  calendar.Date
	DueOn    calendar.Date
	Firm     bool // false while the law is to be confirmed: it is never late
}

// Fulfilled is an obligation that was met, as those who owed it are told of it.
type Fulfilled struct {
	Owing
	RecordID string // that met it, the last of several
	Late     bool
}

// Fulfilled is the obligation with the id while it is met; nil when it is not, or
// nobody owes it any more. Nobody's right to read is asked.
func (ds *Duties) Fulfilled(ctx context.Context, obligationID string) (*Fulfilled, error) {
	r, err := find(ctx, obligationID)
	if err != nil || r == nil || r.State != Met && r.State != MetLate {
		return nil, err
	}
	rules := ds.named(ctx, r.Duty)
	if len(rules) == 0 {
		return nil, nil
	}
	return &Fulfilled{Owing: ds.outstanding(rules, r), RecordID: r.RecordID, Late: r.State == MetLate}, nil
}

// outstanding is an obligation as reminders see it; some of the rules are its duty's.
func (ds *Duties) outstanding(rules []*owed, r *row) Owing {
	d := inForce(rules, r.Duty, calendar.Period(r.Period))
	if d == nil {
		d = rules[slices.IndexFunc(rules, func(d *owed) bool { return d.name == r.Duty })]
	}
	return Owing{ID: r.ID, Duty: d.Duty, UnitID: r.UnitID, UnitPath: r.UnitPath, Branch: r.Branch, Period: calendar.Period(r.Period),
		OpensOn: day(r.OpensOn), DueOn: day(r.DueOn), Firm: r.Firm}
}

// Missed reports whether the last day has passed.
func (o *Owing) Missed(today calendar.Date) bool { return o.Firm && o.DueOn.Before(today) }

// Owing is what is open on a day and due up to another, by id, at most
// limit after the obligation last ("" for the first ones). Nobody's right to read
// is asked. What fell due so long ago that it is reckoned no more is left out.
func (ds *Duties) Owing(ctx context.Context, on, until calendar.Date, last string, limit int) ([]Owing, error) {
	rules := ds.active(ctx)
	names := []string{""}
	for _, d := range rules {
		names = append(names, d.name)
	}
	tx, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var rows []*row
	err = tx.NewSelect().Model(&rows).Where("duty IN (?) AND state = 'open' AND opens_on <= ? AND due_on >= ? AND due_on <= ? AND id > ?",
		bun.List(names), on.String(), on.AddDays(-looksBack).String(), until.String(), last).OrderExpr("id").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read what is owed: %w", db.Fault(err))
	}
	out := make([]Owing, 0, len(rows))
	for _, r := range rows {
		out = append(out, ds.outstanding(rules, r))
	}
	return out, nil
}
