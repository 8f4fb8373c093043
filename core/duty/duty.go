package duty

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/unit"
)

// Tree is the part of unit.Tree that duties need.
type Tree interface {
	Get(ctx context.Context, id string) (*unit.Unit, error)
	List(ctx context.Context, f unit.Filter) (unit.Page, error)
}

// Gate is what duties ask of access.
type Gate interface {
	Check(ctx context.Context, action string, o access.Object) error
	Can(ctx context.Context, action string, o access.Object) bool
	Scope(ctx context.Context, action, kind string) (access.Filter, error)
}

// Deps are the rooms duties lean on.
type Deps struct {
	Kinds   *kind.Kinds
	Records *record.Records
	Tree    Tree
	Gate    Gate
	Counted func(ctx context.Context)                               // hears, in the transaction, that Lines will answer otherwise
	Met     func(ctx context.Context, obligationIDs []string) error // hears, in the transaction, that records met what was owed
}

// Duties keeps and answers what is owed in the province in ctx.
type Duties struct {
	Deps
	rules   map[*manifest.Manifest][]*owed
	refused []Refused
}

// owed is a rule of a duty, compiled.
type owed struct {
	*manifest.Duty
	name     string
	rule     *rule.Duty
	occasion *rule.Occasion // nil unless it falls due before a record
}

// Refused is a duty set aside, and why: nobody owes it, and all others are kept.
type Refused struct {
	*manifest.Duty
	Reason string
}

// New compiles the duties of all manifests; one that cannot be kept is set aside.
func New(d Deps) *Duties {
	ds := &Duties{Deps: d, rules: map[*manifest.Manifest][]*owed{}}
	newest := d.Kinds.In(context.Background())
	for _, m := range d.Kinds.Every() {
		for i := range m.Duties {
			compiled, err := compile(newest, m, &m.Duties[i])
			if err != nil {
				ds.refused = append(ds.refused, Refused{&m.Duties[i], err.Error()})
				continue
			}
			ds.rules[m] = append(ds.rules[m], compiled)
		}
	}
	return ds
}

// Refused are the duties set aside.
func (ds *Duties) Refused() []Refused { return ds.refused }

func compile(newest *kind.Set, m *manifest.Manifest, d *manifest.Duty) (*owed, error) {
	find := func(full string) (*manifest.Kind, error) {
		if k := m.Kind(full); k != nil {
			return k, nil
		}
		k, err := newest.Get(full)
		if err != nil {
			return nil, fmt.Errorf("no installed module declares %s: %w", full, err)
		}
		return k.Kind, nil
	}
	k, err := find(d.Kind)
	if err != nil {
		return nil, err
	}
	out := &owed{Duty: d, name: d.FullName()}
	if out.rule, err = rule.CompileDuty(k, d); err != nil || d.Before == nil {
		return out, err
	}
	if k, err = find(d.Before.Kind); err != nil {
		return nil, err
	}
	out.occasion, err = rule.CompileOccasion(k, d)
	return out, err
}

// Register gives the queue the room's jobs and their times: just after midnight
// periods begin and end.
func (ds *Duties) Register(q *job.Queue) error {
	q.Register(ReckonJob, func(ctx context.Context, _ job.Job) error { return ds.Reckon(ctx) })
	q.Register(RebuildJob, ds.rebuild)
	return q.Schedule(ReckonJob, "7 0 * * *")
}

// active are the rules that bind units of the province in ctx: their module and
// the module of what they ask for are on, and the province has not switched them
// off.
func (ds *Duties) active(ctx context.Context) []*owed {
	var out []*owed
	settings := settingsOf(ctx)
	for _, m := range ds.Kinds.In(ctx).Manifests() {
		for _, d := range ds.rules[m] {
			on := !d.Off
			if said, there := settings.Duties[d.Setting]; there && d.Setting != "" {
				on = said
			}
			if on && ds.Kinds.Enabled(ctx, d.name) && ds.Kinds.Enabled(ctx, d.Kind) {
				out = append(out, d)
			}
		}
	}
	return out
}

// reach is where a rule binds units: where its module and that of the records it asks
// for are both on. While one is tried at some units nobody else owes anything.
func (ds *Duties) reach(ctx context.Context, d *owed) (kind.Reach, error) {
	its, err := ds.Kinds.Reach(ctx, d.name)
	if err != nil {
		return its, err
	}
	asked, err := ds.Kinds.Reach(ctx, d.Kind)
	return its.Both(asked), err
}

// named are the active rules of one duty.
func (ds *Duties) named(ctx context.Context, name string) []*owed {
	return slices.DeleteFunc(ds.active(ctx), func(d *owed) bool { return d.name != name })
}

// inForce is the rule of a duty in force at the end of a period, nil if none is.
func inForce(rules []*owed, name string, p calendar.Period) *owed {
	_, last := p.Range()
	for _, d := range rules {
		if d.name == name && d.InForce(last) {
			return d
		}
	}
	return nil
}

// revision changes when other records meet the duty, or for other periods.
func revision(rules []*owed) string {
	var say []any
	for _, d := range rules {
		say = append(say, d.Kind, d.Rhythm, d.When, d.Period, d.Met, d.Covers, d.Proof, d.From, d.Until, d.Before)
	}
	raw, _ := json.Marshal(say) // texts and days
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:6])
}

func settingsOf(ctx context.Context) tenant.Settings {
	if t, err := tenant.From(ctx); err == nil {
		return t.Settings
	}
	return tenant.Settings{}
}

func bookOf(ctx context.Context) calendar.Book {
	if t, err := tenant.From(ctx); err == nil {
		return t.Book()
	}
	return calendar.National()
}

func today(ctx context.Context) calendar.Date { return calendar.Today(db.Now(ctx)) }

func notFound() error { return fault.New(fault.NotFound, "not_found") }
