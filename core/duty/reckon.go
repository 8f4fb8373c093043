package duty

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/unit"
)

// ReckonJob makes the obligations of the province what its duties, its tree and
// its settings say: every night, and after each of them has changed.
const ReckonJob = "duty.reckon"

// looksBack is how many days ago an obligation may have fallen due and still be
// made or changed: what lies further back stays as it was.
const looksBack = 400

// state is what is kept of a duty.
type state struct {
	bun.BaseModel `bun:"table:duty_rule,alias:duty_rule"`

	Duty     string `bun:"duty,pk"`
	Since    string `bun:"since"`    // what fell due before it is owed by nobody
	Revision string `bun:"revision"` // of the rules by which records were looked at; "" while they are
	Reached  string `bun:"reached"`  // last record looked at
}

// Prepare asks for a reckoning: when the server starts, and when modules, roles or
// settings have changed.
func (ds *Duties) Prepare(ctx context.Context) error {
	return db.InTx(ctx, func(ctx context.Context) error { return ds.Changed(ctx) })
}

// Changed hears inside its transaction that the tree is another; it is a
// unit.Watcher.
func (ds *Duties) Changed(ctx context.Context) error {
	return job.Enqueue(ctx, ReckonJob, nil, job.Unique(ReckonJob))
}

// Moved rewrites the paths of obligations when a unit moves; it is a unit.Mover.
func (ds *Duties) Moved(ctx context.Context, oldPath, newPath string) error {
	from, to := unit.Range(oldPath)
	_, err := db.Exec(ctx, "UPDATE duty_obligation SET unit_path = CAST(? AS TEXT) || substr(unit_path, ?) WHERE unit_path >= ? AND unit_path < ?",
		newPath, len(oldPath)+1, from, to)
	if err != nil {
		return fmt.Errorf("move obligations: %w", err)
	}
	return nil
}

// Reckon does one ReckonJob, a transaction for each duty.
func (ds *Duties) Reckon(ctx context.Context) error {
	rules := ds.active(ctx)
	if err := forget(ctx, rules); err != nil {
		return err
	}
	byName := map[string][]*owed{}
	for _, d := range rules {
		byName[d.name] = append(byName[d.name], d)
	}
	for name, versions := range byName {
		err := db.InTx(ctx, func(ctx context.Context) error {
			if err := db.Lock(ctx, ReckonJob+" "+name); err != nil {
				return err
			}
			since, err := ds.keep(ctx, name, versions)
			if err != nil {
				return err
			}
			return ds.reckon(ctx, versions, since)
		})
		if err != nil {
			return fmt.Errorf("reckon %s: %w", name, err)
		}
	}
	return nil
}

// forget drops what is kept of duties that bind nobody any more: switched on
// again, they are owed from that day.
func forget(ctx context.Context, rules []*owed) error {
	names := []string{""}
	for _, d := range rules {
		names = append(names, d.name)
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		_, err := db.Exec(ctx, "DELETE FROM duty_rule WHERE duty NOT IN (?)", names)
		return err
	})
}

// keep notes since when the duty is owed and has records looked at anew where it
// has changed.
func (ds *Duties) keep(ctx context.Context, name string, rules []*owed) (calendar.Date, error) {
	tx, err := db.Of(ctx)
	if err != nil {
		return calendar.Date{}, err
	}
	var known []state
	if err := tx.NewSelect().Model(&known).Where("duty = ?", name).Scan(ctx); err != nil {
		return calendar.Date{}, db.Fault(err)
	}
	s := state{Duty: name, Since: today(ctx).String()}
	if len(known) > 0 {
		s = known[0]
	}
	if from := settingsOf(ctx).DutiesFrom; !from.IsZero() {
		s.Since = from.String()
	}
	if s.Revision != revision(rules) {
		s.Revision, s.Reached = "", ""
		if err := enqueueRebuild(ctx, name); err != nil {
			return calendar.Date{}, err
		}
	}
	_, err = tx.NewInsert().Model(&s).On("CONFLICT (duty) DO UPDATE").
		Set("since = EXCLUDED.since").Set("revision = EXCLUDED.revision").Set("reached = EXCLUDED.reached").Exec(ctx)
	if err != nil {
		return calendar.Date{}, db.Fault(err)
	}
	return calendar.ParseDate(s.Since)
}

// reckon brings the obligations of one duty to what is owed.
func (ds *Duties) reckon(ctx context.Context, rules []*owed, since calendar.Date) error {
	if back := today(ctx).AddDays(-looksBack); since.Before(back) {
		since = back
	}
	want := map[string]*row{}
	for _, d := range rules {
		var err error
		if d.Rhythm == manifest.RhythmBefore {
			err = ds.wantBefore(ctx, d, since, want)
		} else {
			err = ds.wantPeriods(ctx, d, since, want)
		}
		if err != nil {
			return err
		}
	}
	have, err := obligations(ctx, rules[0].name, since)
	if err != nil {
		return err
	}
	records, err := fulfilments(ctx, rules[0].name, want)
	if err != nil {
		return err
	}
	ds.Counted(ctx)
	return bring(ctx, have, want, records)
}

// bring writes the difference.
func bring(ctx context.Context, have, want map[string]*row, records map[string][]fulfilment) error {
	var made []*row
	for key, w := range want {
		h := have[key]
		if h == nil {
			w.settle(sumOf(w, records[key]))
			made = append(made, w)
			continue
		}
		now := *h
		now.UnitPath, now.Branch, now.DueOn, now.CountsOn, now.Firm, now.Need = w.UnitPath, w.Branch, w.DueOn, w.CountsOn, w.Firm, w.Need
		if w.Occasion == "" {
			now.OpensOn = w.OpensOn
		}
		if now.settle(sumOf(w, records[key])); now != *h {
			if err := now.save(ctx); err != nil {
				return err
			}
		}
	}
	for key, h := range have {
		if want[key] != nil || h.State != Open {
			continue
		}
		h.State = Ended
		if err := h.save(ctx); err != nil {
			return err
		}
	}
	return insert(ctx, made)
}

// wantPeriods puts in what a rule asks for period by period.
func (ds *Duties) wantPeriods(ctx context.Context, d *owed, since calendar.Date, want map[string]*row) error {
	s := settingsOf(ctx)
	now := today(ctx)
	for p := periodOf(d, since.AddMonths(-24), s); p != ""; p = p.Next() {
		first, last := p.Range()
		at, err := DaysOf(ctx, d.Duty, p, s)
		if err != nil {
			return err
		}
		if at.Opens.After(now) && first.After(now) {
			return nil
		}
		if at.Opens.After(now) || at.Due.Before(since) || !d.InForce(last) {
			continue
		}
		units, err := ds.owing(ctx, d, at.Due)
		if err != nil {
			return err
		}
		for i := range units {
			w := newRow(d, &units[i], p, at, times(d, s))
			want[w.key()] = w
		}
	}
	return nil
}

// owing are the units that owe the rule on the day, or today while it is to come.
func (ds *Duties) owing(ctx context.Context, d *owed, on calendar.Date) ([]unit.Unit, error) {
	if now := today(ctx); on.After(now) {
		on = now
	}
	reach, err := ds.reach(ctx, d)
	if err != nil {
		return nil, err
	}
	page, err := ds.Tree.List(ctx, unit.Filter{Kind: d.UnitKinds, AsOf: on})
	if err != nil {
		return nil, err
	}
	if !reach.All {
		page.Items = slices.DeleteFunc(slices.Clone(page.Items), func(u unit.Unit) bool { return !reach.Holds(u.Path) })
	}
	if len(d.Places) == 0 {
		return page.Items, nil
	}
	var out []unit.Unit
	for _, u := range page.Items {
		place, err := ds.Tree.Get(ctx, u.PlaceID)
		if err != nil {
			return nil, err
		}
		if u.ParentID == u.PlaceID && slices.Contains(d.Places, place.Kind) {
			out = append(out, u)
		}
	}
	return out, nil
}

func newRow(d *owed, u *unit.Unit, p calendar.Period, at Days, need int) *row {
	return &row{ID: id.New("obl"), Duty: d.name, Kind: d.Kind, UnitID: u.ID, UnitPath: u.Path, Branch: u.Branch, Period: string(p),
		OpensOn: at.Opens.String(), DueOn: at.Due.String(), CountsOn: at.Counts.String(), Firm: d.Status != manifest.StatusToConfirm,
		Need: need, State: Open}
}

// obligations are those of a duty that fall due on a day or later, by key.
func obligations(ctx context.Context, duty string, since calendar.Date) (map[string]*row, error) {
	tx, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var rows []*row
	if err := tx.NewSelect().Model(&rows).Where("duty = ? AND due_on >= ?", duty, since.String()).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read obligations: %w", db.Fault(err))
	}
	out := map[string]*row{}
	for _, r := range rows {
		out[r.key()] = r
	}
	return out, nil
}

// fulfilments are the records for the obligations of a duty, by key.
func fulfilments(ctx context.Context, duty string, of map[string]*row) (map[string][]fulfilment, error) {
	tx, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	periods := []string{}
	for _, w := range of {
		if !slices.Contains(periods, w.Period) {
			periods = append(periods, w.Period)
		}
	}
	out := map[string][]fulfilment{}
	if len(periods) == 0 {
		return out, nil
	}
	var rows []fulfilment
	err = tx.NewSelect().Model(&rows).Where("duty = ? AND period IN (?)", duty, bun.List(periods)).OrderExpr("record_id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read fulfilments: %w", db.Fault(err))
	}
	for _, f := range rows {
		out[f.key()] = append(out[f.key()], f)
	}
	return out, nil
}
