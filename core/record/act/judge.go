package act

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/row"
)

// OwnWork reports whether the person had a hand in what the transition of the
// record decides: took one of the steps named, the decision that made the record
// included. Where a step named, or the making, is of those who make such records,
// whoever made it, edited it or put its evidence in had a hand too; the answer of
// another side is not theirs. It is the person that counts, not the role.
func (a *Act) OwnWork(rec *row.Record, t *manifest.Transition, person string) bool {
	if len(t.NotActorOf) == 0 || person == "" {
		return false
	}
	if slices.ContainsFunc(t.NotActorOf, func(step string) bool { return rec.Actors[step] == person }) {
		return true
	}
	return slices.ContainsFunc(t.NotActorOf, a.makersTake) && (rec.CreatedBy == person || slices.Contains(rec.Authors, person))
}

// makersTake reports whether a step, or "create", is of roles that make records
// of the kind.
func (a *Act) makersTake(step string) bool {
	t := a.Kind.Lifecycle.Transition(step)
	return t == nil || slices.ContainsFunc(t.Roles, func(role string) bool {
		return slices.ContainsFunc(a.Kind.Kind.Access[role], func(action string) bool {
			name, _, _ := strings.Cut(action, "@")
			return name == "create"
		})
	})
}

// madeByEffect is the maker of records that a decision makes at another unit.
const madeByEffect = "system:effect"

// Maker is who made the new record. What an effect makes at a unit the actor has
// no post at is that unit's: whoever took the step reads it as far as they reach,
// and had a hand in it, but sees no draft of it.
func (a *Act) Maker(by string) string {
	if !a.Elsewhere || a.Actor.System != "" || slices.ContainsFunc(a.Actor.Posts, func(p identity.Post) bool { return p.UnitID == a.After.UnitID }) {
		return by
	}
	return madeByEffect
}

// Authors reports whether whoever does the act has a hand in the record from
// then on: its maker, who edits it, who sends it on from a draft.
func (a *Act) Authors() bool {
	switch {
	case a.Before == nil, a.Move == nil && a.Action == "update":
		return true
	case a.Move == nil || len(a.Move.NotActorOf) > 0:
		return false
	}
	state := a.Kind.Lifecycle.State(a.Before.State)
	return state != nil && state.Open()
}

// maxReason is the longest reason, in characters.
const maxReason = 5_000

// takeReason tidies the person's words and asks for them where they must be.
func (a *Act) takeReason() {
	reason, problems := kind.Tidy("reason", a.Reason)
	a.Reason = reason
	switch {
	case len(problems) > 0:
		a.Problems = append(a.Problems, problems...)
	case utf8.RuneCountInString(reason) > maxReason:
		a.Problems = append(a.Problems, kind.Problem("reason", "too_long", "max", strconv.Itoa(maxReason))...)
	case reason == "" && a.Move != nil && a.Move.Reason:
		a.Problems = append(a.Problems, kind.Problem("reason", "required")...)
	}
}

// Faulty reports whether a problem is of the field.
func Faulty(problems []fault.FieldError, name string) bool {
	return slices.ContainsFunc(problems, func(p fault.FieldError) bool { return p.Field == name })
}

// Judge refuses the act with everything that is wrong with it at once:
// types, missing values, broken rules, missing evidence.
func (a *Act) Judge() error {
	problems := slices.Clone(a.Problems)
	for _, p := range append(a.missing(), a.lacking()...) {
		if !Faulty(problems, p.Field) {
			problems = append(problems, p)
		}
	}
	broken, err := a.violations()
	if err != nil {
		return err
	}
	problems = append(problems, broken...)
	if len(problems) == 0 {
		return nil
	}
	code := problems[0].Code
	for _, p := range problems {
		if p.Code != code {
			code = "invalid"
		}
	}
	if code != "evidence_missing" && code != "required" {
		code = "invalid"
	}
	return fault.New(fault.Invalid, code, fault.Fields(problems...))
}

// missing lists the fields without a value that the act needs one for.
func (a *Act) missing() []fault.FieldError {
	var out []fault.FieldError
	for i := range a.Kind.Fields {
		f := &a.Kind.Fields[i]
		value := a.After.Fields[f.Name]
		wanted := (f.Required && !a.relaxed()) || (a.Move != nil && slices.Contains(a.Move.Require, f.Name))
		switch {
		case value == nil && wanted && !slices.Contains(a.After.Sealed, f.Name):
			out = append(out, kind.Problem(f.Name, "required")...)
		case !a.relaxed():
			out = append(out, gaps(f, value)...)
		}
	}
	return out
}

// gaps lists the empty required cells of a list, and says when fewer records are
// named than must be.
func gaps(f *manifest.Field, value any) []fault.FieldError {
	if named, _ := value.([]string); f.Type == manifest.TypeRefs && len(named) > 0 && f.Min != nil && len(named) < int(*f.Min) {
		return kind.Problem(f.Name, "too_few_records", "min", strconv.Itoa(int(*f.Min)))
	}
	rows, _ := value.([]map[string]any)
	var out []fault.FieldError
	for i, row := range rows {
		for _, sub := range f.Fields {
			if sub.Required && row[sub.Name] == nil {
				out = append(out, kind.Problem(f.Name+"["+strconv.Itoa(i)+"]."+sub.Name, "required")...)
			}
		}
	}
	return out
}

// lacking lists the slots that hold too little for the transition, or for a step
// taken before that the record still rests on.
func (a *Act) lacking() []fault.FieldError {
	if a.Move == nil {
		return nil
	}
	var out []fault.FieldError
	var asked []string
	for _, t := range a.restsOn() {
		for _, code := range t.Slots {
			need := 1
			if slot := a.Kind.Slot(code); slot != nil {
				need = max(need, slot.Min)
			}
			if a.Docs[code] < need && !slices.Contains(asked, code) {
				asked = append(asked, code)
				out = append(out, kind.Problem(code, "evidence_missing", "min", strconv.Itoa(need), "have", strconv.Itoa(a.Docs[code]))...)
			}
		}
	}
	return out
}

// restsOn are the step and, if it leads on, those taken before it: each but the
// ones that will have to be taken again. What is given up or sent back rests on
// nothing.
func (a *Act) restsOn() []*manifest.Transition {
	out := []*manifest.Transition{a.Move}
	if a.relaxed() || a.Before == nil || a.Kind.Lifecycle.State(a.Before.State).Open() {
		return out // what was sent back begins again: no step before holds
	}
	for i := range a.Kind.Lifecycle.Transitions {
		t := &a.Kind.Lifecycle.Transitions[i]
		if _, taken := a.Before.Actors[t.Name]; taken && t.Name != a.Move.Name && !slices.Contains(t.From, a.Before.State) {
			out = append(out, t)
		}
	}
	return out
}

// violations asks the manifest's rules. An incomplete record answers only to
// rules that name the transition; advisory ones become warnings.
func (a *Act) violations() ([]fault.FieldError, error) {
	if a.relaxed() && a.Move == nil {
		return nil, nil
	}
	broken, err := a.Kind.Rules.Violations(a.RuleInput())
	if err != nil {
		return nil, err
	}
	var out []fault.FieldError
	for _, v := range broken {
		code := a.Kind.Manifest.ProblemCode(v.Code)
		switch {
		case a.relaxed() && !a.named(v.Code):
		case v.Advisory:
			if !slices.Contains(a.Warnings, code) {
				a.Warnings = append(a.Warnings, code)
			}
		default:
			out = append(out, kind.Problem(v.Field, code)...)
		}
	}
	return out, nil
}

// named reports whether the rule speaks of this very transition.
func (a *Act) named(code string) bool {
	for _, rule := range a.Kind.Kind.Rules {
		if rule.Code == code {
			return slices.Contains(rule.On, a.Transition())
		}
	}
	return false
}

// Missing is something an offered transition still needs.
type Missing struct {
	Field string `json:"field,omitempty"`
	Slot  string `json:"slot,omitempty"`
	Code  string `json:"code"`
}

// Needs lists the fields and slots a transition still lacks.
func (a *Act) Needs(t *manifest.Transition) []Missing {
	out := []Missing{}
	state := a.Kind.Lifecycle.Into(t, a.Before.State)
	a.After.Phase = state.Phase // required fields count for where it leads
	for _, p := range a.missing() {
		out = append(out, Missing{Field: p.Field, Code: p.Code})
	}
	a.After.Phase = a.Before.Phase
	for _, p := range a.lacking() {
		out = append(out, Missing{Slot: p.Field, Code: p.Code})
	}
	return out
}
