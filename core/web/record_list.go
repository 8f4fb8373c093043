package web

import (
	"slices"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/view"
)

type recordListIn struct {
	Module  string            `path:"module"`
	Kind    string            `path:"kind"`
	Under   string            `query:"under"`
	State   []string          `query:"state"`
	Phase   []string          `query:"phase"`
	Q       string            `query:"q" maxLength:"200"`
	Sort    string            `query:"sort" maxLength:"60"`
	Limit   int               `query:"limit"`
	Cursor  string            `query:"cursor" maxLength:"500"`
	DueTo   calendar.Date     `query:"due_to"`
	Overdue bool              `query:"overdue"`
	Filter  map[string]string `query:"filter"`
}

func (h recordHandler) list(c *endpoint.Call, in recordListIn) (endpoint.Page[summary], error) {
	limit, err := endpoint.Limit(in.Limit, 30, 200)
	if err != nil {
		return endpoint.Page[summary]{}, err
	}
	q := record.Query{Kind: in.Module + "." + in.Kind, Under: in.Under, State: in.State, Phase: in.Phase, Q: in.Q, Sort: in.Sort,
		Limit: limit, Cursor: in.Cursor, DueTo: in.DueTo, Overdue: in.Overdue}
	for name, value := range in.Filter {
		if q.Filter == nil {
			q.Filter = map[string]any{}
		}
		q.Filter[name] = value
	}
	p, err := h.records.List(c.Ctx, q)
	if err != nil {
		return endpoint.Page[summary]{}, err
	}
	return endpoint.Page[summary]{Items: h.summaries(c, p.Items), Next: p.Next}, nil
}

type todayOut struct {
	Overdue  []summary `json:"overdue"`
	Due      []summary `json:"due"`
	Returned []summary `json:"returned"`
	Waiting  []summary `json:"waiting"`
	Drafts   []summary `json:"drafts"`
	AsOf     time.Time `json:"as_of"`
}

func (h recordHandler) today(c *endpoint.Call, _ struct{}) (todayOut, error) {
	t, err := h.records.Today(c.Ctx)
	if err != nil {
		return todayOut{}, err
	}
	return todayOut{h.summaries(c, t.Overdue), h.summaries(c, t.Due), h.summaries(c, t.Returned), h.summaries(c, t.Waiting),
		h.summaries(c, t.Drafts), t.AsOf}, nil
}

// summary is a record as lists show it.
type summary struct {
	ID        string         `json:"id"`
	Kind      string         `json:"kind"`
	Number    string         `json:"number"`
	Title     string         `json:"title"`
	State     string         `json:"state"`
	Unit      view.UnitRef   `json:"unit"`
	DueOn     *string        `json:"due_on"`
	Version   int            `json:"version"`
	UpdatedAt time.Time      `json:"updated_at"`
	Verbs     []verb         `json:"verbs"`
	Fields    map[string]any `json:"fields"`
}

// verb is a step the actor may take from the list.
type verb struct {
	Name  string        `json:"name"`
	Label manifest.Text `json:"label"`
}

// summaries shows the columns of each record's list view.
func (h recordHandler) summaries(c *endpoint.Call, list []*record.Record) []summary {
	out := make([]summary, 0, len(list))
	for _, r := range list {
		k, err := h.kinds.Of(c.Ctx, r.Kind)
		if err != nil {
			continue // a kind this build no longer carries: nothing to draw it by
		}
		s := h.summary(c, r, k)
		s.Fields = map[string]any{}
		for _, column := range k.Views.List.Columns {
			if v, ok := r.Fields[column]; ok {
				s.Fields[column] = v
			}
		}
		out = append(out, s)
	}
	return out
}

func (h recordHandler) summary(c *endpoint.Call, r *record.Record, k *kind.Kind) summary {
	s := summary{ID: r.ID, Kind: r.Kind, Number: r.Number, Title: r.Title, State: r.State, Unit: view.Named(c.Ctx, h.tree, r.UnitID),
		Version: r.Version, UpdatedAt: r.UpdatedAt, Verbs: h.verbs(c, r, k), Fields: r.Fields}
	if !r.DueOn.IsZero() {
		due := r.DueOn.String()
		s.DueOn = &due
	}
	return s
}

// verbs are the steps out of the record's state that the actor's rights allow,
// the one that leads on first. What a step still needs only the record's own
// page tells.
func (h recordHandler) verbs(c *endpoint.Call, r *record.Record, k *kind.Kind) []verb {
	out := []verb{}
	steps := slices.Clone(k.Lifecycle.From(r.State))
	slices.SortStableFunc(steps, func(a, b *manifest.Transition) int { return rank(a) - rank(b) })
	for _, t := range steps {
		if h.gate.CanRecord(c.Ctx, "do:"+t.Name, r) && !h.ownWork(c, r, t) {
			out = append(out, verb{t.Name, t.Label})
		}
	}
	return out
}

// rank puts what leads on before what leads back, and giving up last.
func rank(t *manifest.Transition) int {
	switch t.Tone {
	case "primary":
		return 0
	case "danger":
		return 2
	}
	return 1
}

// ownWork hides what record would refuse in any case.
func (h recordHandler) ownWork(c *endpoint.Call, r *record.Record, t *manifest.Transition) bool {
	if c.Tenant.Settings.SelfApproval {
		return false
	}
	return slices.ContainsFunc(t.NotActorOf, func(act string) bool {
		return act == "create" && r.CreatedBy == c.Actor.PersonID || r.Actors[act] == c.Actor.PersonID
	})
}
