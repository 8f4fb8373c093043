package demo

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/record"
)

func words(s string) []string { return strings.Fields(s) }

// find is the login of who a story speaks of:
//
//	front_officer     who holds the role at the record's unit or in its place, else in the place above
//	front_standing#2  the second of them
//	^front_standing   at the province
//	@to_unit          whoever sits at the unit in that field of the record; @to_unit.gov_leader in that role
//	own               whoever sits at the record's unit
func (y *year) find(t *tale, who string) (string, error) {
	who, nth, _ := strings.Cut(who, "#")
	n, _ := strconv.Atoi(nth) // absent is the first
	n = max(n, 1)
	if field, ok := strings.CutPrefix(who, "@"); ok {
		field, role, _ := strings.Cut(field, ".")
		unitID, _ := y.known[t.recordID].fields[field].(string)
		if u := y.byID[unitID]; u != nil {
			return u.holder(role, n)
		}
		return "", fmt.Errorf("no unit in %s: %v", field, y.known[t.recordID].fields[field])
	}
	if who == "own" {
		return t.unit.holder("", n)
	}
	role, province := strings.CutPrefix(who, "^")
	if login, err := t.unit.holder(role, n); err == nil && !province {
		return login, nil
	}
	for at := t.unit.place; at != nil; at = at.above {
		if province && at.kind != "province" {
			continue
		}
		for _, u := range y.places {
			if u.place != at {
				continue
			}
			if login, err := u.holder(role, n); err == nil {
				return login, nil
			}
		}
	}
	return "", fmt.Errorf("nobody is %s for %s", who, t.unit.code)
}

// holder is who holds the role at the unit, whoever it is where none is named.
func (u *place) holder(role string, n int) (string, error) {
	for _, p := range u.people {
		if role != "" && p.role != role {
			continue
		}
		if n--; n == 0 {
			return p.login, nil
		}
	}
	return "", fmt.Errorf("nobody is %s at %s", role, u.code)
}

// Recorded hears of every record that comes about or changes.
func (y *year) Recorded(_ context.Context, changes []record.Change) error {
	for _, c := range changes {
		if c.Before == nil {
			y.heard = append(y.heard, c.After.ID)
		}
		y.know(c.After, false)
	}
	return nil
}

// know keeps what became of a record.
func (y *year) know(rec *record.Record, told bool) {
	k := y.known[rec.ID]
	if k == nil {
		k = &known{kind: rec.Kind, unit: y.byID[rec.UnitID]}
		y.known[rec.ID] = k
		y.order = append(y.order, rec.ID)
	}
	k.state, k.fields, k.told = rec.State, rec.Fields, k.told || told
}

// reason is why a step is taken that wants one.
func (y *year) reason(t *tale, step string) string {
	return reasons.of(step, fmt.Sprint(t.story.Kind, t.unit.code, t.n))
}
