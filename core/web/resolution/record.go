package resolution

import (
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/web/endpoint"
)

type servingOut struct {
	Clauses []clauseRef `json:"clauses"`
	Chosen  bool        `json:"chosen"`  // by a person; else by what the record is
	Choices []clauseRef `json:"choices"` // the caller may say; none where they may not
	Version int         `json:"version"` // of the record
}

// Of is what a record serves.
func (h Handler) Of(c *endpoint.Call, in endpoint.ByID) (servingOut, error) {
	s, err := h.Programme.Of(c.Ctx, in.ID)
	if err != nil {
		return servingOut{}, err
	}
	return servingOut{refs(s.Clauses), s.Chosen, refs(s.Choices), s.Record.Version}, nil
}

// clauseRef names a clause.
type clauseRef struct {
	ID    string        `json:"id"`
	Title manifest.Text `json:"title"`
}

func refs(list []programme.Clause) []clauseRef {
	out := make([]clauseRef, len(list))
	for i, c := range list {
		out[i] = clauseRef{c.ID, c.Title}
	}
	return out
}

type chooseIn struct {
	ID        string   `path:"id"`
	IfMatch   string   `header:"If-Match" maxLength:"60"`
	Clauses   []string `json:"clauses,omitempty"`   // ids; none: the record serves no clause
	Automatic bool     `json:"automatic,omitempty"` // by what the record is, in place of an earlier choice
	Reason    string   `json:"reason" required:"true" maxLength:"2000"`
}

// Choose keeps what a person says a record serves.
func (h Handler) Choose(c *endpoint.Call, in chooseIn) (servingOut, error) {
	version, err := endpoint.Version(in.IfMatch, false)
	if err != nil {
		return servingOut{}, err
	}
	choice := programme.Choice{Clauses: append([]string{}, in.Clauses...), Reason: in.Reason, Version: version}
	if in.Automatic {
		choice.Clauses = nil
	}
	if err := h.Programme.Choose(c.Ctx, in.ID, choice); err != nil {
		return servingOut{}, err
	}
	return h.Of(c, endpoint.ByID{ID: in.ID})
}
