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
	if len(last) == 0 {
		return nil
	}
	if err := ds.look(ctx, rules, last); err != nil {
		return fmt.Errorf("look what records are for: %w", err)
	}
	return nil
}

// look brings what records are for, by as few statements for a hundred as for one.
func (ds *Duties) look(ctx context.Context, rules []*owed, changes map[string]record.Change) error {
	have, err := known(ctx, changes)
	if err != nil {
		return err
	}
	var given, moved []string
	var want []fulfilment
	touched := map[string]fulfilment{}
	for _, recordID := range slices.Sorted(maps.Keys(changes)) {
		c, had := changes[recordID], have[recordID]
		is, err := ds.fulfils(ctx, rules, c, had)
		if err != nil {
			return fmt.Errorf("%s: %w", recordID, err)
		}
		gone := c.After.Phase == record.Cancelled || c.After.Phase == record.Discarded
		if gone {
			given = append(given, recordID)
		}
		same := true
		for _, f := range append(slices.Clone(had), is...) {
			if gone || !slices.Contains(had, f) || !slices.Contains(is, f) {
				touched[f.Duty+" "+f.key()], same = f, false
			}
		}
		if same {
			continue
		}
		if want = append(want, is...); len(had) > 0 {
			moved = append(moved, recordID)
		}
	}
	if err := keep(ctx, given, moved, want); err != nil || len(touched) == 0 {
		return err
	}
	ds.Counted(ctx)
	return ds.resettle(ctx, touched)
}

// known is what records that are not new are for, as it is stored.
func known(ctx context.Context, changes map[string]record.Change) (map[string][]fulfilment, error) {
	var ids []string
	for recordID, c := range changes {
		if c.Before != nil {
			ids = append(ids, recordID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := db.Find[fulfilment](ctx, "WHERE record_id IN (?)", ids)
	out := map[string][]fulfilment{}
	for _, f := range list {
		out[f.RecordID] = append(out[f.RecordID], f)
	}
	return out, err
}

// keep stores what records are for in the place of what those that moved were for;
// what was given up is no longer under way.
func keep(ctx context.Context, given, moved []string, want []fulfilment) error {
	if len(given) > 0 {
		if _, err := db.Exec(ctx, "UPDATE duty_obligation SET working_id = '' WHERE working_id <> '' AND working_id IN (?)", given); err != nil {
			return err
		}
	}
	if len(moved) > 0 {
		if _, err := db.Exec(ctx, "DELETE FROM duty_fulfilment WHERE record_id IN (?)", moved); err != nil {
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

// resettle brings the obligations records are for, where there is one yet, and tells
// which are met by them. touched has one record's word for each.
func (ds *Duties) resettle(ctx context.Context, touched map[string]fulfilment) error {
	names := map[string]bool{}
	for _, f := range touched {
		names["duty:"+f.UnitID+" "+f.Duty] = true
	}
	if err := db.Lock(ctx, slices.Collect(maps.Keys(names))...); err != nil {
		return err
	}
	rows, err := owedFor(ctx, touched)
	if err != nil {
		return err
	}
	sums, err := sumsOf(ctx, rows)
	if err != nil {
		return err
	}
	var changed []*row
	var met []string
	for _, r := range rows {
		before := *r
		if r.settle(sums[r.ID]); *r == before {
			continue
		}
		if changed = append(changed, r); before.State == Open && r.State != Open {
			met = append(met, r.ID)
		}
	}
	if err := saveSettled(ctx, changed); err != nil || len(met) == 0 {
		return err
	}
	return ds.Met(ctx, met)
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
