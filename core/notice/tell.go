package notice

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record"
)

// The room's jobs, to be registered at wiring; DueCron says when the daily
// look at deadlines runs.
const (
	TellJob = "notice.tell"
	DueJob  = "notice.due"
	DueCron = "15 6 * * *"
)

// soon is how many days ahead a deadline is told of.
const soon = 3

type told struct {
	Record  string `json:"record"`
	Version int    `json:"version"`
	State   string `json:"state"`
	By      string `json:"by"`
	Action  string `json:"action,omitempty"`
}

// Recorded hears of changes inside the records' transaction and leaves the
// work to jobs, so that telling people never slows a write.
func (b *Box) Recorded(ctx context.Context, changes []record.Change) error {
	for _, c := range changes {
		if c.After == nil || c.After.Draft || c.Before != nil && c.Before.State == c.After.State {
			continue
		}
		err := job.Enqueue(ctx, TellJob, told{Record: c.After.ID, Version: c.After.Version, State: c.After.State, By: identity.By(ctx), Action: c.Action})
		if err != nil {
			return err
		}
	}
	return nil
}

// Tell does one TellJob: older notices about the record are settled, and those
// it now waits for, came back to, or who by the manifest hear of the step are told.
func (b *Box) Tell(ctx context.Context, j job.Job) error {
	var t told
	if err := j.Decode(&t); err != nil {
		return fmt.Errorf("read %s: %w", TellJob, err)
	}
	ctx = identity.System(ctx, TellJob)
	r, err := b.deps.Records.Get(ctx, t.Record)
	if fault.Is(err, fault.NotFound) || err == nil && r.Version > t.Version && r.State != t.State {
		return nil // gone, or a later step tells; a mere change of fields tells nobody
	}
	if err != nil {
		return err
	}
	c, err := b.crowd(ctx, r)
	if err != nil {
		return err
	}
	code, people := Returned, slices.DeleteFunc([]string{r.CreatedBy}, func(personID string) bool { return !b.reads(ctx, personID, r) })
	if r.Phase != record.Returned {
		code = Waiting
		if people, err = b.able(ctx, c, r, t.By); err != nil {
			return err
		}
	}
	if !r.Open() {
		people = nil
	}
	hearers, said, err := b.hearers(ctx, c, r, t, people)
	if err != nil {
		return err
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := settle(ctx, r); err != nil {
			return err
		}
		rows := notices(ctx, r, code, t.By, strconv.Itoa(r.Version), "", people)
		return insert(ctx, append(rows, notices(ctx, r, Told, t.By, strconv.Itoa(r.Version), said, hearers)...))
	})
}

// hearers are those who play a part at the record's unit or its addressee that
// the step names under notify:, and what they hear: the step's name. Who took
// it, or is told more by another notice, is not among them.
func (b *Box) hearers(ctx context.Context, c *crowd, r *record.Record, t told, others []string) (people []string, said string, err error) {
	kind, err := b.deps.Kinds.Of(ctx, r.Kind)
	if err != nil {
		return nil, "", err
	}
	step := kind.Lifecycle.Transition(strings.TrimPrefix(t.Action, "do:"))
	if step == nil || len(step.Notify) == 0 {
		return nil, "", nil
	}
	for _, p := range c.at(r) {
		if p.PersonID == t.By || slices.Contains(others, p.PersonID) || slices.Contains(people, p.PersonID) {
			continue
		}
		for _, word := range step.Notify {
			part, _, _ := strings.Cut(word, "@")
			plays, err := b.deps.Plays(ctx, p.Role, kind.Module, part)
			if err != nil {
				return nil, "", fmt.Errorf("what a role plays: %w", err)
			}
			if plays && b.reads(ctx, p.PersonID, r) {
				people = append(people, p.PersonID)
				break
			}
		}
	}
	raw, err := json.Marshal(step.Label)
	return people, string(raw), err
}

// Remind does one DueJob: open records due soon or overdue are told to those
// who can move them, once per deadline.
func (b *Box) Remind(ctx context.Context, _ job.Job) error {
	ctx = identity.System(ctx, DueJob)
	today := calendar.Today(id.NowIn(ctx))
	for _, k := range b.deps.Kinds.ForTenant(ctx) {
		q := record.Query{Kind: k.FullName(), DueTo: today.AddDays(soon), Sort: "due_on", Limit: 200}
		for more := true; more; more = q.Cursor != "" {
			page, err := b.deps.Records.List(ctx, q)
			if err != nil {
				return fmt.Errorf("look at due records: %w", err)
			}
			if err := b.remind(ctx, page.Items, today); err != nil {
				return err
			}
			q.Cursor = page.Next
		}
	}
	return nil
}

// remind tells of a page of records: who may act is read once for all of them,
// and all notices are written by one statement.
func (b *Box) remind(ctx context.Context, records []*record.Record, today calendar.Date) error {
	records = slices.DeleteFunc(records, func(r *record.Record) bool { return r.Draft || !r.Open() || r.DueOn.IsZero() })
	c, err := b.crowd(ctx, records...)
	if err != nil {
		return err
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		var rows []row
		for _, r := range records {
			code := Due
			if r.DueOn.Before(today) {
				code = Overdue
			}
			people, err := b.able(ctx, c, r, "")
			if err != nil {
				return err
			}
			rows = append(rows, notices(ctx, r, code, "", r.DueOn.String(), "", people)...)
		}
		return insert(ctx, rows)
	})
}

// able lists the people at the record's unit and its addressee who may do one
// of the transitions that leave its state; who acted last is not among them.
func (b *Box) able(ctx context.Context, c *crowd, r *record.Record, except string) ([]string, error) {
	kind, err := b.deps.Kinds.Of(ctx, r.Kind)
	if err != nil {
		return nil, err
	}
	var out []string
	seen := map[string]bool{except: true}
	for _, p := range c.at(r) {
		if seen[p.PersonID] {
			continue
		}
		seen[p.PersonID] = true
		who, there := c.actor(ctx, b, p.PersonID)
		if !there {
			continue // disabled in between
		}
		as := identity.With(ctx, who)
		for _, t := range kind.Lifecycle.From(r.State) {
			if b.deps.May(as, "do:"+t.Name, r) {
				out = append(out, p.PersonID)
				break
			}
		}
	}
	return out, nil
}

// settle marks what was said about earlier states of the record as read.
func settle(ctx context.Context, r *record.Record) error {
	conn, err := db.Of(ctx)
	if err != nil {
		return err
	}
	_, err = conn.NewUpdate().Model((*row)(nil)).Set("read_at = ?", db.Now(ctx).UnixMicro()).
		Where("record_id = ? AND read_at = 0 AND version < ?", r.ID, r.Version).Exec(ctx)
	return err
}
