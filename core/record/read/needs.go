package read

import (
	"context"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
)

// Related loads what the manifest says each act's decision must know:
// "source.title" reads a field of a record pointed at, "children(kind)<=50" the
// records of a kind that point here.
func (r *Reader) Related(ctx context.Context, acts []*act.Act) (map[*act.Act]map[string]any, error) {
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
func (r *Reader) pointedAt(ctx context.Context, acts []*act.Act) (map[string]*row.Record, error) {
	var ids []string
	for _, a := range acts {
		for _, need := range a.Kind.Needs[a.Transition()] {
			field, _, _ := strings.Cut(need, ".")
			if to := act.Str(a.After.Fields[field]); to != "" {
				ids = append(ids, to)
			}
		}
	}
	out := map[string]*row.Record{}
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

func (r *Reader) children(ctx context.Context, a *act.Act, kind string, limit int) ([]map[string]any, error) {
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
func told(rec *row.Record) map[string]any {
	m := kind.Unsealed(rec.Fields)
	m["id"], m["state"], m["number"] = rec.ID, rec.State, rec.Number
	return m
}

// point puts known["source"]["title"] for the need "source.title"; "source"
// alone gives the whole record.
func point(a *act.Act, need string, pointed map[string]*row.Record, known map[string]any) {
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
