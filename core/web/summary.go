package web

import (
	"slices"
	"time"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
)

// summary is a record as lists show it.
type summary struct {
	ID        string         `json:"id"`
	Kind      string         `json:"kind"`
	Number    string         `json:"number"`
	Title     string         `json:"title"`
	State     string         `json:"state"`
	Unit      unitRef        `json:"unit"`
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
func (c *call) summaries(list []*record.Record) []summary {
	out := make([]summary, 0, len(list))
	for _, r := range list {
		k, err := c.Kinds.Of(c.ctx, r.Kind)
		if err != nil {
			continue // a kind this build no longer carries: nothing to draw it by
		}
		s := c.summary(r, k)
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

func (c *call) summary(r *record.Record, k *kind.Kind) summary {
	s := summary{ID: r.ID, Kind: r.Kind, Number: r.Number, Title: r.Title, State: r.State, Unit: c.named(r.UnitID),
		Version: r.Version, UpdatedAt: r.UpdatedAt, Verbs: c.verbs(r, k), Fields: r.Fields}
	if !r.DueOn.IsZero() {
		due := r.DueOn.String()
		s.DueOn = &due
	}
	return s
}

// named is a unit by name; one that is gone keeps its id.
func (c *call) named(unitID string) unitRef {
	if u, err := c.Tree.Get(c.ctx, unitID); err == nil {
		return unitRef{ID: u.ID, Name: u.Name}
	}
	return unitRef{ID: unitID}
}

// verbs are the steps out of the record's state that the actor's rights allow,
// the one that leads on first. What a step still needs only the record's own
// page tells.
func (c *call) verbs(r *record.Record, k *kind.Kind) []verb {
	out := []verb{}
	steps := slices.Clone(k.Lifecycle.From(r.State))
	slices.SortStableFunc(steps, func(a, b *manifest.Transition) int { return rank(a) - rank(b) })
	for _, t := range steps {
		if c.Gate.CanRecord(c.ctx, "do:"+t.Name, r) && !c.ownWork(r, t) {
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
func (c *call) ownWork(r *record.Record, t *manifest.Transition) bool {
	if c.tenant.Settings.SelfApproval {
		return false
	}
	return slices.ContainsFunc(t.NotActorOf, func(act string) bool {
		return act == "create" && r.CreatedBy == c.actor.PersonID || r.Actors[act] == c.actor.PersonID
	})
}
