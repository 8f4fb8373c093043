package installation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/module"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/tenant"
)

// Behaviours are what modules do beyond decisions: answer events, run jobs and
// compute figures. The module host fits it.
type Behaviours interface {
	HandleEvents(ctx context.Context, module string, caller sdk.Caller, events []sdk.Happening) ([]sdk.Ack, error)
	RunJob(ctx context.Context, module string, caller sdk.Caller, run sdk.Run) ([]sdk.Effect, error)
	indicator.Folder
}

var _ Behaviours = (*module.Host)(nil)

// behaviours is the module host, or what a test puts in its place, or nil.
func (i *Installation) behaviours() Behaviours {
	if i.options.Behaviours != nil {
		return i.options.Behaviours
	}
	if i.Host != nil {
		return i.Host
	}
	return nil
}

func (i *Installation) folder() indicator.Folder {
	if b := i.behaviours(); b != nil {
		return b
	}
	return nil
}

// behave lets the queue deliver events and run the jobs manifests declare.
func (i *Installation) behave() error {
	b := i.behaviours()
	if b == nil {
		return nil
	}
	i.Queue.Register(record.EventJob, func(ctx context.Context, j job.Job) error { return i.deliver(ctx, b, j) })
	known := map[string]bool{}
	for _, m := range i.Kinds.Every() { // newest first: its times count for all versions
		for _, declared := range m.Jobs {
			name := "module." + m.ID + "." + declared.Name
			if known[name] {
				continue
			}
			known[name] = true
			i.Queue.Register(name, func(ctx context.Context, j job.Job) error { return i.run(ctx, b, m.ID, declared.Name, j) })
			if err := i.Queue.Schedule(name, declared.Cron); err != nil {
				return fmt.Errorf("job %s of %s: %w", declared.Name, m.ID, err)
			}
		}
	}
	return nil
}

// program is the code that acts for the module in the province in ctx.
func (i *Installation) program(ctx context.Context, moduleID string) string {
	if m := i.Kinds.In(ctx).Manifest(moduleID); m != nil {
		return m.Program()
	}
	return moduleID
}

// deliver hands one event to one module and does what it answers. A module
// that is away or fails sees the event again; one that was switched off in
// between does not.
func (i *Installation) deliver(ctx context.Context, b Behaviours, j job.Job) error {
	var d record.Delivery
	if err := j.Decode(&d); err != nil {
		return err
	}
	if hears, err := i.hears(ctx, d); err != nil || !hears {
		return err
	}
	ctx = identity.System(ctx, "module:"+d.Module)
	acks, err := b.HandleEvents(ctx, i.program(ctx, d.Module), speaker(ctx, "event"), []sdk.Happening{d.Event})
	if err != nil {
		return fmt.Errorf("deliver %s: %w", d.Event.Name, err)
	}
	if len(acks) != 1 || acks[0].Err != nil {
		return fmt.Errorf("deliver %s: %w", d.Event.Name, acks[0].Err)
	}
	if d.Event.RecordID == "" {
		return i.Records.Perform(ctx, d.Module, d.Event.ID, acks[0].Effects)
	}
	return i.Records.Follow(ctx, d.Module, d.Event.RecordID, acks[0].Effects)
}

// hears reports whether the module is on where the event happened: one that is tried
// at some units hears nothing of the others.
func (i *Installation) hears(ctx context.Context, d record.Delivery) (bool, error) {
	reach, err := i.Kinds.Reach(ctx, d.Module+".")
	if err != nil || d.Event.RecordID == "" || len(reach.Paths) == 0 {
		return !reach.None(), err
	}
	c, err := i.Records.Shown(ctx, d.Event.RecordID)
	if fault.Is(err, fault.NotFound) {
		return false, nil // thrown away
	}
	if err != nil {
		return false, err
	}
	return reach.Holds(c.After.UnitPath), nil
}

// run runs a declared job once for the province in ctx.
func (i *Installation) run(ctx context.Context, b Behaviours, moduleID, name string, j job.Job) error {
	m := i.Kinds.In(ctx).Manifest(moduleID)
	if !on(ctx, moduleID) || m == nil || !slices.ContainsFunc(m.Jobs, func(j manifest.Job) bool { return j.Name == name }) {
		return nil // off, or a job of another version
	}
	var due job.Due
	if err := j.Decode(&due); err != nil {
		return err
	}
	ctx = identity.System(ctx, "module:"+moduleID)
	effects, err := b.RunJob(ctx, i.program(ctx, moduleID), speaker(ctx, "job"), sdk.Run{Job: name, Slot: due.Slot})
	if err != nil {
		return fmt.Errorf("job %s of %s: %w", name, moduleID, err)
	}
	return i.Records.Perform(ctx, moduleID, name+":"+due.Slot.UTC().Format(time.RFC3339), effects)
}

func on(ctx context.Context, moduleID string) bool {
	t, err := tenant.From(ctx)
	return err == nil && t.On(moduleID)
}

// speaker says on whose behalf a module acts when no person asked: its own.
func speaker(ctx context.Context, purpose string) sdk.Caller {
	return sdk.Caller{CallID: id.New("act"), Province: db.Province(ctx), Locale: "vi", Purpose: purpose, Now: db.Now(ctx).Truncate(time.Microsecond)}
}
