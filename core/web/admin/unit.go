package admin

import (
	"context"
	"errors"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/succession"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
	"github.com/doanket/doanket/core/web/view"
)

// Units answers for the organisation tree.
type Units struct {
	Tree        *unit.Tree
	RecordKinds *kind.Kinds
	Succession  *succession.Succession
	Gate        permission.Gate
	People      view.Namer
}

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

// Open opens a unit under another.
func (h Units) Open(c *endpoint.Call, in unitOpenIn) (*unit.Unit, error) {
	parent, err := h.Tree.Get(c.Ctx, in.Parent)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.New(fault.Invalid, "invalid", fault.Field("parent_id", "not_found"))
	}
	if err != nil {
		return nil, err
	}
	n := unit.New{ID: id.New("unt"), ParentID: in.Parent, Kind: in.Kind, Code: in.Code, Name: in.Name, ShortName: in.ShortName,
		Sort: in.Sort, Labels: in.Labels}
	var opened *unit.Unit
	err = h.Gate.Act(c.Ctx, permission.Act{Permission: "admin:units", UnitPath: parent.Path, Action: "unit.open", Object: n.ID, Kind: "unit",
		UnitID: n.ID, Reason: in.Basis}, func(ctx context.Context) (err error) {
		opened, err = h.Tree.Open(ctx, dated(c.Ctx, in.On, in.Basis), n)
		return err
	})
	return opened, err
}

// dated is an act on the tree; without a day it holds from today.
func dated(ctx context.Context, on calendar.Date, basis string) unit.Act {
	if on.IsZero() {
		on = calendar.Today(id.NowIn(ctx))
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

	Bodies []succession.Body `json:"bodies"` // merge: who takes a body over where its like does not tell
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
	Takes     bool     `json:"takes"` // of a split: over what the ended unit holds, its people and open work
}

func (p unitPart) part(like *unit.Unit) unit.Part {
	if p.ID != "" {
		return unit.Part{ID: p.ID, Children: p.Children, Takes: p.Takes}
	}
	n := &unit.New{ParentID: p.Parent, Kind: p.Kind, Code: p.Code, Name: p.Name, ShortName: p.ShortName}
	if n.ParentID == "" {
		n.ParentID = like.ParentID
	}
	if n.Kind == "" {
		n.Kind = like.Kind
	}
	return unit.Part{New: n, Children: p.Children, Takes: p.Takes}
}

// Act renames, moves, closes, merges, splits or reopens a unit.
func (h Units) Act(c *endpoint.Call, in unitActIn) (*unit.Unit, error) {
	u, err := h.Tree.Get(c.Ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := h.mayTouch(c, in); err != nil {
		return nil, err
	}
	var after *unit.Unit
	err = h.act(c, u, in, func(ctx context.Context) (err error) {
		after, _, err = h.change(c, ctx, u, in)
		return err
	})
	return after, err
}

func (h Units) act(c *endpoint.Call, u *unit.Unit, in unitActIn, fn func(ctx context.Context) error) error {
	return h.Gate.Act(c.Ctx, permission.Act{Permission: "admin:units", UnitPath: u.Path, Action: "unit." + in.Act, Object: u.ID, Kind: "unit",
		UnitID: u.ID, Reason: in.Basis}, fn)
}

// errRehearsed takes back what a rehearsal did.
var errRehearsed = errors.New("rehearsed")

// Rehearse tries an act out and takes it back: what it would touch, or the
// refusal it would meet.
func (h Units) Rehearse(c *endpoint.Call, in unitActIn) (succession.Touched, error) {
	u, err := h.Tree.Get(c.Ctx, in.ID)
	if err != nil {
		return succession.Touched{}, err
	}
	if err := h.mayTouch(c, in); err != nil {
		return succession.Touched{}, err
	}
	var touched succession.Touched
	err = h.act(c, u, in, func(ctx context.Context) (err error) {
		if _, touched, err = h.change(c, ctx, u, in); err != nil {
			return err
		}
		return errRehearsed
	})
	if errors.Is(err, errRehearsed) {
		err = nil
	}
	return touched, err
}

// mayTouch asks for the right at every other unit an act reaches into.
func (h Units) mayTouch(c *endpoint.Call, in unitActIn) error {
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
		u, err := h.Tree.Get(c.Ctx, other)
		if err != nil {
			return err
		}
		if err := h.Gate.Check(c.Ctx, "admin:units", "", u.Path); err != nil {
			return err
		}
	}
	return nil
}

func (h Units) change(c *endpoint.Call, ctx context.Context, u *unit.Unit, in unitActIn) (*unit.Unit, succession.Touched, error) {
	act := dated(c.Ctx, in.On, in.Basis)
	switch in.Act {
	case "close":
		return h.Succession.Close(ctx, act, u.ID)
	case "merge":
		into := unit.Part{ID: u.ID}
		if in.Into != nil {
			into = in.Into.part(u)
		}
		return h.Succession.Merge(ctx, act, append([]string{u.ID}, in.With...), into, in.Bodies)
	case "split":
		var parts []unit.Part
		for _, p := range in.Parts {
			parts = append(parts, p.part(u))
		}
		touched, err := h.Succession.Split(ctx, act, u.ID, parts)
		if err != nil {
			return nil, touched, err
		}
		after, err := h.Tree.Get(ctx, u.ID)
		return after, touched, err
	}
	after, err := h.shape(ctx, act, u, in)
	return after, succession.Touched{Bodies: []succession.BodyAfter{}, Allowed: err == nil}, err
}

// shape carries out an act that ends no unit into another.
func (h Units) shape(ctx context.Context, act unit.Act, u *unit.Unit, in unitActIn) (*unit.Unit, error) {
	switch in.Act {
	case "rename":
		return h.Tree.Rename(ctx, act, u.ID, unit.Rename{Name: in.Name, ShortName: in.ShortName, Code: in.Code, Kind: in.Kind,
			Sort: in.Sort, Labels: in.Labels})
	case "move":
		return h.Tree.Move(ctx, act, u.ID, in.Parent)
	case "reopen":
		parent := in.Parent
		if parent == "" {
			parent = u.ParentID
		}
		return h.Tree.Reopen(ctx, act, u.ID, parent)
	}
	return nil, fault.New(fault.Invalid, "invalid", fault.Field("act", "unknown_value"))
}

type unitListIn struct {
	Under    string        `query:"under"`
	Parent   string        `query:"parent"`
	Kind     []string      `query:"kind"`
	Q        string        `query:"q" maxLength:"200"`
	AsOf     calendar.Date `query:"as_of"`
	AsOf2    calendar.Date `query:"asOf"`
	Open     bool          `query:"open"`
	For      string        `query:"for"`                                       // full name of a kind: only open units the caller may make one for
	Relation string        `query:"relation" enum:"place,branch,subtree,line"` // with to: only units that stand so to that unit
	To       string        `query:"to"`                                        // unit id
	IDs      []string      `query:"ids"`
	Limit    int           `query:"limit"`
	Cursor   string        `query:"cursor"`
}

// List is units, also of a past day.
func (h Units) List(c *endpoint.Call, in unitListIn) (endpoint.Page[unit.Unit], error) {
	if in.AsOf.IsZero() {
		in.AsOf = in.AsOf2
	}
	limit, err := endpoint.Limit(in.Limit, 100, 5000)
	if err != nil {
		return endpoint.Page[unit.Unit]{}, err
	}
	if (in.Relation == "") != (in.To == "") {
		return endpoint.Page[unit.Unit]{}, fault.New(fault.Invalid, "required", fault.Field("to"))
	}
	if in.For != "" {
		if in.IDs, err = h.makes(c.Ctx, in.For, in.IDs); err != nil {
			return endpoint.Page[unit.Unit]{}, err
		}
	}
	p, err := h.Tree.List(c.Ctx, unit.Filter{Under: in.Under, Parent: in.Parent, Relation: in.Relation, To: in.To, Kind: in.Kind, AsOf: in.AsOf, Open: in.Open,
		Q: in.Q, IDs: in.IDs, Limit: limit, Cursor: in.Cursor})
	return endpoint.Page[unit.Unit]{Items: append([]unit.Unit{}, p.Items...), Next: p.Next}, err
}

// makes lists the open units the caller may make a record of the kind for: in
// reach, of a kind that keeps such records, and among the ids if any are given.
func (h Units) makes(ctx context.Context, name string, among []string) ([]string, error) {
	k, err := h.RecordKinds.Of(ctx, name)
	if err != nil {
		return nil, err
	}
	at, err := h.Tree.List(ctx, unit.Filter{Kind: k.OwnerKinds, Open: true})
	if err != nil {
		return nil, err
	}
	ids := []string{}
	for _, u := range at.Items {
		if (among == nil || slices.Contains(among, u.ID)) && h.Gate.Can(ctx, "create", k.FullName(), u.Path) {
			ids = append(ids, u.ID)
		}
	}
	return ids, nil
}

// Get is one unit.
func (h Units) Get(c *endpoint.Call, in endpoint.ByID) (*unit.Unit, error) {
	return h.Tree.Get(c.Ctx, in.ID)
}

// actOut is an act with the name of who carried it out.
type actOut struct {
	unit.Logged
	By view.Who `json:"by"`
}

// Acts is what was done to a unit, on which basis.
func (h Units) Acts(c *endpoint.Call, in endpoint.ByID) (endpoint.Items[actOut], error) {
	out := endpoint.Items[actOut]{Items: []actOut{}}
	if _, err := h.Tree.Get(c.Ctx, in.ID); err != nil {
		return out, err
	}
	list, err := h.Tree.Acts(c.Ctx, in.ID)
	ids := make([]string, len(list))
	for i, a := range list {
		ids[i] = a.By
	}
	who := view.People(c.Ctx, h.People, ids...)
	for _, a := range list {
		out.Items = append(out.Items, actOut{a, who(a.By)})
	}
	return out, err
}

type unitKindOut struct {
	ID     string        `json:"id"`
	Label  manifest.Text `json:"label"`
	Branch string        `json:"branch" enum:"place,front,party,government,council,organisation,community"`
	Under  []string      `json:"under,omitempty"`
	Sort   int           `json:"sort"`
}

// Kinds is the kinds of units of the province.
func (h Units) Kinds(c *endpoint.Call, _ struct{}) (endpoint.Items[unitKindOut], error) {
	out := endpoint.Items[unitKindOut]{Items: []unitKindOut{}}
	list, err := h.Tree.Kinds(c.Ctx)
	for _, k := range list {
		out.Items = append(out.Items, unitKindOut{k.Code, manifest.Text{VI: k.VI, EN: k.EN}, k.Branch, k.Parents, k.Sort})
	}
	return out, err
}
