package demo

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/notice"
	"github.com/doanket/doanket/core/overlap"
	"github.com/doanket/doanket/core/record"
)

// year is a province on its way through the year.
type year struct {
	i           *installation.Installation
	ctx         context.Context // in the province, as the system
	name        string
	first       calendar.Date
	today       calendar.Date
	places      []*place
	clauses     []string // of the resolution, as the province follows it
	byID        map[string]*place
	follow      map[string][]*Story // by kind: what goes on with records that steps make
	kinds       map[string]*manifest.Kind
	actors      map[string]identity.Actor
	press       *press
	known       map[string]*known
	order       []string // ids of known, as they came
	heard       []string // records that came about while nobody told a tale of them
	now         time.Time
	desk        desk
	evening     *job.Queue // what runs by itself at the end of each day; the rest waits for the end of the year
	seq         int
	wrong       []error
	followed    map[*Story]int
	steps, docs int
}

// known is what became of a record.
type known struct {
	kind, state string
	unit        *place
	fields      map[string]any
	told        bool // a tale goes on with it
}

// turn is the next piece of a tale.
type turn struct {
	day  calendar.Date
	seq  int
	tale *tale
}

// desk holds what is to be done, the earliest first.
type desk []turn

func (d desk) Len() int { return len(d) }
func (d desk) Less(i, j int) bool {
	if d[i].day != d[j].day {
		return d[i].day.Before(d[j].day)
	}
	return d[i].seq < d[j].seq
}
func (d desk) Swap(i, j int) { d[i], d[j] = d[j], d[i] }
func (d *desk) Push(x any)   { *d = append(*d, x.(turn)) }
func (d *desk) Pop() any {
	last := (*d)[len(*d)-1]
	*d = (*d)[:len(*d)-1]
	return last
}

// most is how many faults of stories are told before the year is given up.
const most = 20

// patience is for how many seconds a module is waited for that is starting.
const patience = 30

// run lives through the year: each day its turns, then what runs by itself.
func (y *year) run(tales []*tale) error {
	for _, t := range tales {
		y.put(t.begins, t)
	}
	for day := y.first; !day.After(y.today); day = day.AddDays(1) {
		y.now = day.Start().Add(7*time.Hour + 30*time.Minute)
		if _, _, d := day.Civil(); day == y.today || d == 1 && y.first.DaysUntil(day) >= settlingIn {
			if err := y.i.Duties.Reckon(y.at()); err != nil {
				return err
			}
		}
		for len(y.desk) > 0 && !y.desk[0].day.After(day) {
			t := heap.Pop(&y.desk).(turn).tale
			y.now = y.now.Add(47 * time.Second)
			if err := y.take(t, day); err != nil {
				y.wrong = append(y.wrong, fmt.Errorf("%s of %s, %s on %s: %w", t.story.Kind, t.unit.code, t.path.Steps, day, spelled(err)))
				if len(y.wrong) >= most || y.ctx.Err() != nil {
					return errors.Join(y.wrong...)
				}
			}
			y.listen(day)
		}
		if err := y.evening.Drain(y.at()); err != nil {
			return err
		}
		y.listen(day)
		if day.DaysUntil(y.today) == unread {
			if err := y.read(); err != nil {
				return err
			}
		}
	}
	return errors.Join(append(y.wrong, y.settle())...)
}

// settlingIn is how many days pass before duties are owed: nothing is late for lack of
// what would have been done before the year.
const settlingIn = 20

// unread is for how many days people leave their notices.
const unread = 6

// read has everybody read what they were told so far.
func (y *year) read() error {
	for _, u := range y.places {
		for _, p := range u.people {
			as, err := y.as(p.login)
			if err == nil {
				err = y.i.Box.Read(as, "all")
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// spelled is a fault with the fields it names.
func spelled(err error) error {
	if f := fault.Of(err); len(f.Fields) > 0 || len(f.Params) > 0 {
		return fmt.Errorf("%w %v %v", err, f.Fields, f.Params)
	}
	return err
}

func (y *year) put(day calendar.Date, t *tale) {
	y.seq++
	heap.Push(&y.desk, turn{day, y.seq, t})
}

// at is the system at the present of the year.
func (y *year) at() context.Context {
	now := y.now
	return id.WithClock(y.ctx, func() time.Time { return now })
}

// as is somebody at the present of the year.
func (y *year) as(login string) (context.Context, error) {
	a, met := y.actors[login]
	if !met {
		p, err := y.i.People.ByLogin(y.at(), login)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", login, err)
		}
		if a, err = y.i.People.ActorOf(y.at(), p.ID); err != nil {
			return nil, err
		}
		y.actors[login] = a
	}
	return identity.With(y.at(), a), nil
}

// take does the tale's next pieces, up to those of a later day.
func (y *year) take(t *tale, day calendar.Date) error {
	if t.recordID == "" {
		if err := y.begin(t, day); err != nil {
			return err
		}
	}
	for len(t.tokens) > 0 {
		if y.over(t) {
			return nil
		}
		next := t.tokens[0]
		t.tokens = t.tokens[1:]
		if next.days > 0 {
			if then := workday(day.AddDays(next.days)); !then.After(y.today) {
				y.put(then, t)
			}
			return nil
		}
		y.now = y.now.Add(time.Second)
		if err := y.act(t, next, day); err != nil {
			return err
		}
	}
	return nil
}

// somebody is who a story speaks of, at the present.
func (y *year) somebody(t *tale, who string) (context.Context, string, error) {
	login, err := y.find(t, who)
	if err != nil {
		return nil, "", err
	}
	ctx, err := y.as(login)
	return ctx, login, err
}

// listen goes on with records that steps and jobs have made.
func (y *year) listen(day calendar.Date) {
	heard := y.heard
	y.heard = nil
	for _, id := range heard {
		k := y.known[id]
		if k.told {
			continue
		}
		for _, s := range y.follow[k.kind] {
			if !s.at(k) {
				continue
			}
			k.told = true
			t := &tale{story: s, unit: k.unit, recordID: id, n: y.followed[s], begins: day}
			y.followed[s]++
			y.goOn(t, day)
			if err := t.open(); err != nil {
				y.wrong = append(y.wrong, err)
				continue
			}
			y.put(day, t)
			break
		}
	}
}

// goOn gives a record that others made its path: those taken once first, every other
// one; what is long ago has come to its end.
func (y *year) goOn(t *tale, day calendar.Date) {
	once, usual := t.story.split()
	stale := day.DaysUntil(y.today) > recent
	if stale && t.n%2 == 0 && t.n/2 < len(once) {
		t.path = once[t.n/2]
		return
	}
	if whole := slices.DeleteFunc(slices.Clone(usual), func(p *Path) bool { return y.leaves(t.story, p) }); stale && len(whole) > 0 {
		usual = whole
	}
	t.path = pick(usual, fmt.Sprint(t.story.Kind, t.n))
}

// at reports whether a story that follows goes on with such a record.
func (s *Story) at(k *known) bool {
	return s.Units == "" || slices.Contains(words(s.Units), k.state) || slices.Contains(words(s.Units), k.unit.suffix+":"+k.state)
}

// evenings does the jobs that steps leave and later steps rest on. Those at set times
// of the day (figures, reminders) do not matter before the last.
func evenings(i *installation.Installation) *job.Queue {
	q := job.New(job.Options{})
	q.Register(record.CascadeJob, i.Records.Proceed)
	q.Register(record.NotifyJob, i.Box.Pass)
	q.Register(notice.TellJob, i.Box.Tell)
	q.Register(overlap.CheckJob, func(ctx context.Context, _ job.Job) error { return i.Overlaps.Check(ctx) })
	return q
}

// settle counts all there is as of today.
func (y *year) settle() error {
	ctx := y.at()
	err := db.InTx(ctx, func(ctx context.Context) error { return job.Enqueue(ctx, indicator.DailyJob, nil) })
	if err == nil {
		err = y.i.Queue.Drain(ctx)
	}
	if err == nil {
		err = y.i.Figures.Fold(ctx)
	}
	return err
}
