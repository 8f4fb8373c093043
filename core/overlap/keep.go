package overlap

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
)

// fillBatch is how many records one transaction of fill takes in.
const fillBatch = 200

// Recorded keeps what is compared of changed records, in their transaction, and has
// what is new of it checked.
func (o *Overlaps) Recorded(ctx context.Context, changes []record.Change) error {
	last := map[string]*record.Record{} // a record that changes twice is what it is in the end
	var ids []string
	for _, c := range changes {
		if c.Kind.Overlaps == nil {
			continue
		}
		if last[c.After.ID] == nil {
			ids = append(ids, c.After.ID)
		}
		last[c.After.ID] = c.After
	}
	if len(ids) == 0 {
		return nil
	}
	slices.Sort(ids)
	var now []Stretch
	for _, recordID := range ids {
		k, err := o.Kinds.Of(ctx, last[recordID].Kind)
		if err != nil {
			return err
		}
		of, err := o.stretches(ctx, k, last[recordID])
		if err != nil {
			return err
		}
		now = append(now, of...)
	}
	return o.keep(ctx, ids, now)
}

// keep brings what is stored of the records to what it is now. What stays the same
// is not checked again.
func (o *Overlaps) keep(ctx context.Context, ids []string, now []Stretch) error {
	have, err := stored(ctx, ids)
	if err != nil {
		return err
	}
	changed := slices.DeleteFunc(slices.Clone(ids), func(recordID string) bool {
		of := func(s Stretch) bool { return s.RecordID != recordID }
		return same(slices.DeleteFunc(slices.Clone(have), of), slices.DeleteFunc(slices.Clone(now), of))
	})
	if len(changed) == 0 {
		return nil
	}
	for _, table := range []string{"overlap_span", "overlap_word"} {
		if _, err := db.Exec(ctx, "DELETE FROM "+table+" WHERE record_id IN (?)", changed); err != nil {
			return fmt.Errorf("forget what was compared: %w", err)
		}
	}
	var spans, words [][]any
	for _, s := range now {
		if !slices.Contains(changed, s.RecordID) {
			continue
		}
		told, err := json.Marshal(s)
		if err != nil {
			return err
		}
		spans = append(spans, []any{s.RecordID, s.No, s.Kind, s.UnitID, s.ParentID, s.First.String(), s.Last.String(), string(told), false, id.New("ovl")})
		words = append(words, s.words()...)
	}
	if len(spans) == 0 {
		return nil
	}
	if _, err := db.InsertRows(ctx, "INSERT INTO overlap_span (record_id, no, kind, unit_id, parent_id, first_on, last_on, told, checked, stamp)", spans); err != nil {
		return fmt.Errorf("keep what is compared: %w", err)
	}
	if _, err := db.InsertRows(ctx, "INSERT INTO overlap_word (record_id, no, word, path, own, from_on, to_on)", words); err != nil {
		return fmt.Errorf("keep what it is found by: %w", err)
	}
	return job.Enqueue(ctx, CheckJob, nil, job.Unique(CheckJob))
}

// same reports whether two records' stretches say the same.
func same(a, b []Stretch) bool {
	return slices.EqualFunc(a, b, func(x, y Stretch) bool {
		return x.No == y.No && x.UnitID == y.UnitID && x.ParentID == y.ParentID && x.First == y.First && x.Last == y.Last &&
			slices.Equal(x.Places, y.Places) && slices.Equal(x.Groups, y.Groups) && slices.Equal(x.Themes, y.Themes) && slices.Equal(x.Bodies, y.Bodies)
	})
}

// stored are the stretches of records as they are kept, in the order of their
// records and rows.
func stored(ctx context.Context, ids []string) ([]Stretch, error) {
	rows, err := db.Query(ctx, "SELECT record_id, no, kind, unit_id, parent_id, first_on, last_on, told FROM overlap_span WHERE record_id IN (?) ORDER BY record_id, no", ids)
	if err != nil {
		return nil, err
	}
	var out []Stretch
	err = db.Each(rows, func(scan *sql.Rows) error {
		var s Stretch
		var first, last, told string
		if err := scan.Scan(&s.RecordID, &s.No, &s.Kind, &s.UnitID, &s.ParentID, &first, &last, &told); err != nil {
			return err
		}
		s.First, s.Last = day(map[string]any{"d": first}, "d"), day(map[string]any{"d": last}, "d")
		out = append(out, s)
		return json.Unmarshal([]byte(told), &out[len(out)-1])
	})
	return out, err
}

// words are the rows a stretch is found by: each thing it has in common with others,
// at each of its places and, not as its own, at the places above below the province.
func (s Stretch) words() [][]any {
	from, to := s.window()
	var said []string
	for word, values := range map[string][]string{"group:": s.Groups, "theme:": s.Themes, "body:": s.Bodies} {
		for _, v := range values {
			said = append(said, word+v)
		}
	}
	slices.Sort(said)
	paths := map[string]bool{}
	for _, place := range s.Places {
		for _, above := range unit.Ancestors(place) {
			if above == place || !root(above) {
				paths[above] = paths[above] || above == place
			}
		}
	}
	var out [][]any
	for _, word := range said {
		for path, own := range paths {
			out = append(out, []any{s.RecordID, s.No, word, path, own, from, to})
		}
	}
	return out
}

// window is from the first of the month it begins in to the last day it can meet
// others on.
func (s Stretch) window() (from, to string) {
	year, m, _ := s.First.Civil()
	begins := calendar.NewDate(year, m, 1)
	ends := begins.AddMonths(1).AddDays(-1)
	if s.short() && s.Last.After(ends) {
		ends = s.Last
	}
	return begins.String(), ends.String()
}

// fill takes in records that were there before their kind was compared, or while it
// was off.
func (o *Overlaps) fill(ctx context.Context) error {
	for _, k := range o.Kinds.In(ctx).All() {
		if k.Overlaps == nil {
			continue
		}
		for last, more := "", true; more; {
			err := db.InTx(ctx, func(ctx context.Context) error {
				ids, err := missing(ctx, k.Full, k.Overlaps.States, last)
				if err != nil {
					return err
				}
				var now []Stretch
				for _, recordID := range ids {
					last = recordID
					shown, err := o.Records.Shown(ctx, recordID)
					if fault.Is(err, fault.NotFound) {
						continue
					}
					if err != nil {
						return err
					}
					of, err := o.stretches(ctx, k, shown.After)
					if err != nil {
						return err
					}
					now = append(now, of...)
				}
				more = len(ids) == fillBatch
				return o.keep(ctx, ids, now)
			})
			if err != nil {
				return fmt.Errorf("take in %s: %w", k.Full, err)
			}
		}
	}
	return nil
}

// missing are records of the kind in the states of which nothing is kept.
func missing(ctx context.Context, kind string, states []string, after string) ([]string, error) {
	rows, err := db.Query(ctx, "SELECT id FROM record WHERE kind = ? AND state IN (?) AND id > ? AND NOT EXISTS "+
		"(SELECT 1 FROM overlap_span WHERE record_id = record.id) ORDER BY id LIMIT ?", kind, states, after, fillBatch)
	if err != nil {
		return nil, err
	}
	var out []string
	err = db.Each(rows, func(scan *sql.Rows) error {
		var recordID string
		out = append(out, recordID)
		return scan.Scan(&out[len(out)-1])
	})
	return out, err
}
