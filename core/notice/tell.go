package notice

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record"
)

// TellJob is the kind of job that tells of a step, to be registered at wiring.
const TellJob = "notice.tell"

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
	var jobs []job.Item
	for _, c := range changes {
		if c.After == nil || c.After.Draft || c.Before != nil && c.Before.State == c.After.State {
			continue
		}
		jobs = append(jobs, job.Item{Args: told{Record: c.After.ID, Version: c.After.Version, State: c.After.State, By: identity.By(ctx), Action: c.Action}})
	}
	return job.EnqueueAll(ctx, TellJob, jobs)
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
	code, people := Returned, b.workers(ctx, r, t.By)
	if r.Phase != record.Returned {
		code = Waiting
		people = able(ctx, c, r, t.By)
	}
	if !r.Open() {
		people = nil
	}
	hearers, said, err := b.hearers(ctx, c, r, t, people)
	if err != nil {
		return err
	}
	if r.Version == 1 && len(people)+len(hearers) == 0 {
		return nil // nothing was said before, and there is nobody to tell
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := settle(ctx, r); err != nil {
			return err
		}
		rows := notices(ctx, r, code, t.By, strconv.Itoa(r.Version), "", people)
		return insert(ctx, append(rows, notices(ctx, r, Told, t.By, strconv.Itoa(r.Version), said, hearers)...))
	})
}

// workers are those who had a hand in a record before it came back: who made it,
// who wrote in it, who sent it on from a draft; not who sent it back.
func (b *Box) workers(ctx context.Context, r *record.Record, by string) []string {
	people := append([]string{r.CreatedBy}, r.Authors...)
	if kind, err := b.deps.Kinds.Of(ctx, r.Kind); err == nil {
		for step, personID := range r.Actors {
			if t := kind.Lifecycle.Transition(step); t != nil && slices.ContainsFunc(t.From, func(state string) bool {
				s := kind.Lifecycle.State(state)
				return s != nil && (s.Phase == record.Draft || s.Phase == record.Returned)
			}) {
				people = append(people, personID)
			}
		}
	}
	slices.Sort(people)
	return slices.DeleteFunc(slices.Compact(people), func(personID string) bool {
		return personID == "" || personID == by || !b.reads(ctx, personID, r)
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
	for _, p := range c.at(ctx, r) {
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
	return people, sentence(step.Label), nil
}

// able lists the people at the record's unit and its addressee who may do one
// of the transitions that leave its state; who acted last is not among them.
func able(ctx context.Context, c *crowd, r *record.Record, except string) []string {
	var out []string
	seen := map[string]bool{except: true}
	for _, p := range c.at(ctx, r) {
		if !seen[p.PersonID] && c.moves(ctx, p.PersonID, r) {
			out = append(out, p.PersonID)
		}
		seen[p.PersonID] = true
	}
	return out
}

// settle marks what was said about earlier states of the record as read.
func settle(ctx context.Context, r *record.Record) error {
	if r.Version == 1 {
		return nil
	}
	_, err := db.Exec(ctx, "UPDATE notice SET read_at = ? WHERE record_id = ? AND read_at = 0 AND version < ?", db.Now(ctx).UnixMicro(), r.ID, r.Version)
	return err
}
