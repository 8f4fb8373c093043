package programme

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
)

// maxTasks is how many tasks are shown together; the list of records has all.
const maxTasks = 400

// Task is a task as it is followed: how far it is says what proves it, never a typed
// percentage.
type Task struct {
	Record   *record.Record
	Unit     unit.Unit   // that leads it
	Partners []unit.Unit // that take part
	Papers   int         // sound ones of its own
	Named    int         // records that are to prove it
	Proven   int         // of them, with a sound paper
	Handed   int         // tasks units below were given under it
	Done     int         // of them, accepted
}

// Tasks are those of a term at a unit and below that the reader may see, by the day they
// are due.
type Tasks struct {
	Unit  unit.Unit
	Term  calendar.Period
	Items []Task
	More  bool // than are shown
}

// Tasks opens the tasks at a unit in the term of a period: the root, and this year, where
// they are "". Faults: NotFound; Forbidden; Invalid bad_period.
func (p *Programme) Tasks(ctx context.Context, unitID, period string) (*Tasks, error) {
	asked, err := p.asked(ctx, unitID, period)
	if err != nil {
		return nil, err
	}
	first, _ := asked.Period.Range()
	out := &Tasks{Unit: asked.Unit, Term: calendar.PeriodOf(first, calendar.GrainTerm), Items: []Task{}}
	q := record.Query{Kind: taskKind, Under: asked.Unit.ID, Phase: []string{record.Active, record.Done}, During: out.Term, Sort: "due_on", Limit: 200}
	var found []*record.Record
	for len(found) < maxTasks {
		page, err := p.Records.List(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("read tasks: %w", err)
		}
		found = append(found, page.Items...)
		if q.Cursor = page.Next; q.Cursor == "" {
			break
		}
	}
	out.More = q.Cursor != ""
	return out, p.progress(ctx, out, found)
}

// progress adds to each task what proves it.
func (p *Programme) progress(ctx context.Context, out *Tasks, found []*record.Record) error {
	var ids []string
	for _, r := range found {
		named, _ := r.Fields[provedBy].([]string)
		ids = append(append(ids, r.ID), named...)
	}
	slices.Sort(ids)
	papers := map[string][]indicator.Proof{}
	for some := range slices.Chunk(slices.Compact(ids), 500) {
		docs, err := p.Proofs.Proofs(ctx, some)
		if err != nil {
			return fmt.Errorf("papers of tasks: %w", err)
		}
		for recordID, list := range docs {
			papers[recordID] = slices.DeleteFunc(list, func(d indicator.Proof) bool { return !d.Sound })
		}
	}
	for _, r := range found {
		one := Task{Record: r, Papers: len(papers[r.ID])}
		u, err := p.Tree.Get(ctx, r.UnitID)
		if err != nil {
			return err
		}
		one.Unit = *u
		partners, _ := r.Fields["partners"].([]string)
		for _, unitID := range partners {
			if u, err := p.Tree.Get(ctx, unitID); err == nil {
				one.Partners = append(one.Partners, *u)
			}
		}
		named, _ := r.Fields[provedBy].([]string)
		one.Named = len(named)
		for _, recordID := range named {
			if len(papers[recordID]) > 0 {
				one.Proven++
			}
		}
		for _, below := range found {
			if above, _ := below.Fields["above"].(string); above == r.ID {
				one.Handed++
				if below.Phase == record.Done {
					one.Done++
				}
			}
		}
		out.Items = append(out.Items, one)
	}
	return nil
}
