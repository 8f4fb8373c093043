package duty

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/record/act"
)

// Recorded hears of changes inside the records' transaction: what they are for,
// and whether that is met by them. Records a duty falls due before are left to a
// reckoning.
func (ds *Duties) Recorded(ctx context.Context, changes []record.Change) error {
	rules := ds.active(ctx)
	last := map[string]record.Change{} // a record that changes twice is for what it is in the end
	for _, c := range changes {
		for _, d := range rules {
			if d.Kind == c.After.Kind {
				last[c.After.ID] = c
			}
			if d.Before != nil && d.Before.Kind == c.After.Kind {
				if err := ds.Changed(ctx); err != nil {
					return err
				}
			}
		}
	}
	for _, recordID := range slices.Sorted(maps.Keys(last)) {
		if err := ds.look(ctx, rules, last[recordID]); err != nil {
			return fmt.Errorf("look what %s is for: %w", recordID, err)
		}
	}
	return nil
}

// look brings what one record is for.
func (ds *Duties) look(ctx context.Context, rules []*owed, c record.Change) error {
	var have []fulfilment
	if c.Before != nil {
		var err error
		if have, err = db.Find[fulfilment](ctx, "WHERE record_id = ?", c.After.ID); err != nil {
			return err
		}
	}
	want, err := ds.fulfils(ctx, rules, c, have)
	if err != nil {
		return err
	}
	given := c.After.Phase == record.Cancelled || c.After.Phase == record.Discarded
	if given {
		if _, err := db.Exec(ctx, "UPDATE duty_obligation SET working_id = '' WHERE working_id = ?", c.After.ID); err != nil {
			return err
		}
	}
	touched := map[string]fulfilment{}
	for _, f := range append(slices.Clone(have), want...) {
		if given || !slices.Contains(have, f) || !slices.Contains(want, f) {
			touched[f.Duty+" "+f.key()] = f
		}
	}
	if len(touched) == 0 {
		return nil
	}
	ds.Counted(ctx)
	if err := keep(ctx, c.After.ID, have, want); err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(touched)) {
		if err := ds.resettle(ctx, touched[key]); err != nil {
			return err
		}
	}
	return nil
}

// keep stores what a record is for in the place of what it was for.
func keep(ctx context.Context, recordID string, have, want []fulfilment) error {
	if len(have) > 0 {
		if _, err := db.Exec(ctx, "DELETE FROM duty_fulfilment WHERE record_id = ?", recordID); err != nil {
			return err
		}
	}
	rows := make([][]any, len(want))
	for i, f := range want {
		rows[i] = []any{f.Duty, f.RecordID, f.UnitID, f.Period, f.Occasion, f.MetOn, f.Proven}
	}
	_, err := db.InsertRows(ctx, "INSERT INTO duty_fulfilment (duty, record_id, unit_id, period, occasion, met_on, proven)", rows)
	return err
}

const forOne = "WHERE duty = ? AND unit_id = ? AND period = ? AND occasion = ?"

// resettle brings the obligation a record is for, if there is one yet, and tells
// when that is met by it.
func (ds *Duties) resettle(ctx context.Context, f fulfilment) error {
	if err := db.Lock(ctx, "duty:"+f.UnitID+" "+f.Duty); err != nil {
		return err
	}
	rows, err := db.Find[row](ctx, forOne, f.Duty, f.UnitID, f.Period, f.Occasion)
	if err != nil || len(rows) == 0 || rows[0].State == Ended {
		return err
	}
	records, err := recordsFor(ctx, &rows[0])
	if err != nil {
		return err
	}
	now := rows[0]
	if now.settle(records); now == rows[0] {
		return nil
	}
	if err := now.save(ctx); err != nil || rows[0].State != Open || now.State == Open {
		return err
	}
	return ds.Met(ctx, now.ID)
}

// recordsFor are the records for one obligation.
func recordsFor(ctx context.Context, r *row) ([]fulfilment, error) {
	return db.Find[fulfilment](ctx, forOne+" ORDER BY record_id", r.Duty, r.UnitID, r.Period, r.Occasion)
}

// fulfils is what a record is for now. A day on which it came to meet a duty
// stays while it goes on meeting it.
func (ds *Duties) fulfils(ctx context.Context, rules []*owed, c record.Change, have []fulfilment) ([]fulfilment, error) {
	var out []fulfilment
	r := c.After
	if r.Phase == record.Cancelled || r.Phase == record.Discarded {
		return nil, nil
	}
	var in *rule.Input
	for _, d := range rules {
		if d.Kind != r.Kind {
			continue
		}
		p, occasion := ds.placed(ctx, d, r)
		if p == "" || inForce([]*owed{d}, d.name, p) == nil {
			continue
		}
		if in == nil {
			seen, err := ds.input(ctx, c)
			if err != nil {
				return nil, err
			}
			in = &seen
		}
		meets := false
		if !r.Draft && r.Phase != record.Returned {
			var err error
			if meets, err = d.rule.Meets(*in); err != nil {
				return nil, err
			}
		}
		for _, unitID := range covered(d, r) {
			f := fulfilment{Duty: d.name, RecordID: r.ID, UnitID: unitID, Period: string(p), Occasion: occasion}
			if meets {
				f.MetOn, f.Proven = metOn(ctx, d, r, f, have), proven(d, c.Slots)
			}
			out = append(out, f)
		}
	}
	return out, nil
}

// placed says which period, and which record it falls due before, a record is
// for; no period when it is for none.
func (ds *Duties) placed(ctx context.Context, d *owed, r *record.Record) (calendar.Period, string) {
	s := settingsOf(ctx)
	if d.Rhythm == manifest.RhythmBefore {
		occasion, _ := r.Fields[d.Before.Link].(string)
		if occasion == "" {
			return "", ""
		}
		c, err := ds.Records.Shown(ctx, occasion)
		if err != nil {
			return "", ""
		}
		text, _ := c.After.Fields[d.Before.Field].(string)
		on, _ := calendar.ParseDay(text)
		return periodOf(d, on, s), occasion
	}
	switch v := r.Fields[d.Period].(type) {
	case int64:
		p, err := calendar.ParsePeriod(fmt.Sprintf("%04d", v))
		if err != nil {
			return "", ""
		}
		return p, ""
	case string:
		on, _ := calendar.ParseDay(v)
		return periodOf(d, on, s), ""
	case float64:
		p, _ := calendar.ParsePeriod(strconv.Itoa(int(v)))
		return p, ""
	}
	return "", ""
}

// metOn is the day a record came to meet a duty: the one it says, else the one it
// is known to have, else today.
func metOn(ctx context.Context, d *owed, r *record.Record, f fulfilment, have []fulfilment) string {
	if d.Met != "" {
		text, _ := r.Fields[d.Met].(string)
		if on, err := calendar.ParseDay(text); err == nil && !on.IsZero() {
			return on.String()
		}
	}
	for _, h := range have {
		if h.Duty == f.Duty && h.key() == f.key() && h.MetOn != "" {
			return h.MetOn
		}
	}
	return calendar.Today(r.UpdatedAt).String()
}

func proven(d *owed, slots map[string]int) bool {
	return len(d.Proof) > 0 && !slices.ContainsFunc(d.Proof, func(slot string) bool { return slots[slot] == 0 })
}

// covered are the units a record counts for.
func covered(d *owed, r *record.Record) []string {
	if len(d.Covers) == 0 {
		return []string{r.UnitID}
	}
	var out []string
	for _, name := range d.Covers {
		switch v := r.Fields[name].(type) {
		case string:
			out = append(out, v)
		case []string:
			out = append(out, v...)
		}
		if name == "unit" {
			out = append(out, r.UnitID)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// input is what expressions see of a record.
func (ds *Duties) input(ctx context.Context, c record.Change) (rule.Input, error) {
	k, err := ds.Kinds.Of(ctx, c.After.Kind)
	if err != nil {
		return rule.Input{}, err
	}
	a := &act.Act{Kind: k, Before: c.After, After: c.After, Docs: c.Slots}
	if err := a.Open(ctx); err != nil {
		return rule.Input{}, err
	}
	return a.RuleInput(), nil
}

var _ record.Watcher = (*Duties)(nil)
