package demo

import (
	"database/sql"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/db"
)

// Effort is what the year's records took the people of one role at one commune, by the
// minutes that the kinds give for each part: once a record for each part taken in it.
type Effort struct {
	Commune, Role string
	Records       int
	Minutes       float64
	Kinds         map[string]int // full name of a kind → the records of it
}

// frontOffice is who share the work of a commune's Front office.
var frontOffice = []string{"front_officer", "front_unit_head", "front_standing", "clerk"}

// efforts adds up who had a hand in which records, as the revisions name them.
func (y *year) efforts() ([]Effort, error) {
	rows, err := db.Query(y.ctx, `SELECT DISTINCT record.kind, record.id, post.role, post.unit_id FROM record_revision
		JOIN record ON record.id = record_revision.record_id JOIN post ON post.id = record_revision.post ORDER BY record.id, post.role`)
	if err != nil {
		return nil, err
	}
	sums, taken := map[[2]string]*Effort{}, map[string]bool{}
	err = db.Each(rows, func(rows *sql.Rows) error {
		var kind, recordID, role, unitID string
		if err := rows.Scan(&kind, &recordID, &role, &unitID); err != nil {
			return err
		}
		u, k := y.byID[unitID], y.kinds[kind]
		if u == nil || k == nil || u.province {
			return nil
		}
		key := [2]string{commune(u).code, role}
		if sums[key] == nil {
			sums[key] = &Effort{Commune: key[0], Role: role, Kinds: map[string]int{}}
		}
		had := false
		for part, minutes := range k.Minutes {
			plays, err := y.i.Guard.Plays(y.ctx, role, k.Module, part)
			if err != nil {
				return err
			}
			if plays && !taken[recordID+part] {
				taken[recordID+part], had = true, true
				sums[key].Minutes += minutes
			}
		}
		if had {
			sums[key].Records++
			sums[key].Kinds[kind]++
		}
		return nil
	})
	out := make([]Effort, 0, len(sums))
	for _, key := range slices.SortedFunc(maps.Keys(sums), func(a, b [2]string) int { return strings.Compare(a[0]+a[1], b[0]+b[1]) }) {
		out = append(out, *sums[key])
	}
	return out, err
}

// commune is the place of the commune a unit stands in.
func commune(u *place) *place {
	for at := u.place; at != nil; at = at.above {
		if at.kind == "commune" {
			return at
		}
	}
	return u
}

// FrontOffice is what a year took the Front office of the busiest commune, in minutes.
func FrontOffice(all []Effort) float64 {
	by := map[string]float64{}
	for _, e := range all {
		if slices.Contains(frontOffice, e.Role) {
			by[e.Commune] += e.Minutes
		}
	}
	most := 0.0
	for _, minutes := range by {
		most = max(most, minutes)
	}
	return most
}

// tell prints the year by role: on average of the communes at work, and of the busiest.
func tell(out io.Writer, name string, all []Effort) {
	communes, records, minutes, most := map[string]bool{}, map[string]int{}, map[string]float64{}, map[string]float64{}
	for _, e := range all {
		communes[e.Commune] = true
		records[e.Role] += e.Records
		minutes[e.Role] += e.Minutes
		most[e.Role] = max(most[e.Role], e.Minutes)
	}
	n := float64(max(len(communes), 1))
	fmt.Fprintf(out, "%s: a year of a commune, on average of %d\n", name, len(communes))
	for _, role := range slices.Sorted(maps.Keys(minutes)) {
		fmt.Fprintf(out, "  %-20s %6.1f records %7.1f minutes, at most %7.1f\n", role, float64(records[role])/n, minutes[role]/n, most[role])
	}
	fmt.Fprintf(out, "  the Front's office, at most %.1f hours\n", FrontOffice(all)/60)
}
