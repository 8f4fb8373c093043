package duty

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/db"
)

// sum is what an obligation comes to by the records for it.
type sum struct {
	have    int    // that meet it
	last    string // the last of them
	working string // the last under way
	done    bool   // the one that was under way meets it
	on, by  string // the day it was met and by which; "" while some are wanting
	proven  bool   // those by which it was met
}

// sumOf adds up the records for an obligation.
func sumOf(r *row, records []fulfilment) sum {
	var s sum
	var met []fulfilment
	for _, f := range records {
		if f.MetOn == "" {
			s.working = max(s.working, f.RecordID)
			continue
		}
		met = append(met, f)
		s.done = s.done || f.RecordID == r.WorkingID
	}
	slices.SortFunc(met, func(a, b fulfilment) int {
		return cmp.Or(cmp.Compare(a.MetOn, b.MetOn), cmp.Compare(a.RecordID, b.RecordID))
	})
	if s.have = len(met); s.have > 0 {
		s.last = met[s.have-1].RecordID
	}
	if s.have >= r.Need {
		counted := met[:r.Need]
		s.on, s.by = counted[r.Need-1].MetOn, counted[r.Need-1].RecordID
		s.proven = !slices.ContainsFunc(counted, func(f fulfilment) bool { return !f.Proven })
	}
	return s
}

// theirs are the records for the obligation o, meet those of them that meet it, in the
// order of an index: however many there are, few are looked at, and the rest counted.
const (
	theirs = " FROM duty_fulfilment AS f WHERE f.duty = o.duty AND f.unit_id = o.unit_id AND f.period = o.period AND f.occasion = o.occasion"
	meet   = theirs + " AND f.met_on > ''"
)

const sums = "SELECT o.id, (SELECT count(*)" + meet + "), " +
	"COALESCE((SELECT f.record_id" + meet + " ORDER BY f.met_on DESC, f.record_id DESC LIMIT 1), ''), " +
	"COALESCE((SELECT f.record_id" + theirs + " AND f.met_on = '' ORDER BY f.record_id DESC LIMIT 1), ''), " +
	"EXISTS (SELECT 1" + meet + " AND f.record_id = o.working_id), " +
	"COALESCE((SELECT f.met_on || ' ' || f.record_id" + meet + " ORDER BY f.met_on, f.record_id LIMIT 1 OFFSET ?), ''), " +
	"NOT EXISTS (SELECT 1 FROM (SELECT f.proven" + meet + " ORDER BY f.met_on, f.record_id LIMIT ?) AS counted WHERE NOT counted.proven) " +
	"FROM duty_obligation AS o WHERE o.id IN (?)"

// sumsOf are the sums of obligations as they are stored, by id.
func sumsOf(ctx context.Context, list []*row) (map[string]sum, error) {
	out, needs := map[string]sum{}, map[int][]string{}
	for _, r := range list {
		needs[r.Need] = append(needs[r.Need], r.ID)
	}
	for need, ids := range needs {
		rows, err := db.Query(ctx, sums, need-1, need, ids)
		if err == nil {
			err = db.Each(rows, func(rows *sql.Rows) error {
				var s sum
				var id, at string
				err := rows.Scan(&id, &s.have, &s.last, &s.working, &s.done, &at, &s.proven)
				s.on, s.by, _ = strings.Cut(at, " ")
				s.proven = s.proven && s.have >= need
				out[id] = s
				return err
			})
		}
		if err != nil {
			return nil, fmt.Errorf("add up obligations: %w", err)
		}
	}
	return out, nil
}

// settle makes the obligation what the records for it come to. Who was excused stays
// so until the excuse is taken back.
func (r *row) settle(s sum) {
	r.Have, r.RecordID, r.MetOn, r.Proven = s.have, cmp.Or(s.by, s.last), s.on, s.proven
	switch {
	case s.working != "":
		r.WorkingID = s.working
	case s.done:
		r.WorkingID = ""
	}
	r.Begun = s.have > 0 || r.WorkingID != ""
	if r.State == Excused {
		return
	}
	switch {
	case r.MetOn == "":
		r.State = Open
	case r.Firm && r.MetOn > r.DueOn:
		r.State = MetLate
	default:
		r.State = Met
	}
}

// owedFor are the obligations records are for, but those that ended.
func owedFor(ctx context.Context, touched map[string]fulfilment) ([]*row, error) {
	var lists [4][]string
	for _, f := range touched {
		for i, said := range []string{f.Duty, f.UnitID, f.Period, f.Occasion} {
			lists[i] = append(lists[i], said)
		}
	}
	for i := range lists {
		slices.Sort(lists[i])
		lists[i] = slices.Compact(lists[i])
	}
	rows, err := db.Find[*row](ctx, "WHERE duty IN (?) AND unit_id IN (?) AND period IN (?) AND occasion IN (?) AND state <> 'ended'",
		lists[0], lists[1], lists[2], lists[3])
	return slices.DeleteFunc(rows, func(r *row) bool {
		_, asked := touched[r.Duty+" "+r.key()]
		return !asked
	}), err
}

// saveSettled writes what settle may have changed.
func saveSettled(ctx context.Context, rows []*row) error {
	values := make([][]any, len(rows))
	for i, r := range rows {
		values[i] = []any{r.ID, strconv.Itoa(r.Have), r.RecordID, r.MetOn, strconv.FormatBool(r.Proven), r.WorkingID, strconv.FormatBool(r.Begun), r.State}
	}
	_, err := db.InsertRows(ctx, "WITH settled (id, have, record_id, met_on, proven, working_id, begun, state) AS (", values, `) UPDATE duty_obligation SET
		have = CAST(settled.have AS bigint), record_id = settled.record_id, met_on = settled.met_on, proven = settled.proven = 'true', working_id = settled.working_id,
		begun = settled.begun = 'true', state = settled.state FROM settled WHERE duty_obligation.id = settled.id`)
	if err != nil {
		return fmt.Errorf("change obligations: %w", err)
	}
	return nil
}
