package web

import (
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/unit"
)

// page is a list with a cursor to what follows; "" on the last.
type page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next"`
}

type unitListIn struct {
	Under  string        `query:"under"`
	Parent string        `query:"parent"`
	Kind   []string      `query:"kind"`
	Q      string        `query:"q" maxLength:"200"`
	AsOf   calendar.Date `query:"as_of"`
	AsOf2  calendar.Date `query:"asOf"`
	Open   bool          `query:"open"`
	IDs    []string      `query:"ids"`
	Limit  int           `query:"limit"`
	Cursor string        `query:"cursor"`
}

func unitList(c *call, in unitListIn) (page[unit.Unit], error) {
	if in.AsOf.IsZero() {
		in.AsOf = in.AsOf2
	}
	limit, err := limited(in.Limit, 100, 5000)
	if err != nil {
		return page[unit.Unit]{}, err
	}
	p, err := c.Tree.List(c.ctx, unit.Filter{Under: in.Under, Parent: in.Parent, Kind: in.Kind, AsOf: in.AsOf, Open: in.Open,
		Q: in.Q, IDs: in.IDs, Limit: limit, Cursor: in.Cursor})
	return page[unit.Unit]{append([]unit.Unit{}, p.Items...), p.Next}, err
}

func unitGet(c *call, in idIn) (*unit.Unit, error) { return c.Tree.Get(c.ctx, in.ID) }

// actOut is an act with the name of who carried it out.
type actOut struct {
	unit.Logged
	By Who `json:"by"`
}

func unitActs(c *call, in idIn) (items[actOut], error) {
	out := items[actOut]{Items: []actOut{}}
	if _, err := c.Tree.Get(c.ctx, in.ID); err != nil {
		return out, err
	}
	list, err := c.Tree.Acts(c.ctx, in.ID)
	ids := make([]string, len(list))
	for i, a := range list {
		ids[i] = a.By
	}
	who := c.people(ids...)
	for _, a := range list {
		out.Items = append(out.Items, actOut{a, who(a.By)})
	}
	return out, err
}

type unitKindOut struct {
	ID    string        `json:"id"`
	Label manifest.Text `json:"label"`
	Under []string      `json:"under,omitempty"`
	Sort  int           `json:"sort"`
}

func unitKinds(c *call, _ struct{}) (items[unitKindOut], error) {
	out := items[unitKindOut]{Items: []unitKindOut{}}
	list, err := c.Tree.Kinds(c.ctx)
	for _, k := range list {
		out.Items = append(out.Items, unitKindOut{k.Code, manifest.Text{VI: k.VI, EN: k.EN}, k.Parents, k.Sort})
	}
	return out, err
}
