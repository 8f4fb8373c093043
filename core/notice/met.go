package notice

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/job"
)

// MetJob is the kind of job that tells of a duty that was met, to be registered at
// wiring.
const MetJob = "notice.met"

type met struct {
	Obligation string `json:"obligation"`
	By         string `json:"by"`
}

// DutyMet hears inside the records' transaction that records met what units owed, and
// leaves the telling to jobs.
func (b *Box) DutyMet(ctx context.Context, obligationIDs []string) error {
	jobs := make([]job.Item, len(obligationIDs))
	for i, obligationID := range obligationIDs {
		jobs[i].Args = met{obligationID, identity.By(ctx)}
	}
	return job.EnqueueAll(ctx, MetJob, jobs)
}

// Meet does one MetJob: those who owed it hear that it is done, by which record, and
// whether in time; whoever met it knows. They are no longer reminded of it, and still
// of the same duty elsewhere.
func (b *Box) Meet(ctx context.Context, j job.Job) error {
	var m met
	if err := j.Decode(&m); err != nil {
		return fmt.Errorf("read %s: %w", MetJob, err)
	}
	ctx = identity.System(ctx, MetJob)
	done, err := b.deps.Duties.Fulfilled(ctx, m.Obligation)
	if err != nil || done == nil {
		return err
	}
	r, err := b.deps.Records.Get(ctx, done.RecordID)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	c, err := b.crowd(ctx)
	if err != nil {
		return err
	}
	w := &walk{Box: b, crowd: c, today: calendar.Today(id.NowIn(ctx)), over: map[string]string{}}
	s := &step{subject: owing(&done.Owing)}
	people, _, err := w.owners(ctx, s)
	if err != nil {
		return err
	}
	slices.Sort(people)
	people = slices.Compact(people)
	code := Met
	if done.Late {
		code = MetLate
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		_, err := db.Exec(ctx, "UPDATE notice SET read_at = ? WHERE person_id IN (?) AND read_at = 0 AND code IN ('due', 'overdue') AND amount = 0 AND duty = ? AND period = ? AND key LIKE ?",
			db.Now(ctx).UnixMicro(), append([]string{""}, people...), s.topic().duty, s.topic().period, "%:"+done.ID+":%") // the same duty of another unit is still owed
		if err != nil {
			return err
		}
		people = slices.DeleteFunc(people, func(personID string) bool { return personID == m.By || !c.may(ctx, personID, "read", r) })
		rows := notices(ctx, r, code, m.By, done.ID, "", people)
		for i := range rows {
			rows[i].DueOn, rows[i].Duty, rows[i].Period = done.DueOn.String(), s.topic().duty, s.topic().period
		}
		return insert(ctx, rows)
	})
}
