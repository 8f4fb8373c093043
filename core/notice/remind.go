package notice

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/duty"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/tenant"
)

// DueJob is the kind of the daily job that climbs the ladders of reminders, DueCron
// when it runs: after what units owe is reckoned, before offices open.
const (
	DueJob  = "notice.due"
	DueCron = "15 6 * * *"
)

// pageSize is how many records or obligations are looked at together.
const pageSize = 200

// subject is something a unit owes by a last day: a clock of a record, or a duty.
type subject struct {
	id     string   // of the record or obligation
	clock  string   // code of the deadline
	names  []string // by which a ladder is found, the nearest first
	about  *record.Record
	owed   *duty.Owing // nil for a record
	party  []string    // units that owe it
	start  calendar.Date
	due    calendar.Date
	firm   bool // false while the law is to be confirmed: it is never late
	action string
}

func (s *subject) late(today calendar.Date) bool { return s.firm && s.due.Before(today) }

// topic is what several things are told of together under.
type topic struct{ kind, duty, period string }

func (s *subject) topic() topic {
	if s.owed == nil {
		return topic{kind: s.about.Kind}
	}
	return topic{kind: s.about.Kind, duty: s.owed.Duty.FullName(), period: string(s.owed.Period)}
}

// Remind does one DueJob: for every open clock of a record and everything owed, who
// the province's ladder names is told at each of its rungs, once, whatever becomes
// of the server or the calendar in between. A deadline that moves begins its ladder
// anew. Those above hear of everything late of a kind in one notice.
func (b *Box) Remind(ctx context.Context, _ job.Job) error {
	ctx = identity.System(ctx, DueJob)
	c, err := b.crowd(ctx)
	if err != nil {
		return err
	}
	w := &walk{Box: b, crowd: c, today: calendar.Today(id.NowIn(ctx)), book: calendar.National(), over: map[string]string{}, within: map[string][]string{},
		late: map[topic][]*record.Record{}, above: map[heard]*gathered{}}
	if t, err := tenant.From(ctx); err == nil {
		w.book, w.settings = t.Book(), t.Settings
	}
	for _, k := range b.deps.Kinds.ForTenant(ctx) {
		if err := w.records(ctx, k); err != nil {
			return fmt.Errorf("remind of %s: %w", k.FullName(), err)
		}
	}
	if err := w.duties(ctx); err != nil {
		return fmt.Errorf("remind of duties: %w", err)
	}
	return w.finish(ctx)
}

// records climbs for the open records of a kind, where its module is on.
func (w *walk) records(ctx context.Context, k *kind.Kind) error {
	reach, err := w.deps.Kinds.Reach(ctx, k.Full)
	if err != nil {
		return err
	}
	q := record.Query{Kind: k.Full, DueTo: w.today.AddDays(tenant.MaxLead), Sort: "due_on", Limit: pageSize}
	for more := true; more; more = q.Cursor != "" {
		page, err := w.deps.Records.List(ctx, q)
		if err != nil {
			return err
		}
		var list []*subject
		for _, r := range page.Items {
			if !r.Draft && r.Open() && !r.DueOn.IsZero() && reach.Holds(r.UnitPath) {
				list = append(list, subjectsOf(r)...)
			}
		}
		if err := w.climb(ctx, list); err != nil {
			return err
		}
		q.Cursor = page.Next
	}
	return nil
}

// subjectsOf are the open clocks of a record, or its due date where no clock fills
// it. One whose law is to be confirmed makes nothing due: nobody is told of it.
func subjectsOf(r *record.Record) []*subject {
	made := calendar.Today(r.CreatedAt)
	var out []*subject
	counted := false
	for i := range r.Deadlines {
		d := &r.Deadlines[i]
		counted = counted || d.Date == r.DueOn
		if d.Date.IsZero() || !d.MetOn.IsZero() || d.Stopped || d.ToConfirm {
			continue
		}
		s := &subject{id: r.ID, clock: d.Code, names: []string{d.Code, r.Kind}, about: r, party: d.Party, start: d.Start, due: d.Date, firm: true}
		if s.start.IsZero() {
			s.start = made
		}
		if len(s.party) == 0 {
			s.party = []string{r.UnitID}
		}
		out = append(out, s)
	}
	if !counted {
		out = append(out, &subject{id: r.ID, names: []string{r.Kind}, about: r, party: []string{r.UnitID}, start: made, due: r.DueOn, firm: true})
	}
	return out
}

// duties climbs for what units owe.
func (w *walk) duties(ctx context.Context) error {
	last := ""
	for {
		owed, err := w.deps.Duties.Owing(ctx, w.today, w.today.AddDays(tenant.MaxLead), last, pageSize)
		if err != nil || len(owed) == 0 {
			return err
		}
		list := make([]*subject, len(owed))
		for i := range owed {
			list[i] = owing(&owed[i])
		}
		if err := w.climb(ctx, list); err != nil {
			return err
		}
		last = owed[len(owed)-1].ID
	}
}

// owing is an obligation as a subject: to be met by whoever may begin such a record
// there.
func owing(o *duty.Owing) *subject {
	name := o.Duty.FullName()
	return &subject{id: o.ID, names: []string{name, o.Duty.Kind}, owed: o, party: []string{o.UnitID}, start: o.OpensOn, due: o.DueOn,
		firm: o.Firm, action: "create",
		about: &record.Record{Kind: o.Duty.Kind, UnitID: o.UnitID, UnitPath: o.UnitPath, Branch: o.Branch, DueOn: o.DueOn}}
}
