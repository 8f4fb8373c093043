package admin

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/web/person"
)

// choices are what a province may decide on of what units owe and of reminders.
type choices struct {
	Duties  []dutyChoice    `json:"duties"`
	Told    []toldChoice    `json:"told"`    // what a ladder may be for
	Ladders []tenant.Ladder `json:"ladders"` // the product's
}

// dutyChoice is a duty a province may switch or give other lengths.
type dutyChoice struct {
	Name    string         `json:"name"`
	Label   manifest.Text  `json:"label"`
	Source  string         `json:"source"`
	Setting string         `json:"setting,omitempty"` // key of its switch; none: it is owed everywhere
	Off     bool           `json:"off"`               // off until the province switches it on
	Lengths []lengthChoice `json:"lengths"`
}

// lengthChoice is a number of a duty that is the province's.
type lengthChoice struct {
	Setting  string `json:"setting"`
	Of       string `json:"of" enum:"grace,times,before"` // so long after the last day; so often in a period; so long before the meeting
	Unit     string `json:"unit,omitempty"`
	Standard int    `json:"standard"`
}

// toldChoice is a kind, a deadline or a duty.
type toldChoice struct {
	Name  string        `json:"name"`
	Label manifest.Text `json:"label"`
}

func (h Settings) choices() choices {
	out := choices{Duties: []dutyChoice{}, Told: []toldChoice{}, Ladders: tenant.StandardLadders()}
	for _, m := range h.Kinds.Installed() {
		for i := range m.Kinds {
			k := &m.Kinds[i]
			out.tell(k.FullName(), k.Label)
			for _, d := range k.Deadlines {
				out.tell(d.Code, d.Label)
			}
		}
		for i := range m.Duties {
			out.owe(&m.Duties[i])
		}
	}
	return out
}

func (c *choices) tell(name string, label manifest.Text) {
	if !slices.ContainsFunc(c.Told, func(o toldChoice) bool { return o.Name == name }) {
		c.Told = append(c.Told, toldChoice{name, label})
	}
}

// owe takes in a duty once, however many rules followed one another.
func (c *choices) owe(d *manifest.Duty) {
	c.tell(d.FullName(), d.Label)
	one := dutyChoice{Name: d.FullName(), Label: d.Label, Source: d.Source, Setting: d.Setting, Off: d.Off, Lengths: []lengthChoice{}}
	if d.TimesSetting != "" {
		one.Lengths = append(one.Lengths, lengthChoice{Setting: d.TimesSetting, Of: "times", Standard: d.Times})
	}
	if d.Due.Setting != "" {
		one.Lengths = append(one.Lengths, lengthChoice{d.Due.Setting, "grace", d.Due.Unit, d.Due.Length})
	}
	if d.Before != nil && d.Before.Setting != "" {
		one.Lengths = append(one.Lengths, lengthChoice{d.Before.Setting, "before", d.Before.Unit, d.Before.Length})
	}
	known := slices.ContainsFunc(c.Duties, func(o dutyChoice) bool { return o.Name == one.Name })
	if !known && (one.Setting != "" || len(one.Lengths) > 0) {
		c.Duties = append(c.Duties, one)
	}
}

// knownReminders refuses ladders for what is not there, and whom nobody knows; their
// form is the settings' own to check.
func (h Settings) knownReminders(ctx context.Context, ladders []tenant.Ladder, heads []string) error {
	roles, err := h.Roles.List(ctx)
	if err != nil {
		return err
	}
	known := func(role string) bool {
		return slices.ContainsFunc(roles, func(r person.Role) bool { return r.ID == role })
	}
	told := h.choices().Told
	var wrong []fault.FieldError
	bad := func(at string, args ...any) {
		wrong = append(wrong, fault.FieldError{Field: "settings." + fmt.Sprintf(at, args...), Code: "unknown_value"})
	}
	for i, role := range heads {
		if !known(role) {
			bad("heads[%d]", i)
		}
	}
	for i, l := range ladders {
		for j, name := range l.For {
			if !slices.ContainsFunc(told, func(t toldChoice) bool { return t.Name == name }) {
				bad("reminders[%d].for[%d]", i, j)
			}
		}
		for j, r := range l.Rungs {
			for k, to := range r.To {
				if to != tenant.ToOwner && to != tenant.ToKeeper && to != tenant.ToHead && !known(to) {
					bad("reminders[%d].rungs[%d].to[%d]", i, j, k)
				}
			}
		}
	}
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "invalid", fault.Fields(wrong...))
	}
	return nil
}
