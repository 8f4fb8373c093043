package web

import (
	"slices"
	"time"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/listing"
	"github.com/doanket/doanket/core/web/view"
)

func (h recordHandler) list(c *endpoint.Call, in listing.In) (endpoint.Page[listed], error) {
	limit, err := endpoint.Limit(in.Limit, 30, 200)
	if err != nil {
		return endpoint.Page[listed]{}, err
	}
	q := in.Query(c.Ctx, h.kinds)
	q.Limit, q.Listed = limit, true
	p, err := h.records.List(c.Ctx, q)
	if err != nil {
		return endpoint.Page[listed]{}, err
	}
	return endpoint.Page[listed]{Items: h.listed(c, p.Items), Next: p.Next}, nil
}

type todayOut struct {
	Overdue  []offered `json:"overdue"`
	Due      []offered `json:"due"`
	Returned []offered `json:"returned"`
	Waiting  []offered `json:"waiting"`
	Others   []offered `json:"others"` // that wait for another unit, whose clock runs
	Drafts   []offered `json:"drafts"`
	Totals   totalsOut `json:"totals"` // of each, also of those not listed
	AsOf     time.Time `json:"as_of"`
}

type totalsOut struct {
	Overdue  int  `json:"overdue"`
	Due      int  `json:"due"`
	Returned int  `json:"returned"`
	Waiting  int  `json:"waiting"`
	Others   int  `json:"others"`
	Drafts   int  `json:"drafts"`
	More     bool `json:"more"` // there may be others beyond these
}

type todayIn struct {
	Part string `query:"part" maxLength:"20"`
}

func (h recordHandler) today(c *endpoint.Call, in todayIn) (todayOut, error) {
	t, err := h.records.Today(c.Ctx, in.Part)
	if err != nil {
		return todayOut{}, err
	}
	return todayOut{h.offered(c, t.Overdue), h.offered(c, t.Due), h.offered(c, t.Returned), h.offered(c, t.Waiting),
		h.offered(c, t.Others), h.offered(c, t.Drafts), totalsOut(t.Totals), t.AsOf}, nil
}

// summary is what every screen tells of a record. The words of its state and
// of its steps are in /kinds.
type summary struct {
	ID        string       `json:"id"`
	Kind      string       `json:"kind"`
	Number    string       `json:"number"`
	Title     string       `json:"title"`
	State     string       `json:"state"`
	Unit      view.UnitRef `json:"unit"`
	DueOn     *string      `json:"due_on"`
	Clock     *clockOut    `json:"clock,omitempty"` // the next open deadline, else the one met last
	Version   int          `json:"version"`
	UpdatedAt time.Time    `json:"updated_at"`
}

// listed is a record in a list, with the columns of its kind's list view.
type listed struct {
	summary
	Fields map[string]any `json:"fields"`
}

// offered is a record on Hôm nay, with the step to go on with, if the actor
// may take one.
type offered struct {
	summary
	Verb string `json:"verb,omitempty"`
}

func (h recordHandler) listed(c *endpoint.Call, list []*record.Record) []listed {
	out := make([]listed, len(list))
	for i, r := range list {
		out[i] = listed{h.summary(c, r), r.Fields} // those of the list's columns: asked for as Listed
	}
	return out
}

func (h recordHandler) offered(c *endpoint.Call, list []*record.Record) []offered {
	out := make([]offered, 0, len(list))
	for _, r := range list {
		if k, err := h.kinds.Of(c.Ctx, r.Kind); err == nil {
			out = append(out, offered{h.summary(c, r), h.verb(c, r, k)})
		}
	}
	return out
}

func (h recordHandler) summary(c *endpoint.Call, r *record.Record) summary {
	s := summary{ID: r.ID, Kind: r.Kind, Number: r.Number, Title: r.Title, State: r.State, Unit: view.Named(c.Ctx, h.tree, r.UnitID),
		Version: r.Version, UpdatedAt: r.UpdatedAt}
	if !r.DueOn.IsZero() {
		due := r.DueOn.String()
		s.DueOn = &due
	}
	if r.Clock != nil {
		clock := h.clock(c.Ctx, r.Clock)
		s.Clock = &clock
	}
	return s
}

// verb is the step out of the record's state that leads on and that the
// actor's rights allow, "" if there is none. What it still needs only the
// record's own page tells.
func (h recordHandler) verb(c *endpoint.Call, r *record.Record, k *kind.Kind) string {
	steps := slices.Clone(k.Lifecycle.From(r.State))
	slices.SortStableFunc(steps, func(a, b *manifest.Transition) int { return rank(a) - rank(b) })
	for _, t := range steps {
		if h.gate.CanRecord(c.Ctx, "do:"+t.Name, r) && !h.records.Hindered(c.Ctx, k, r, t) {
			return t.Name
		}
	}
	return ""
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
