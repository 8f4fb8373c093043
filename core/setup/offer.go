package setup

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/province/pack"
	"github.com/doanket/doanket/core/tenant"
)

// SetupOffer is a starter pack as this province stands to it.
type SetupOffer struct {
	ID      string        `json:"id"`
	Label   manifest.Text `json:"label"`
	Hint    manifest.Text `json:"hint"`
	Choices []SetupChoice `json:"choices"`
}

// SetupChoice is one thing the pack would choose. Value and Now are numbers: of a switch 1
// is on. What the province cannot set by itself is Fixed.
type SetupChoice struct {
	Of     string        `json:"of" enum:"role,module,duty,length,limit"`
	Set    string        `json:"set"`
	Label  manifest.Text `json:"label"`
	Source manifest.Text `json:"source"`
	Value  int           `json:"value"`
	Now    *int          `json:"now"` // none: the province has said nothing
	Fixed  bool          `json:"fixed"`
}

// offers are the packs, each without what this installation does not have.
func (s *Setup) offers(ctx context.Context, t *tenant.Tenant) ([]SetupOffer, error) {
	roles, err := s.Roles(ctx)
	if err != nil {
		return nil, err
	}
	out := []SetupOffer{}
	for i := range s.Packs {
		p := &s.Packs[i]
		o := SetupOffer{ID: p.ID, Label: p.Label, Hint: p.Hint, Choices: []SetupChoice{}}
		for _, c := range p.Roles {
			o.Choices = append(o.Choices, choice("role", c, switched(true), switched(slices.Contains(roles, c.Set)), true))
		}
		for _, c := range p.Modules {
			if m := s.Kinds.In(ctx).Manifest(c.Set); m != nil {
				c.Label = m.Label
				o.Choices = append(o.Choices, choice("module", c, switched(true), switched(t.On(c.Set)), false))
			}
		}
		for _, c := range p.Duties {
			on, said := t.Settings.Duties[c.Set]
			o.Choices = append(o.Choices, choice("duty", c, switched(c.Value == true), told(switched(on), said), false))
		}
		for _, c := range p.Deadlines {
			n, said := t.Settings.Deadlines[c.Set]
			o.Choices = append(o.Choices, choice("length", c, number(c.Value), told(&n, said), false))
		}
		for _, c := range p.Limits {
			o.Choices = append(o.Choices, choice("limit", c, number(c.Value), limit(t.Settings.Limits, c.Set), true))
		}
		out = append(out, o)
	}
	return out, nil
}

func choice(of string, c pack.Choice, value, now *int, fixed bool) SetupChoice {
	return SetupChoice{of, c.Set, c.Label, c.Source, *value, now, fixed}
}

func switched(on bool) *int {
	n := 0
	if on {
		n = 1
	}
	return &n
}

func number(v any) *int {
	n, _ := v.(int) // anything else was refused when the packs were read
	return &n
}

// told is the value where the province has said one.
func told(n *int, said bool) *int {
	if !said {
		return nil
	}
	return n
}

func limit(l tenant.Limits, name string) *int {
	n := map[string]int{"storage_bytes": int(l.StorageBytes), "users": l.Users, "requests": l.Requests, "module_calls": l.ModuleCalls}[name]
	return told(&n, n > 0)
}
