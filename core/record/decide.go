package record

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/sdk"
)

// maxItems is how many records one question to a module may hold.
const maxItems = 100

// decide asks modules, outside any transaction, and lays their verdicts over
// the records: one question for all acts of one kind and step, up to 100.
// Whatever a verdict holds is checked like a stranger's.
func (r *Records) decide(ctx context.Context, acts []*act) error {
	related, err := r.related(ctx, acts)
	if err != nil {
		return fmt.Errorf("load what the decision needs: %w", err)
	}
	for _, group := range questions(acts) {
		for chunk := range slices.Chunk(group, maxItems) {
			r.ask(ctx, chunk, related)
		}
	}
	return nil
}

// questions are the acts by what is asked about: program, kind and step.
func questions(acts []*act) [][]*act {
	var out [][]*act
	at := map[string]int{}
	for _, a := range acts {
		key := a.kind.Manifest.Program() + " " + a.kind.Full + " " + a.transition()
		i, there := at[key]
		if !there {
			i = len(out)
			at[key], out = i, append(out, nil)
		}
		out[i] = append(out[i], a)
	}
	return out
}

// ask asks about acts of one kind and step. What goes wrong with the question
// goes wrong with each of them.
func (r *Records) ask(ctx context.Context, acts []*act, related map[*act]map[string]any) {
	fail := func(err error) {
		for _, a := range acts {
			a.err = fmt.Errorf("decide %s %s: %w", a.kind.Full, a.transition(), err)
		}
	}
	first := acts[0]
	if r.Decider == nil {
		fail(fault.New(fault.Unavailable, "module_unavailable", fault.Param("module", first.kind.Module)))
		return
	}
	items := make([]sdk.Item, len(acts))
	for i, a := range acts {
		items[i] = a.item(related[a])
	}
	verdicts, err := r.Decider.Evaluate(ctx, first.kind.Manifest.Program(), first.caller(ctx), items)
	if err == nil && len(verdicts) != len(items) {
		err = malformed(first, "answers")
	}
	if err != nil {
		fail(err)
		return
	}
	for i, a := range acts {
		if verdicts[i].ID != items[i].ID {
			a.err = malformed(a, "answers")
		} else {
			a.err = a.accept(verdicts[i])
		}
	}
}

// item is the act as a module is asked about it.
func (a *act) item(related map[string]any) sdk.Item {
	item := sdk.Item{ID: a.after.ID, Kind: a.kind.Full, Rev: a.after.SchemaRev, Op: a.op, Transition: a.transition(),
		New: maps.Clone(a.after.Fields), Changed: a.changed(), Related: related}
	if a.before != nil {
		item.From, item.Old = a.before.State, a.before.Fields
	}
	return item
}

func malformed(a *act, what string) error {
	return fault.New(fault.Internal, "module_malformed", fault.Param("module", a.voice().ID), fault.Param("what", strings.ToValidUTF8(row.Cut(what, 100), "?")))
}

func (a *act) caller(ctx context.Context) sdk.Caller {
	return sdk.Caller{CallID: id.New("act"), Province: db.Province(ctx), PersonID: a.actor.PersonID, UnitID: a.post().UnitID,
		Roles: a.actor.Roles(), Locale: a.actor.Locale, Purpose: "interactive", Now: db.Now(ctx)}
}

// accept takes a verdict: its problems refuse, what it sets and wants must be
// within the schema and the manifest's grants.
func (a *act) accept(v sdk.Verdict) error {
	if len(v.Problems) > 0 {
		return a.refused(v.Problems)
	}
	for name := range v.Set {
		if a.kind.Field(name) == nil {
			return malformed(a, "field "+name)
		}
	}
	cleaned, problems := kind.CleanRow(a.kind.Fields, "", v.Set)
	if len(problems) > 0 {
		return malformed(a, problems[0].Field+" "+problems[0].Code)
	}
	for name := range v.Set {
		if cleaned[name] == nil {
			delete(a.after.Fields, name)
		} else {
			a.after.Fields[name] = cleaned[name]
		}
	}
	for _, e := range v.Effects {
		if what := a.illegal(e); what != "" {
			return malformed(a, what)
		}
	}
	a.effects = v.Effects
	for _, code := range v.Warnings {
		a.warnings = append(a.warnings, a.kind.Manifest.ProblemCode(code))
	}
	return nil
}

func (a *act) refused(problems []sdk.Problem2) error {
	code, fields := a.kind.Manifest.ProblemCode(problems[0].Code), make([]fault.FieldError, 0, len(problems))
	for _, p := range problems {
		if p.Field != "" {
			code = "invalid"
		}
		fields = append(fields, fault.FieldError{Field: p.Field, Code: a.kind.Manifest.ProblemCode(p.Code), Params: p.Params})
	}
	return fault.New(fault.Invalid, code, fault.Fields(fields...))
}

// illegal says what is wrong with an effect, "" if nothing.
func (a *act) illegal(e sdk.Effect) string {
	switch {
	case e.IdemKey == "":
		return "effect without key"
	case e.Kind == sdk.EffectCreate && e.Create != nil:
		m := a.voice()
		if !strings.HasPrefix(e.Create.Kind, m.ID+".") && !granted(m.Grants.Create, e.Create.Kind) {
			return "create " + e.Create.Kind
		}
	case e.Kind == sdk.EffectEmit && e.Emit != nil:
	case e.Kind == sdk.EffectNotify && e.Notify != nil:
	case e.Kind == sdk.EffectLink && e.Link != nil:
	default:
		return "effect " + e.Kind
	}
	return ""
}

// granted matches a kind with patterns "demo.visit" and "demo.*".
func granted(patterns []string, kind string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		all, wild := strings.CutSuffix(p, "*")
		return p == kind || (wild && strings.HasPrefix(kind, all))
	})
}

// related loads what the manifest says each act's decision must know:
// "source.title" reads a field of a record pointed at, "children(kind)<=50" the
// records of a kind that point here.
func (r *Records) related(ctx context.Context, acts []*act) (map[*act]map[string]any, error) {
	pointed, err := r.pointedAt(ctx, acts)
	if err != nil {
		return nil, err
	}
	out := map[*act]map[string]any{}
	for _, a := range acts {
		needs := a.kind.Needs[a.transition()]
		if len(needs) == 0 {
			continue
		}
		known := map[string]any{}
		for _, need := range needs {
			if kind, limit, ok := children(need); ok {
				if known[kind], err = r.children(ctx, a, kind, limit); err != nil {
					return nil, err
				}
			} else {
				a.point(need, pointed, known)
			}
		}
		out[a] = known
	}
	return out, nil
}

// pointedAt are the records the acts' needs point at, by id, in one statement
// and one per kind.
func (r *Records) pointedAt(ctx context.Context, acts []*act) (map[string]*Record, error) {
	var ids []string
	for _, a := range acts {
		for _, need := range a.kind.Needs[a.transition()] {
			field, _, _ := strings.Cut(need, ".")
			if to := str(a.after.Fields[field]); to != "" {
				ids = append(ids, to)
			}
		}
	}
	out := map[string]*Record{}
	if len(ids) == 0 {
		return out, nil
	}
	found, err := row.Select(ctx, "SELECT "+row.Directory+" FROM record WHERE id IN (?) AND phase <> 'discarded'", ids)
	if err != nil {
		return nil, err
	}
	for _, rec := range found {
		out[rec.ID] = rec
	}
	return out, r.fill(ctx, found...)
}

// children reads "children(kind)<=50".
func children(need string) (kind string, limit int, ok bool) {
	rest, ok := strings.CutPrefix(need, "children(")
	if !ok {
		return "", 0, false
	}
	kind, rest, _ = strings.Cut(rest, ")")
	limit = 200
	if n, err := strconv.Atoi(strings.TrimPrefix(rest, "<=")); err == nil && n > 0 {
		limit = min(n, limit)
	}
	return kind, limit, true
}

func (r *Records) children(ctx context.Context, a *act, kind string, limit int) ([]map[string]any, error) {
	full := kind
	if !strings.Contains(kind, ".") {
		full = a.kind.Module + "." + kind
	}
	found, err := row.Select(ctx, "SELECT "+row.Directory+" FROM record WHERE kind = ? AND phase <> 'discarded' AND id IN "+
		"(SELECT from_id FROM record_link WHERE to_id = ?) ORDER BY id LIMIT ?", full, a.after.ID, limit)
	if err != nil {
		return nil, err
	}
	if err := r.fill(ctx, found...); err != nil {
		return nil, err
	}
	out := make([]map[string]any, len(found))
	for i, rec := range found {
		out[i] = told(rec)
	}
	return out, nil
}

// told is a related record as a module sees it: its fields, id, state, number.
func told(rec *Record) map[string]any {
	m := maps.Clone(rec.Fields)
	m["id"], m["state"], m["number"] = rec.ID, rec.State, rec.Number
	return m
}

// point puts known["source"]["title"] for the need "source.title"; "source"
// alone gives the whole record.
func (a *act) point(need string, pointed map[string]*Record, known map[string]any) {
	field, wanted, some := strings.Cut(need, ".")
	rec := pointed[str(a.after.Fields[field])]
	if rec == nil {
		return
	}
	all := told(rec)
	if !some {
		known[field] = all
		return
	}
	into, _ := known[field].(map[string]any)
	if into == nil {
		into = map[string]any{"id": rec.ID}
	}
	into[wanted] = all[wanted]
	known[field] = into
}
