package record

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/sdk"
)

// maxItems is how many records one question to a module may hold.
const maxItems = 100

// decide asks modules, outside any transaction, and lays their verdicts over
// the records: one question for all acts of one kind and step, up to 100.
// Whatever a verdict holds is checked like a stranger's.
func (r *Records) decide(ctx context.Context, acts []*act.Act) error {
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
func questions(acts []*act.Act) [][]*act.Act {
	var out [][]*act.Act
	at := map[string]int{}
	for _, a := range acts {
		key := a.Kind.Manifest.Program() + " " + a.Kind.Full + " " + a.Transition()
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
func (r *Records) ask(ctx context.Context, acts []*act.Act, related map[*act.Act]map[string]any) {
	fail := func(err error) {
		for _, a := range acts {
			a.Err = fmt.Errorf("decide %s %s: %w", a.Kind.Full, a.Transition(), err)
		}
	}
	first := acts[0]
	if r.Decider == nil {
		fail(fault.New(fault.Unavailable, "module_unavailable", fault.Param("module", first.Kind.Module)))
		return
	}
	items := make([]sdk.Item, len(acts))
	for i, a := range acts {
		items[i] = a.Item(related[a])
	}
	verdicts, err := r.Decider.Evaluate(ctx, first.Kind.Manifest.Program(), first.Caller(ctx), items)
	if err == nil && len(verdicts) != len(items) {
		err = act.Malformed(first, "answers")
	}
	if err != nil {
		fail(err)
		return
	}
	for i, a := range acts {
		if verdicts[i].ID != items[i].ID {
			a.Err = act.Malformed(a, "answers")
		} else {
			a.Err = a.Accept(verdicts[i])
		}
	}
}

// related loads what the manifest says each act's decision must know:
// "source.title" reads a field of a record pointed at, "children(kind)<=50" the
// records of a kind that point here.
func (r *Records) related(ctx context.Context, acts []*act.Act) (map[*act.Act]map[string]any, error) {
	pointed, err := r.pointedAt(ctx, acts)
	if err != nil {
		return nil, err
	}
	out := map[*act.Act]map[string]any{}
	for _, a := range acts {
		needs := a.Kind.Needs[a.Transition()]
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
				point(a, need, pointed, known)
			}
		}
		out[a] = known
	}
	return out, nil
}

// pointedAt are the records the acts' needs point at, by id, in one statement
// and one per kind.
func (r *Records) pointedAt(ctx context.Context, acts []*act.Act) (map[string]*Record, error) {
	var ids []string
	for _, a := range acts {
		for _, need := range a.Kind.Needs[a.Transition()] {
			field, _, _ := strings.Cut(need, ".")
			if to := act.Str(a.After.Fields[field]); to != "" {
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
	return out, r.Fill(ctx, found...)
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

func (r *Records) children(ctx context.Context, a *act.Act, kind string, limit int) ([]map[string]any, error) {
	full := kind
	if !strings.Contains(kind, ".") {
		full = a.Kind.Module + "." + kind
	}
	found, err := row.Select(ctx, "SELECT "+row.Directory+" FROM record WHERE kind = ? AND phase <> 'discarded' AND id IN "+
		"(SELECT from_id FROM record_link WHERE to_id = ?) ORDER BY id LIMIT ?", full, a.After.ID, limit)
	if err != nil {
		return nil, err
	}
	if err := r.Fill(ctx, found...); err != nil {
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
func point(a *act.Act, need string, pointed map[string]*Record, known map[string]any) {
	field, wanted, some := strings.Cut(need, ".")
	rec := pointed[act.Str(a.After.Fields[field])]
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
