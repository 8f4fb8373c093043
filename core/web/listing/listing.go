package listing

import (
	"context"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record"
)

// In is the words of the address.
type In struct {
	Module  string            `path:"module"`
	Kind    string            `path:"kind"`
	Under   string            `query:"under"`
	State   []string          `query:"state"`
	Phase   []string          `query:"phase"`
	Q       string            `query:"q" maxLength:"1000"`
	Sort    string            `query:"sort" maxLength:"60"`
	Limit   int               `query:"limit"`
	Cursor  string            `query:"cursor" maxLength:"1500"`
	DueTo   calendar.Date     `query:"due_to"`
	Overdue bool              `query:"overdue"`
	Clause  string            `query:"clause" maxLength:"60"` // id of a clause they serve
	Filter  map[string]string `query:"filter"`
}

// Query is the question to the records, without a limit.
func (in In) Query(ctx context.Context, kinds *kind.Kinds) record.Query {
	q := record.Query{Kind: in.Module + "." + in.Kind, Under: in.Under, State: in.State, Phase: in.Phase, Q: in.Q, Sort: in.Sort,
		Cursor: in.Cursor, DueTo: in.DueTo, Overdue: in.Overdue, Clause: in.Clause}
	for name, value := range in.Filter {
		if q.Filter == nil {
			q.Filter = map[string]any{}
		}
		q.Filter[name] = value
	}
	if k, err := kinds.Of(ctx, q.Kind); err == nil && q.Sort == "" {
		q.Sort = k.Views.List.Sort // the kind's own order, unless the question has one
	}
	return q
}
