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
	"github.com/doanket/doanket/core/sdk"
)

// decide asks the module once, outside any transaction, and lays its verdict
// over the record. Whatever the verdict holds is checked like a stranger's.
func (r *Records) decide(ctx context.Context, a *act) error {
	if r.Decider == nil {
		return fault.New(fault.Unavailable, "module_unavailable", fault.Param("module", a.kind.Module))
	}
	related, err := r.related(ctx, a)
	if err != nil {
		return fmt.Errorf("load what the decision needs: %w", err)
	}
	item := sdk.Item{ID: a.after.ID, Kind: a.kind.Full, Rev: a.after.SchemaRev, Op: a.op, Transition: a.transition(),
		New: maps.Clone(a.after.Fields), Changed: a.changed(), Related: related}
	if a.before != nil {
		item.From, item.Old = a.before.State, a.before.Fields
	}
	verdicts, err := r.Decider.Evaluate(ctx, a.kind.Module, a.caller(ctx), []sdk.Item{item})
	if err != nil {
		return err
	}
	if len(verdicts) != 1 || verdicts[0].ID != item.ID {
		return malformed(a, "answers")
	}
	return a.accept(verdicts[0])
}

func malformed(a *act, what string) error {
	return fault.New(fault.Internal, "module_malformed", fault.Param("module", a.voice().ID), fault.Param("what", strings.ToValidUTF8(cut(what, 100), "?")))
}

func (a *act) caller(ctx context.Context) sdk.Caller {
	return sdk.Caller{CallID: id.New("act"), Province: db.Province(ctx), PersonID: a.actor.PersonID, UnitID: a.post().UnitID,
		Roles: a.actor.Roles(), Locale: a.actor.Locale, Purpose: "interactive", Now: db.Now(ctx)}
}

// accept takes a verdict: its problems refuse, what it sets and wants must be
// within the schema and the manifest's grants.
func (a *act) accept(v sdk.Verdict) error {
	if len(v.Problems) > 0 {
		return refused(v.Problems)
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
	a.warnings = append(a.warnings, v.Warnings...)
	return nil
}

func refused(problems []sdk.Problem2) error {
	code, fields := problems[0].Code, make([]fault.FieldError, 0, len(problems))
	for _, p := range problems {
		if p.Field != "" {
			code = "invalid"
		}
		fields = append(fields, fault.FieldError{Field: p.Field, Code: p.Code, Params: p.Params})
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

// related loads what the manifest says the transition's decision must know:
// "source.title" reads a field of a record pointed at, "children(kind)<=50"
// the records of a kind that point here.
func (r *Records) related(ctx context.Context, a *act) (map[string]any, error) {
	needs := a.kind.Needs[a.transition()]
	if len(needs) == 0 {
		return nil, nil
	}
	out := map[string]any{}
	for _, need := range needs {
		var err error
		if kind, limit, ok := children(need); ok {
			out[kind], err = r.children(ctx, a, kind, limit)
		} else {
			err = r.pointed(ctx, a, need, out)
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
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
	found, err := rowsOf(ctx, "SELECT "+directory+" FROM record WHERE kind = ? AND phase <> 'discarded' AND id IN "+
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

// pointed puts out["source"]["title"] for the need "source.title"; "source"
// alone gives the whole record.
func (r *Records) pointed(ctx context.Context, a *act, need string, out map[string]any) error {
	field, wanted, some := strings.Cut(need, ".")
	to := str(a.after.Fields[field])
	if to == "" {
		return nil
	}
	rec, err := row(ctx, to)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err == nil {
		err = r.fill(ctx, rec)
	}
	if err != nil {
		return err
	}
	all := told(rec)
	into, _ := out[field].(map[string]any)
	if into == nil {
		into = map[string]any{"id": rec.ID}
	}
	if some {
		into[wanted] = all[wanted]
	} else {
		into = all
	}
	out[field] = into
	return nil
}
