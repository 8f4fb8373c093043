package programme

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/indicator/row"
	"github.com/doanket/doanket/core/manifest/clause"
	"github.com/doanket/doanket/core/record"
)

// The keys under which counts by clause are kept, of records and of tasks; a
// clause's own is a part of each.
const (
	whole     = "clause"
	wholeTask = "clause.task"
)

func key(clauseID string) string     { return measure.PartKey(whole, clauseID) }
func taskKey(clauseID string) string { return measure.PartKey(wholeTask, clauseID) }

// isTask reports whether records of the kind hang on clauses rather than serve them:
// what is planned is never counted among what was done.
func isTask(s clause.Served) bool { return len(s.Named) > 0 }

// Recorded reckons records in the transaction of their changes. A draft serves
// nothing yet, unless a person has chosen what.
func (p *Programme) Recorded(ctx context.Context, changes []record.Change) error {
	if err := p.holdTasks(ctx, changes); err != nil {
		return err
	}
	if err := p.holdTargets(ctx, changes); err != nil {
		return err
	}
	var asked []record.Change
	last := map[string]int{} // a record that changes twice counts as it is in the end
	for i, c := range changes {
		last[c.After.ID] = i
	}
	for i, c := range changes {
		always := c.Action == record.Classify
		if i != last[c.After.ID] || !always && c.After.Draft && (c.Before == nil || c.Before.Draft) {
			continue
		}
		asked = append(asked, c)
	}
	if len(asked) == 0 {
		return nil
	}
	b, err := p.Book(ctx)
	if err != nil {
		return err
	}
	asked = slices.DeleteFunc(asked, func(c record.Change) bool { return p.served(ctx, b, c.After.Kind).IsZero() })
	return p.reckon(ctx, b, asked, changes)
}

// kept is what is stored of a record's clauses.
type kept struct {
	ids    []string
	chosen bool // by a person
}

// reckon brings what is stored of the records' clauses, and what they count for,
// to what they are now. Of drafts that the changes in all tell of nothing counts yet.
func (p *Programme) reckon(ctx context.Context, b *Book, changes, all []record.Change) error {
	if len(changes) == 0 {
		return nil
	}
	now := row.Counted{Keys: map[string]bool{whole: true, wholeTask: true}}
	for _, c := range changes {
		now.Records = append(now.Records, c.After.ID)
	}
	now.Old = row.Old(all, now.Records)
	have, err := clausesOf(ctx, now.Records)
	if err != nil {
		return err
	}
	var gone []string
	var rows [][]any
	for _, c := range changes {
		was, want, served := have[c.After.ID], []string{}, p.served(ctx, b, c.After.Kind)
		switch {
		case was.chosen:
			want = was.ids
		case !c.After.Draft:
			want = served.For(c.After.Fields)
		}
		if !slices.Equal(was.ids, want) {
			if len(was.ids) > 0 {
				gone = append(gone, c.After.ID)
			}
			for _, clauseID := range want {
				rows = append(rows, []any{c.After.ID, clauseID, c.After.Kind, false})
			}
		}
		of := key
		if isTask(served) {
			of = taskKey
		}
		now.Rows = append(now.Rows, contributions(c, want, of)...)
	}
	if err := replace(ctx, gone, rows); err != nil {
		return fmt.Errorf("keep clauses: %w", err)
	}
	return keep(ctx, now)
}

// clausesOf reads what is stored, by record.
func clausesOf(ctx context.Context, records []string) (map[string]kept, error) {
	rows, err := db.Query(ctx, "SELECT record_id, clause, chosen FROM record_clause WHERE record_id IN (?)", records)
	if err != nil {
		return nil, err
	}
	out := map[string]kept{}
	err = db.Each(rows, func(rows *sql.Rows) error {
		var recordID, clauseID string
		var chosen bool
		err := rows.Scan(&recordID, &clauseID, &chosen)
		k := out[recordID]
		k.chosen = chosen
		if clauseID != "" { // "": a person chose none
			k.ids = append(k.ids, clauseID)
		}
		slices.Sort(k.ids)
		out[recordID] = k
		return err
	})
	return out, err
}

func replace(ctx context.Context, gone []string, rows [][]any) error {
	if len(gone) > 0 {
		if _, err := db.Exec(ctx, "DELETE FROM record_clause WHERE record_id IN (?)", gone); err != nil {
			return err
		}
	}
	_, err := db.InsertRows(ctx, "INSERT INTO record_clause (record_id, clause, kind, chosen)", rows)
	return err
}

// contributions are what a record counts for: one for each clause once it is
// past its draft and not returned, approved when it is done, proven by a sound
// paper its steps ask for. What was withdrawn stands beside.
func contributions(c record.Change, clauses []string, of func(clauseID string) string) []measure.Contribution {
	r := c.After
	if r.Phase != record.Active && r.Phase != record.Done && r.Phase != record.Cancelled {
		return nil
	}
	var out []measure.Contribution
	for _, clauseID := range clauses {
		one := measure.Contribution{ID: id.New("ctb"), Measure: of(clauseID), RecordID: r.ID, UnitID: r.UnitID, UnitPath: r.UnitPath, Day: dayOf(c), Grains: measure.AllGrains}
		if r.Phase == record.Cancelled {
			one.Withdrawn = measure.Scale
			out = append(out, one)
			continue
		}
		one.Num, one.Den = measure.Scale, measure.Scale
		if r.Phase == record.Done {
			one.Approved = measure.Scale
		}
		if proven(c) {
			one.Proven = measure.Scale
		}
		out = append(out, one)
	}
	return out
}

// dayOf is the day by which the kind places its records, else the day it was made.
func dayOf(c record.Change) calendar.Date {
	s, _ := c.After.Fields[c.Kind.Period].(string)
	if d, err := calendar.ParseDay(s); err == nil && !d.IsZero() {
		return d
	}
	return calendar.Today(c.After.CreatedAt)
}

// proven reports whether a slot that some step asks for holds a sound paper; of a
// kind whose steps ask for none, any slot.
func proven(c record.Change) bool {
	var asked []string
	for i := range c.Kind.Lifecycle.Transitions {
		asked = append(asked, c.Kind.Lifecycle.Transitions[i].Slots...)
	}
	for slot, n := range c.Slots {
		if n > 0 && (len(asked) == 0 || slices.Contains(asked, slot)) {
			return true
		}
	}
	return false
}

var _ record.Watcher = (*Programme)(nil)
