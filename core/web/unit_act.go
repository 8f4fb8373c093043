package web

import (
	"context"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/unit"
)

type unitOpenIn struct {
	Parent    string            `json:"parent_id" required:"true"`
	Kind      string            `json:"kind" required:"true" maxLength:"60"`
	Code      string            `json:"code" maxLength:"60"`
	Name      string            `json:"name" required:"true" maxLength:"300"`
	ShortName string            `json:"short_name" maxLength:"100"`
	Sort      int               `json:"sort"`
	Labels    map[string]string `json:"labels"`
	On        calendar.Date     `json:"on"`
	Basis     string            `json:"basis" maxLength:"500"`
}

func unitOpen(c *call, in unitOpenIn) (*unit.Unit, error) {
	parent, err := c.Tree.Get(c.ctx, in.Parent)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.New(fault.Invalid, "invalid", fault.Field("parent_id", "not_found"))
	}
	if err != nil {
		return nil, err
	}
	n := unit.New{ID: id.New("unt"), ParentID: in.Parent, Kind: in.Kind, Code: in.Code, Name: in.Name, ShortName: in.ShortName,
		Sort: in.Sort, Labels: in.Labels}
	var opened *unit.Unit
	err = c.Gate.Act(c.ctx, Act{Permission: "admin:units", UnitPath: parent.Path, Action: "unit.open", Object: n.ID, Kind: "unit",
		UnitID: n.ID, Reason: in.Basis}, func(ctx context.Context) (err error) {
		opened, err = c.Tree.Open(ctx, c.dated(in.On, in.Basis), n)
		return err
	})
	return opened, err
}

// dated is an act on the tree; without a day it holds from today.
func (c *call) dated(on calendar.Date, basis string) unit.Act {
	if on.IsZero() {
		on = calendar.Today(id.NowIn(c.ctx))
	}
	return unit.Act{On: on, Basis: basis}
}

type unitActIn struct {
	ID    string        `path:"id"`
	Act   string        `json:"act" required:"true" enum:"rename,move,close,merge,split,reopen"`
	On    calendar.Date `json:"on"`
	Basis string        `json:"basis" maxLength:"500"`

	Name      *string           `json:"name" maxLength:"300"`
	ShortName *string           `json:"short_name" maxLength:"100"`
	Code      *string           `json:"code" maxLength:"60"`
	Kind      *string           `json:"kind" maxLength:"60"`
	Sort      *int              `json:"sort"`
	Labels    map[string]string `json:"labels"`

	Parent string     `json:"parent_id"` // move, reopen
	With   []string   `json:"with"`      // merge: the other units
	Into   *unitPart  `json:"into"`      // merge: the successor
	Parts  []unitPart `json:"parts"`     // split: the heirs
}

// unitPart is a successor: an open unit by id, or a new one by what it is.
type unitPart struct {
	ID        string   `json:"id"`
	Parent    string   `json:"parent_id"`
	Kind      string   `json:"kind" maxLength:"60"`
	Code      string   `json:"code" maxLength:"60"`
	Name      string   `json:"name" maxLength:"300"`
	ShortName string   `json:"short_name" maxLength:"100"`
	Children  []string `json:"children"`
}

func (p unitPart) part(like *unit.Unit) unit.Part {
	if p.ID != "" {
		return unit.Part{ID: p.ID, Children: p.Children}
	}
	n := &unit.New{ParentID: p.Parent, Kind: p.Kind, Code: p.Code, Name: p.Name, ShortName: p.ShortName}
	if n.ParentID == "" {
		n.ParentID = like.ParentID
	}
	if n.Kind == "" {
		n.Kind = like.Kind
	}
	return unit.Part{New: n, Children: p.Children}
}

func unitAct(c *call, in unitActIn) (*unit.Unit, error) {
	u, err := c.Tree.Get(c.ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := c.mayTouch(in); err != nil {
		return nil, err
	}
	var after *unit.Unit
	err = c.Gate.Act(c.ctx, Act{Permission: "admin:units", UnitPath: u.Path, Action: "unit." + in.Act, Object: u.ID, Kind: "unit",
		UnitID: u.ID, Reason: in.Basis}, func(ctx context.Context) (err error) {
		after, err = c.change(ctx, u, in)
		return err
	})
	return after, err
}

// mayTouch asks for the right at every other unit an act reaches into.
func (c *call) mayTouch(in unitActIn) error {
	others := append([]string{in.Parent}, in.With...)
	parts := in.Parts
	if in.Into != nil {
		parts = append(parts, *in.Into)
	}
	for _, p := range parts {
		others = append(others, p.ID, p.Parent)
	}
	for _, other := range others {
		if other == "" || other == in.ID {
			continue
		}
		u, err := c.Tree.Get(c.ctx, other)
		if err != nil {
			return err
		}
		if err := c.Gate.Check(c.ctx, "admin:units", "", u.Path); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) change(ctx context.Context, u *unit.Unit, in unitActIn) (*unit.Unit, error) {
	act := c.dated(in.On, in.Basis)
	switch in.Act {
	case "rename":
		return c.Tree.Rename(ctx, act, u.ID, unit.Rename{Name: in.Name, ShortName: in.ShortName, Code: in.Code, Kind: in.Kind,
			Sort: in.Sort, Labels: in.Labels})
	case "move":
		return c.Tree.Move(ctx, act, u.ID, in.Parent)
	case "close":
		return c.Tree.Close(ctx, act, u.ID)
	case "reopen":
		parent := in.Parent
		if parent == "" {
			parent = u.ParentID
		}
		return c.Tree.Reopen(ctx, act, u.ID, parent)
	case "merge":
		into := unit.Part{ID: u.ID}
		if in.Into != nil {
			into = in.Into.part(u)
		}
		return c.Tree.Merge(ctx, act, append([]string{u.ID}, in.With...), into)
	case "split":
		var parts []unit.Part
		for _, p := range in.Parts {
			parts = append(parts, p.part(u))
		}
		if _, err := c.Tree.Split(ctx, act, u.ID, parts); err != nil {
			return nil, err
		}
		return c.Tree.Get(ctx, u.ID)
	}
	return nil, fault.New(fault.Invalid, "invalid", fault.Field("act", "unknown_value"))
}
