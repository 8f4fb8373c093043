package act

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
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/unit"
)

// Act is one write on its way through the pipeline.
type Act struct {
	Op        string // sdk.OpCreate …
	Action    string // what history says: "create", "update", "do:<transition>"
	Kind      *kind.Kind
	Move      *manifest.Transition // nil for a plain save
	Before    *row.Record          // nil on create
	After     *row.Record
	Input     map[string]any
	Reason    string
	Repeat    *idempotency.Key                // the caller's Idempotency-Key, if any
	KeepKey   func(ctx context.Context) error // makes sure of the key of what is sealed, in the transaction; nil: nothing is
	Kept      bool                            // an earlier try of the same request was kept as a draft
	Pinned    bool                            // the caller named the version
	Elsewhere bool                            // made by an effect, at another unit than the record it follows from

	Aside bool // the actor does not read what the side that keeps the record keeps to itself

	SelfApproval *tenant.SelfApproval // own work, and what allows it
	StandIn      *identity.Post       // the post lent to the actor, where it alone lets them

	Actor    identity.Actor
	Province *tenant.Tenant
	Today    calendar.Date
	Book     calendar.Book
	Docs     map[string]int
	Problems []fault.FieldError
	Warnings []string
	Effects  []sdk.Effect

	Pointed map[string]map[string]any // what reference fields point at, where an expression reads it
	Found   map[string]Finding        // by find

	Delivered []row.Delivery // the units the step sends the record to

	Speaker *manifest.Manifest // whose effects these are; the kind's own when nil
	Err     error              // why it will not be done
}

// Alive are the acts nothing has been said against yet.
func Alive(acts []*Act) []*Act {
	return slices.DeleteFunc(slices.Clone(acts), func(a *Act) bool { return a.Err != nil })
}

// EffectSource is the manifest whose effects the act does.
func (a *Act) EffectSource() *manifest.Manifest {
	if a.Speaker != nil {
		return a.Speaker
	}
	return a.Kind.Manifest
}

// Open fills in who, where and when.
func (a *Act) Open(ctx context.Context) (err error) {
	if a.Actor, err = identity.From(ctx); err != nil {
		return err
	}
	if a.Province, err = tenant.From(ctx); err != nil {
		return err
	}
	a.Today, a.Book = calendar.Today(db.Now(ctx)), a.Province.Book()
	return nil
}

// relaxed reports whether the record may be incomplete after this act: only
// types count then.
func (a *Act) relaxed() bool { return incomplete(a.After.Phase) }

// incomplete reports whether a record may be so in a phase.
func incomplete(phase string) bool {
	return phase == row.Draft || phase == row.Returned || phase == row.Cancelled
}

// Transition is the name of the move, "" for a plain save.
func (a *Act) Transition() string {
	if a.Move == nil {
		return ""
	}
	return a.Move.Name
}

// RuleInput is what an expression of the manifest sees.
func (a *Act) RuleInput() rule.Input {
	created := a.Today
	if a.Before != nil {
		created = calendar.Today(a.Before.CreatedAt)
	}
	return rule.Input{ID: a.After.ID, Fields: a.After.Fields, State: a.After.State, Number: a.After.Number, Unit: a.After.UnitID, ToUnit: a.After.ToUnitID,
		Transition: a.Transition(), Today: a.Today, CreatedOn: created, Docs: a.Docs, Settings: a.settings(), Book: &a.Book,
		Pointed: a.Pointed, Found: a.told()}
}

// settings are the province's numbers an expression may ask for by name.
func (a *Act) settings() map[string]int {
	own := a.Province.Settings
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

// Changed lists the fields whose value differs from before.
func (a *Act) Changed() []string {
	var out []string
	for _, c := range a.Kind.Columns {
		var old any
		if a.Before != nil {
			old = a.Before.Fields[c.Field.Name]
		}
		if !same(old, a.After.Fields[c.Field.Name]) {
			out = append(out, c.Field.Name)
		}
	}
	return out
}

// Stated gives those of the date fields that the act states for good: none while
// the record may be incomplete, all when it no longer may, then what changes.
func (a *Act) Stated(dates []string) map[string]calendar.Date {
	if a.relaxed() {
		return nil
	}
	var out map[string]calendar.Date
	for _, name := range dates {
		value := Str(a.After.Fields[name])
		if a.Before != nil && !incomplete(a.Before.Phase) && same(a.Before.Fields[name], a.After.Fields[name]) {
			continue
		}
		if day, err := calendar.ParseDate(value); err == nil && !day.IsZero() {
			if out == nil {
				out = map[string]calendar.Date{}
			}
			out[name] = day
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

// Keeps reports whether the act failed for want of its module, so that what was
// typed is to be kept.
func (a *Act) Keeps() bool {
	return fault.Is(a.Err, fault.Unavailable) && (a.Move != nil || a.Before != nil)
}

// AsksModule reports whether the write needs the module's code: the manifest
// says so for the transition, or a complete record changed what the code
// derives a field from.
func (a *Act) AsksModule() bool {
	if a.Move != nil && a.Move.NeedsGo() {
		return true
	}
	if a.relaxed() || len(a.Kind.GoInputs) == 0 {
		return false
	}
	if a.Before == nil || a.Before.Draft {
		return true
	}
	return slices.ContainsFunc(a.Changed(), func(name string) bool { return slices.Contains(a.Kind.GoInputs, name) })
}

// Post is the post the actor acts from: the lent one that alone lets them, else one
// of their own over the record's unit or its addressee, else the first.
func (a *Act) Post() identity.Post {
	if a.StandIn != nil {
		return *a.StandIn
	}
	for _, p := range a.Actor.Posts {
		if p.Delegates == "" && (unit.Under(a.After.UnitPath, p.UnitPath) || slices.ContainsFunc(append(a.After.Sent, a.After.ToPath), func(to string) bool { return unit.Under(to, p.UnitPath) })) {
			return p
		}
	}
	if len(a.Actor.Posts) > 0 {
		return a.Actor.Posts[0]
	}
	return identity.Post{}
}

// Str is a text value, "" if there is none.
func Str(v any) string {
	s, _ := v.(string)
	return s
}
