package notice

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/tenant"
)

// walk is one run over everything owed in a province.
type walk struct {
	*Box
	crowd    *crowd
	today    calendar.Date
	book     calendar.Book
	settings tenant.Settings
	over     map[string]string          // unit → the one above it in its branch, "" for none
	within   map[string][]string        // place → itself and its bodies
	late     map[topic][]*record.Record // all that is late
	above    map[heard]*gathered        // what those above are told of at the end
	climbed  []rungRow                  // how far they then are
}

// heard is a person above and what they are told of.
type heard struct {
	person string
	topic  topic
}

// gathered are the rungs of one topic that came today for one person.
type gathered struct {
	steps []*step
}

// step is a rung that has come for a subject.
type step struct {
	*subject
	rung     tenant.Rung
	to       string // one of rung.To
	audience string // that and how far up
	key      string // names the rung, and how often it came before
	day      calendar.Date
}

// rungRow is how far up a ladder an audience was told of a subject.
type rungRow struct {
	bun.BaseModel `bun:"table:reminder,alias:reminder"`

	Subject  string `bun:"subject,pk"`
	Clock    string `bun:"clock,pk"`
	Audience string `bun:"audience,pk"`
	DueOn    string `bun:"due_on"`
	Rung     string `bun:"rung"`
	ToldOn   string `bun:"told_on"`
}

func (s *step) row() rungRow {
	return rungRow{Subject: s.id, Clock: s.clock, Audience: s.audience, DueOn: s.due.String(), Rung: s.key, ToldOn: s.day.String()}
}

// forgetAfter is how many days after a rung nobody is told of it any more, so that
// what was told need not be kept for ever.
const forgetAfter = 400

// climb tells those who owe the subjects of their rungs that have come, and gathers
// what those above will hear.
func (w *walk) climb(ctx context.Context, subjects []*subject) error {
	for _, s := range subjects {
		if s.late(w.today) && (len(w.late[s.topic()]) == 0 || w.late[s.topic()][len(w.late[s.topic()])-1] != s.about) {
			w.late[s.topic()] = append(w.late[s.topic()], s.about)
		}
	}
	steps, err := w.untold(ctx, subjects)
	if err != nil || len(steps) == 0 {
		return err
	}
	var rows []row
	var climbed []rungRow
	for _, s := range steps {
		people, digest, err := w.audience(ctx, s)
		if err != nil {
			return err
		}
		if !digest {
			rows = append(rows, w.notices(ctx, s, people)...)
			climbed = append(climbed, s.row())
			continue
		}
		w.climbed = append(w.climbed, s.row())
		for _, personID := range people {
			h := heard{personID, s.topic()}
			if w.above[h] == nil {
				w.above[h] = &gathered{}
			}
			w.above[h].steps = append(w.above[h].steps, s)
		}
	}
	return w.tell(ctx, rows, climbed)
}

// untold are the rungs of the subjects that have come and were not told: of each
// audience the last one alone, for a server that stood still tells no old news.
func (w *walk) untold(ctx context.Context, subjects []*subject) ([]*step, error) {
	told, err := w.told(ctx, subjects)
	if err != nil {
		return nil, err
	}
	var out []*step
	for _, s := range subjects {
		for _, st := range w.reached(s) {
			before, there := told[s.id+" "+s.clock+" "+st.audience]
			if !there || before.DueOn != s.due.String() || before.Rung != st.key && before.ToldOn < st.day.String() {
				out = append(out, st)
			}
		}
	}
	return out, nil
}

// reached is the last rung that has come for each audience of a subject.
func (w *walk) reached(s *subject) []*step {
	var out []*step
	for _, r := range w.settings.LadderFor(s.due, s.names...).Rungs {
		day, before := r.Latest(w.book, s.start, s.due, w.today)
		if day.IsZero() || day.Before(w.today.AddDays(-forgetAfter)) || !s.firm && day.After(s.due) ||
			len(r.While) > 0 && !slices.Contains(r.While, s.about.State) {
			continue
		}
		for _, to := range r.To {
			next := &step{subject: s, rung: r, to: to, audience: to + "^" + strconv.Itoa(r.Up), key: r.At + "#" + strconv.Itoa(before), day: day}
			i := slices.IndexFunc(out, func(o *step) bool { return o.audience == next.audience })
			switch {
			case i < 0:
				out = append(out, next)
			case !next.day.Before(out[i].day):
				out[i] = next
			}
		}
	}
	return out
}

// told reads how far up the ladders of the subjects who was told.
func (w *walk) told(ctx context.Context, subjects []*subject) (map[string]rungRow, error) {
	ids := []string{""}
	for _, s := range subjects {
		ids = append(ids, s.id)
	}
	conn, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var rows []rungRow
	if err := conn.NewSelect().Model(&rows).Where("subject IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read what was told: %w", db.Fault(err))
	}
	out := map[string]rungRow{}
	for _, r := range rows {
		out[r.Subject+" "+r.Clock+" "+r.Audience] = r
	}
	return out, nil
}

// notices are those of one subject to people who owe it.
func (w *walk) notices(ctx context.Context, s *step, people []string) []row {
	code := Due
	if s.late(w.today) {
		code = Overdue
	}
	rows := notices(ctx, s.about, code, "", s.id+":"+s.clock+":"+s.due.String()+":"+s.key, sentence(s.rung.Say), people)
	for i := range rows {
		rows[i].DueOn = s.due.String()
		if s.owed != nil {
			rows[i].Duty, rows[i].Period = s.topic().duty, s.topic().period
		}
	}
	return rows
}

// finish tells those above: of one thing by its own notice, of several in one that
// says how many there are.
func (w *walk) finish(ctx context.Context) error {
	var rows []row
	for h, g := range w.above {
		first := g.steps[max(slices.IndexFunc(g.steps, func(s *step) bool { return s.late(w.today) }), 0)]
		late := slices.DeleteFunc(slices.Clone(w.late[h.topic]), func(r *record.Record) bool { return !w.hears(ctx, h.person, r, h.topic.duty != "") })
		code, n := Due, len(g.steps)
		if first.late(w.today) {
			code, n = Overdue, len(late)
		}
		if n == 1 {
			rows = append(rows, w.notices(ctx, first, []string{h.person})...)
			continue
		}
		one := notices(ctx, &record.Record{Kind: h.topic.kind, DueOn: first.due}, code, "",
			h.topic.kind+":"+h.topic.duty+":"+h.topic.period+":"+w.today.String(), sentence(first.rung.Say), []string{h.person})[0]
		one.Duty, one.Period, one.Amount = h.topic.duty, h.topic.period, n
		rows = append(rows, one)
	}
	if err := w.tell(ctx, rows, w.climbed); err != nil {
		return err
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		_, err := db.Exec(ctx, "DELETE FROM reminder WHERE told_on < ?", w.today.AddDays(-forgetAfter-1).String())
		return err
	})
}

// tell writes reminders and how far they came in one transaction. What an earlier
// one said to the same person of the same thing is no longer unread.
func (w *walk) tell(ctx context.Context, rows []row, climbed []rungRow) error {
	if len(climbed) == 0 {
		return nil
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		conn, err := db.Of(ctx)
		if err != nil {
			return err
		}
		for _, r := range rows {
			_, err := db.Exec(ctx, "UPDATE notice SET read_at = ? WHERE person_id = ? AND read_at = 0 AND code IN ('due', 'overdue') AND record_id = ? AND kind = ? AND duty = ? AND period = ?",
				db.Now(ctx).UnixMicro(), r.PersonID, r.RecordID, r.Kind, r.Duty, r.Period)
			if err != nil {
				return err
			}
		}
		for chunk := range slices.Chunk(climbed, 300) {
			_, err := conn.NewInsert().Model(&chunk).On("CONFLICT (subject, clock, audience) DO UPDATE").
				Set("due_on = EXCLUDED.due_on").Set("rung = EXCLUDED.rung").Set("told_on = EXCLUDED.told_on").Exec(ctx)
			if err != nil {
				return fmt.Errorf("remember what was told: %w", db.Fault(err))
			}
		}
		return insert(ctx, rows)
	})
}
