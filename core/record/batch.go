package record

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/idempotency"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/sdk"
)

// MaxBatch is how many commands a batch may hold.
const MaxBatch = 100

// Batch does up to 100 writes as one: read together, decided with one question
// to a module per kind and step, stored in one transaction. Each is answered by
// itself, in order; one that is refused stops no other. Each record may be named
// once. Faults of the whole: TooLarge too_long.
func (r *Records) Batch(ctx context.Context, commands []Command) ([]Outcome, error) {
	return r.all(ctx, commands, false)
}

// Try is what Batch would make of the commands, as far as it is known before anything
// is stored; nothing is. Keys do not count.
func (r *Records) Try(ctx context.Context, commands []Command) ([]Outcome, error) {
	return r.all(ctx, commands, true)
}

func (r *Records) all(ctx context.Context, commands []Command, try bool) ([]Outcome, error) {
	if len(commands) > MaxBatch {
		return nil, fault.New(fault.TooLarge, "too_long", fault.Field("items"), fault.Param("max", fmt.Sprint(MaxBatch)))
	}
	n := len(commands)
	b := &batch{r: r, try: try, commands: commands, outcomes: make([]Outcome, n), acts: make([]*act.Act, n), keys: make([]*idempotency.Key, n)}
	steps, run := []func(context.Context) error{b.recall, b.load, b.begin}, r.run
	if try {
		steps, run = steps[1:], r.think
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	var acts []*act.Act
	for _, a := range b.acts {
		if a != nil {
			acts = append(acts, a)
		}
	}
	if err := run(ctx, acts); err != nil {
		return nil, err
	}
	b.settle(ctx)
	return b.outcomes, nil
}

// batch is the commands on their way; what stands in outcomes is settled.
type batch struct {
	r        *Records
	try      bool
	commands []Command
	outcomes []Outcome
	acts     []*act.Act
	keys     []*idempotency.Key
	records  map[string]*Record
}

func (b *batch) settled(i int) bool { return b.outcomes[i] != Outcome{} }

// recall answers what was done before under the same key, or was kept for want
// of a module: such a command goes its own way, on from the draft.
func (b *batch) recall(ctx context.Context) error {
	var ask []*idempotency.Key
	var err error
	if b.keys, err = b.r.keys(ctx, b.commands...); err != nil {
		return err
	}
	for i := range b.commands {
		if b.keys[i] == nil {
			continue
		}
		if err := b.keys[i].Check(); err != nil {
			b.outcomes[i].Err = err
			continue
		}
		ask = append(ask, b.keys[i], keptKey(b.keys[i], "", 0))
	}
	if len(ask) == 0 {
		return nil
	}
	known, err := idempotency.RecallAll(ctx, ask)
	if err != nil {
		return err
	}
	for i, key := range b.keys {
		if key == nil || b.settled(i) {
			continue
		}
		_, done := known[key.Text]
		_, kept := known[keptKey(key, "", 0).Text]
		if done || kept {
			b.alone(ctx, i)
		}
	}
	return nil
}

// alone does one command by itself.
func (b *batch) alone(ctx context.Context, i int) {
	c, out := b.commands[i], &b.outcomes[i]
	switch {
	case c.Kind != "":
		out.Record, out.Err = b.r.Create(ctx, c.Kind, Input{UnitID: c.UnitID, Fields: c.Fields, Submit: c.Submit, IdemKey: c.IdemKey})
	case c.Transition != "":
		out.Record, out.Err = b.r.Do(ctx, c.RecordID, c.Transition, c.Version, Act{Fields: c.Fields, Reason: c.Reason, IdemKey: c.IdemKey, Asked: c.Asked})
	default:
		out.Record, out.Err = b.r.change(ctx, b.keys[i], c)
	}
}

// change is Change under a key.
func (r *Records) change(ctx context.Context, key *idempotency.Key, c Command) (*Record, error) {
	if rec, err := r.answered(ctx, key); rec != nil || err != nil {
		return rec, err
	}
	return r.carry(ctx, key, func(ctx context.Context) (*act.Act, error) {
		a, err := r.load(ctx, c.RecordID, 0)
		if err == nil {
			err = r.edit(ctx, a, c.Version, c.Fields, c.Reason)
		}
		if err != nil {
			return nil, err
		}
		a.Repeat = key
		return a, nil
	})
}

// load reads the records named, in one statement and one per kind.
func (b *batch) load(ctx context.Context) error {
	var ids []string
	b.records = map[string]*Record{}
	for i, c := range b.commands {
		if c.Kind != "" || b.settled(i) {
			continue
		}
		if !id.Valid(c.RecordID, "rec") {
			b.outcomes[i].Err = fault.New(fault.NotFound, "not_found")
			continue
		}
		if _, twice := b.records[c.RecordID]; twice {
			b.outcomes[i].Err = fault.New(fault.Invalid, "twice_in_batch", fault.Field("record"))
			continue
		}
		b.records[c.RecordID] = nil
		ids = append(ids, c.RecordID)
	}
	if len(ids) == 0 {
		return nil
	}
	found, err := row.Select(ctx, "SELECT "+row.Directory+" FROM record WHERE id IN (?) AND phase <> 'discarded'", ids)
	if err != nil {
		return err
	}
	for _, rec := range found {
		b.records[rec.ID] = rec
	}
	return b.r.Fill(ctx, found...)
}

// begin makes the acts and asks the gate.
func (b *batch) begin(ctx context.Context) error {
	for i, c := range b.commands {
		if b.settled(i) {
			continue
		}
		a, err := b.act(ctx, c)
		if err != nil {
			b.outcomes[i].Err = err
			continue
		}
		a.Repeat, b.acts[i] = b.keys[i], a
	}
	return nil
}

func (b *batch) act(ctx context.Context, c Command) (*act.Act, error) {
	if c.Kind != "" {
		return b.r.begin(ctx, cmp.Or(c.RecordID, id.New("rec")), c.Kind, Input{UnitID: c.UnitID, Fields: c.Fields, Submit: c.Submit})
	}
	before := b.records[c.RecordID]
	if before == nil {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	if c.Transition == "" {
		a, err := b.r.admit(ctx, before, 0)
		if err != nil {
			return nil, err
		}
		return a, b.r.edit(ctx, a, c.Version, c.Fields, c.Reason)
	}
	a, err := b.r.admit(ctx, before, c.Version)
	if err != nil {
		return nil, err
	}
	a.Op, a.Input, a.Reason = sdk.OpTransition, c.Fields, c.Reason
	if err := b.r.step(ctx, a, c.Transition, before.Object()); err != nil {
		return nil, err
	}
	if c.Asked && a.Move.NeedsVersion() && c.Version == 0 {
		return nil, versionRequired(c.Transition)
	}
	return a, nil
}

// settle turns what became of the acts into outcomes. Those another write came
// before, or whose module was away, go the way of a single write.
func (b *batch) settle(ctx context.Context) {
	for i, a := range b.acts {
		out := &b.outcomes[i]
		switch {
		case a == nil:
		case a.Err == nil:
			a.After.Warnings = a.Warnings
			out.Record = b.r.Show(ctx, a.After)
		case b.try:
			out.Err = a.Err
		case errors.Is(a.Err, idempotency.ErrTaken), fault.Is(a.Err, fault.Stale) && !a.Pinned:
			b.alone(ctx, i)
		case a.Keeps():
			out.Err = b.r.keep(ctx, a, a.Err)
		default:
			out.Err = a.Err
		}
	}
}
