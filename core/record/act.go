package record

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/idempotency"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/tenant"
)

// maxRetries is how often a write is thought over anew because another one came
// first, when the caller did not name a version.
const maxRetries = 2

// act is one write on its way through the pipeline.
type act struct {
	op     string // sdk.OpCreate …
	action string // what history says: "create", "update", "do:<transition>"
	kind   *kind.Kind
	move   *manifest.Transition // nil for a plain save
	before *Record              // nil on create
	after  *Record
	input  map[string]any
	reason string
	repeat *idempotency.Key // the caller's Idempotency-Key, if any
	kept   bool             // an earlier try of the same request was kept as a draft
	pinned bool             // the caller named the version

	selfApproved bool // own work, which the province allows

	actor    identity.Actor
	province *tenant.Tenant
	today    calendar.Date
	book     calendar.Book
	docs     map[string]int
	problems []fault.FieldError
	warnings []string
	effects  []sdk.Effect
	speaker  *manifest.Manifest // whose effects these are; the kind's own when nil
	err      error              // why it will not be done
}

// alive are the acts nothing has been said against yet.
func alive(acts []*act) []*act {
	return slices.DeleteFunc(slices.Clone(acts), func(a *act) bool { return a.err != nil })
}

// voice is the manifest whose effects the act does.
func (a *act) voice() *manifest.Manifest {
	if a.speaker != nil {
		return a.speaker
	}
	return a.kind.Manifest
}

// open fills in who, where and when.
func (a *act) open(ctx context.Context) (err error) {
	if a.actor, err = identity.From(ctx); err != nil {
		return err
	}
	if a.province, err = tenant.From(ctx); err != nil {
		return err
	}
	a.today, a.book = calendar.Today(db.Now(ctx)), a.province.Book()
	return nil
}

// relaxed reports whether the record may be incomplete after this act: only
// types count then.
func (a *act) relaxed() bool {
	return a.after.Phase == Draft || a.after.Phase == Returned || a.after.Phase == Cancelled
}

// transition is the name of the move, "" for a plain save.
func (a *act) transition() string {
	if a.move == nil {
		return ""
	}
	return a.move.Name
}

// sight is what an expression of the manifest sees.
func (a *act) sight() rule.Input {
	created := a.today
	if a.before != nil {
		created = calendar.Today(a.before.CreatedAt)
	}
	return rule.Input{Fields: a.after.Fields, State: a.after.State, Number: a.after.Number, Unit: a.after.UnitID, ToUnit: a.after.ToUnitID,
		Transition: a.transition(), Today: a.today, CreatedOn: created, Docs: a.docs, Settings: a.settings(), Book: &a.book}
}

// settings are the province's numbers an expression may ask for by name.
func (a *act) settings() map[string]int {
	own := a.province.Settings
	if own.PostalDays == 0 {
		return own.Deadlines
	}
	out := maps.Clone(own.Deadlines)
	if out == nil {
		out = map[string]int{}
	}
	out["postal_days"] = own.PostalDays
	return out
}

// changed lists the fields whose value differs from before.
func (a *act) changed() []string {
	var out []string
	for _, c := range a.kind.Columns {
		var old any
		if a.before != nil {
			old = a.before.Fields[c.Field.Name]
		}
		if !same(old, a.after.Fields[c.Field.Name]) {
			out = append(out, c.Field.Name)
		}
	}
	return out
}

// same compares two cleaned values.
func same(a, b any) bool {
	switch a.(type) {
	case nil, string, int64, float64, bool:
		switch b.(type) {
		case nil, string, int64, float64, bool:
			return a == b
		}
		return false
	}
	return reflect.DeepEqual(a, b)
}

// carry runs one write to its end. A twin of the request that came first has
// moved the record on, so whatever this one stumbles over, the twin's answer is
// its answer too.
func (r *Records) carry(ctx context.Context, key *idempotency.Key, build func(ctx context.Context) (*act, error)) (*Record, error) {
	rec, err := r.attempt(ctx, build)
	if err == nil || key == nil {
		return rec, err
	}
	if twin, missed := r.answered(ctx, key); twin != nil || fault.HasCode(missed, "idempotency_mismatch") {
		return twin, missed
	}
	return nil, err
}

// attempt is carry without twins. build loads the record and makes the act; it
// is asked again when another write came first.
func (r *Records) attempt(ctx context.Context, build func(ctx context.Context) (*act, error)) (*Record, error) {
	for try := 0; ; try++ {
		a, err := build(ctx)
		if err != nil {
			return nil, err
		}
		if err := r.run(ctx, []*act{a}); err != nil {
			return nil, err
		}
		switch {
		case a.err == nil:
			a.after.Warnings = a.warnings
			return r.show(ctx, a.after), nil
		case fault.Is(a.err, fault.Stale) && !a.pinned && try < maxRetries:
		case a.keeps():
			return nil, r.keep(ctx, a, a.err)
		default:
			return nil, a.err
		}
	}
}

// keeps reports whether the act failed for want of its module, so that what was
// typed is to be kept.
func (a *act) keeps() bool {
	return fault.Is(a.err, fault.Unavailable) && (a.move != nil || a.before != nil)
}

// run brings acts on different records through the whole pipeline. What is wrong
// with one stands in its err and stops no other; an error of run itself stops
// all.
func (r *Records) run(ctx context.Context, acts []*act) error {
	if err := r.think(ctx, acts); err != nil {
		return err
	}
	return r.commit(ctx, acts)
}

// think is everything before the transaction: input, derived values, rules,
// evidence and, where the manifest says so, the module's decision.
func (r *Records) think(ctx context.Context, acts []*act) error {
	for _, a := range acts {
		r.take(ctx, a)
	}
	if err := r.pointers(ctx, acts); err != nil {
		return err
	}
	if err := r.evidence(ctx, acts); err != nil {
		return err
	}
	r.conclude(ctx, acts)
	asking := slices.DeleteFunc(alive(acts), func(a *act) bool { return !a.asksModule() })
	if len(asking) == 0 {
		return nil
	}
	if err := r.decide(ctx, asking); err != nil {
		return err
	}
	r.conclude(ctx, asking)
	return nil
}

// conclude computes what follows from each act's input and judges the whole.
func (r *Records) conclude(ctx context.Context, acts []*act) {
	for _, a := range alive(acts) {
		if a.err = r.settle(ctx, a); a.err == nil {
			a.err = a.judge()
		}
	}
}

// asksModule reports whether the write needs the module's code: the manifest
// says so for the transition, or a complete record changed what the code
// derives a field from.
func (a *act) asksModule() bool {
	if a.move != nil && a.move.NeedsGo() {
		return true
	}
	if a.relaxed() || len(a.kind.GoInputs) == 0 {
		return false
	}
	if a.before == nil || a.before.Draft {
		return true
	}
	return slices.ContainsFunc(a.changed(), func(name string) bool { return slices.Contains(a.kind.GoInputs, name) })
}

// show is the record as the actor may see it: sealed fields stay out for
// whoever may not unseal.
func (r *Records) show(ctx context.Context, rec *Record) *Record {
	k, err := r.Kinds.Of(ctx, rec.Kind)
	if err != nil {
		return rec
	}
	for _, c := range k.Columns {
		if _, there := rec.Fields[c.Field.Name]; there && c.Field.Sealed && !r.Guard.Can(ctx, "unseal", rec.Object()) {
			delete(rec.Fields, c.Field.Name)
		}
	}
	return rec
}
