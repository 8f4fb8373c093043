package batch

import (
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/view"
)

// cascadeOut is a step that makes, or moves on, more records than one transaction
// takes, and how far it is.
type cascadeOut struct {
	ID     string   `json:"id"`
	State  string   `json:"state" enum:"running,done,undoing,undone"`
	Step   string   `json:"step,omitempty"` // the step its children take; none: they are made
	By     view.Who `json:"by"`
	Total  int      `json:"total"`
	Done   int      `json:"done"`
	Undone int      `json:"undone"`
}

func (h Handler) cascades(c *endpoint.Call, in endpoint.ByID) (endpoint.Items[cascadeOut], error) {
	out := endpoint.Items[cascadeOut]{Items: []cascadeOut{}}
	list, err := h.Records.Cascades(c.Ctx, in.ID)
	if err != nil {
		return out, err
	}
	ids := make([]string, len(list))
	for i, x := range list {
		ids[i] = x.By
	}
	who := view.People(c.Ctx, h.People, ids...)
	for _, x := range list {
		out.Items = append(out.Items, cascadeOut{x.ID, x.State, x.Step, who(x.By), x.Total, x.Done, x.Undone})
	}
	return out, nil
}

type cascadeUndoIn struct {
	ID      string `path:"id"`
	Cascade string `path:"cascade"`
	Reason  string `json:"reason,omitempty" maxLength:"5000"`
}

// undoCascade takes back what a cascade made; it may be asked for again: what is
// undone already is Conflict wrong_state.
func (h Handler) undoCascade(c *endpoint.Call, in cascadeUndoIn) (endpoint.Nothing, error) {
	return endpoint.Nothing{}, h.Records.UndoCascade(c.Ctx, in.ID, in.Cascade, in.Reason)
}
