package programme

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/text"
)

// maxChosen is how many clauses one record may be said to serve.
const maxChosen = 20

// Serving is what a record serves.
type Serving struct {
	Record  *record.Record
	Clauses []Clause
	Chosen  bool     // by a person; else by what the record is
	Choices []Clause // a person may say; nil where the actor may not
}

// Of is what a record serves. Fault: NotFound, also for what the actor may not see.
func (p *Programme) Of(ctx context.Context, recordID string) (*Serving, error) {
	rec, err := p.Records.Get(ctx, recordID)
	if err != nil {
		return nil, err
	}
	b, err := p.Book(ctx)
	if err != nil {
		return nil, err
	}
	have, err := p.now(ctx, b, rec)
	if err != nil {
		return nil, fmt.Errorf("clauses of %s: %w", recordID, err)
	}
	out := &Serving{Record: rec, Clauses: []Clause{}, Chosen: have.chosen}
	all := p.clauses(ctx, b)
	for _, c := range all {
		if slices.Contains(have.ids, c.ID) {
			out.Clauses = append(out.Clauses, c)
		}
	}
	if !p.served(ctx, b, rec.Kind).IsZero() && p.Gate.Can(ctx, "update", rec.Object()) {
		out.Choices = all
	}
	return out, nil
}

// now is what is stored; of a draft nobody chose for, what it would serve.
func (p *Programme) now(ctx context.Context, b *Book, rec *record.Record) (kept, error) {
	stored, err := clausesOf(ctx, []string{rec.ID})
	if err != nil {
		return kept{}, err
	}
	have := stored[rec.ID]
	if rec.Draft && !have.chosen {
		have.ids = p.served(ctx, b, rec.Kind).For(rec.Fields)
	}
	return have, nil
}

// Choice is what a person says a record serves. Clauses nil takes an earlier
// choice back: the record serves again what it is. Version 0 means whatever is
// current.
type Choice struct {
	Clauses []string
	Reason  string
	Version int
}

// Choose keeps a person's choice, with its line in the record's history. The
// actor must have the right to update the record, whatever its state: what is
// corrected says where it counts, not what it holds. Faults: NotFound; Forbidden;
// Stale; Conflict clauses_unmapped for a kind that serves nothing here, module_disabled; Invalid
// reason, clauses.
func (p *Programme) Choose(ctx context.Context, recordID string, choice Choice) error {
	reason, err := text.Check("reason", choice.Reason, 2000, true)
	if err != nil {
		return err
	}
	rec, err := p.Records.Get(ctx, recordID)
	if err != nil {
		return err
	}
	if err := p.Gate.Check(ctx, "update", rec.Object()); err != nil {
		return err
	}
	if choice.Version > 0 && choice.Version != rec.Version {
		return row.Stale(rec)
	}
	b, err := p.Book(ctx)
	if err != nil {
		return err
	}
	if p.served(ctx, b, rec.Kind).IsZero() {
		return fault.New(fault.Conflict, "clauses_unmapped")
	}
	if err := choosable(p.clauses(ctx, b), choice.Clauses); err != nil {
		return err
	}
	was, err := p.now(ctx, b, rec)
	if err != nil {
		return err
	}
	next := slices.Clone(choice.Clauses)
	slices.Sort(next)
	if choice.Clauses == nil {
		next = p.served(ctx, b, rec.Kind).For(rec.Fields)
	}
	note := record.FieldChange{Field: "clauses", Old: strings.Join(was.ids, ", "), New: strings.Join(next, ", ")}
	touch := record.Touch{Action: record.Classify, Reason: reason, Notes: []record.FieldChange{note}}
	return p.Records.Within(ctx, rec.ID, touch, func(ctx context.Context) error {
		var version int
		err := db.QueryRow(ctx, "SELECT version FROM record WHERE id = ?", rec.ID).Scan(&version)
		if err != nil || version != rec.Version {
			return cmp.Or(err, row.Stale(rec))
		}
		return store(ctx, rec, choice.Clauses != nil, next)
	})
}

func choosable(clauses []Clause, ids []string) error {
	p := cleaner{}
	for _, c := range clauses {
		p.known = append(p.known, c.ID)
	}
	if len(ids) > maxChosen {
		p.bad("clauses", "too_many_clauses", "max", strconv.Itoa(maxChosen))
	} else {
		p.ids("clauses", ids)
	}
	if len(p.wrong) > 0 {
		return fault.New(fault.Invalid, "invalid", fault.Fields(p.wrong...))
	}
	return nil
}

// store keeps the choice; what the record then counts for follows from its change.
func store(ctx context.Context, rec *record.Record, chosen bool, ids []string) error {
	var rows [][]any
	if chosen {
		for _, clauseID := range ids {
			rows = append(rows, []any{rec.ID, clauseID, rec.Kind, true})
		}
		if len(ids) == 0 {
			rows = append(rows, []any{rec.ID, "", rec.Kind, true})
		}
	}
	return replace(ctx, []string{rec.ID}, rows)
}
