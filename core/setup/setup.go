package setup

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/province/pack"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/unit"
)

// The steps, in the order in which one rests on the other.
const (
	Units   = "units"   // whoever shall keep records is there
	People  = "people"  // somebody works at each place
	Modules = "modules" // a task area is on
	Lengths = "lengths" // the province has said how long what no law limits may take
	Record  = "record"  // something was handed in
)

// named is how many of what is left are named.
const named = 5

// SetupStep is one thing a province needs before its first figure.
type SetupStep struct {
	ID   string `json:"id" enum:"units,people,modules,lengths,record"`
	Done bool   `json:"done"`
	Have int    `json:"have"`
	Left int    `json:"left"`

	Missing []manifest.Text `json:"missing"` // some of what is left, by name
}

// SetupLength is a length no law gives: until the province says one, the product's holds.
type SetupLength struct {
	Setting  string        `json:"setting"`
	Label    manifest.Text `json:"label"`
	Unit     string        `json:"unit"` // none: so many times
	Standard int           `json:"standard"`
	Source   string        `json:"source"`
}

// SetupState is how far the province is.
type SetupState struct {
	Done    bool          `json:"done"`
	Steps   []SetupStep   `json:"steps"`
	Lengths []SetupLength `json:"lengths"` // those nobody has confirmed
	Offers  []SetupOffer  `json:"offers"`
}

// Tree is the part of unit.Tree the room needs.
type Tree interface {
	List(ctx context.Context, f unit.Filter) (unit.Page, error)
	Kinds(ctx context.Context) ([]unit.Kind, error)
}

// Setup tells of the province in ctx. It asks nobody's right.
type Setup struct {
	Kinds  *kind.Kinds
	Tree   Tree
	People *identity.People
	Packs  []pack.Pack
	Roles  func(ctx context.Context) ([]string, error) // ids of the province's roles
}

// State is how far the province is.
func (s *Setup) State(ctx context.Context) (*SetupState, error) {
	t, err := tenant.From(ctx)
	if err != nil {
		return nil, err
	}
	out := &SetupState{Lengths: s.unconfirmed(ctx, t.Settings)}
	units, err := s.Tree.List(ctx, unit.Filter{Open: true})
	if err != nil {
		return nil, err
	}
	kinds, err := s.Tree.Kinds(ctx)
	if err != nil {
		return nil, err
	}
	people, err := s.staffed(ctx, units.Items)
	if err != nil {
		return nil, err
	}
	handed, err := handedIn(ctx)
	if err != nil {
		return nil, err
	}
	out.Steps = []SetupStep{s.owners(ctx, units.Items, kinds), people, s.areas(ctx), lengths(out.Lengths, t.Settings), {ID: Record, Done: handed > 0, Have: handed, Left: max(0, 1-handed), Missing: []manifest.Text{}}}
	out.Done = !slices.ContainsFunc(out.Steps, func(s SetupStep) bool { return !s.Done })
	out.Offers, err = s.offers(ctx, t)
	return out, err
}

// owners asks whether each kind of record that is switched on can be kept by somebody:
// what is left are the kinds of units that are still missing for it.
func (s *Setup) owners(ctx context.Context, units []unit.Unit, kinds []unit.Kind) SetupStep {
	there := map[string]bool{}
	for _, u := range units {
		there[u.Kind] = true
	}
	var missing []manifest.Text
	for _, k := range s.Kinds.ForTenant(ctx) {
		if len(k.OwnerKinds) == 0 || slices.ContainsFunc(k.OwnerKinds, func(o string) bool { return there[o] }) {
			continue
		}
		for _, o := range k.OwnerKinds {
			if label := labelOf(kinds, o); !slices.Contains(missing, label) {
				missing = append(missing, label)
			}
		}
	}
	return step(Units, len(units), missing)
}

func labelOf(kinds []unit.Kind, code string) manifest.Text {
	if i := slices.IndexFunc(kinds, func(k unit.Kind) bool { return k.Code == code }); i >= 0 {
		return manifest.Text{VI: kinds[i].VI, EN: kinds[i].EN}
	}
	return manifest.Text{VI: code, EN: code}
}

// staffed asks whether somebody works at each place: at a body of it, or, of a place
// within a commune, at a body of the commune, which may file for the places below it.
func (s *Setup) staffed(ctx context.Context, units []unit.Unit) (SetupStep, error) {
	ids, place, bodies := []string{}, map[string]string{}, map[string]bool{}
	for _, u := range units {
		ids, place[u.ID] = append(ids, u.ID), u.PlaceID
		bodies[u.PlaceID] = bodies[u.PlaceID] || u.Branch != unit.BranchPlace
	}
	yes := false
	people, err := s.People.List(ctx, identity.PersonFilter{Disabled: &yes})
	if err != nil {
		return SetupStep{}, fmt.Errorf("who is there: %w", err)
	}
	posts, err := s.People.PostsAt(ctx, ids)
	if err != nil {
		return SetupStep{}, fmt.Errorf("who works where: %w", err)
	}
	active, at := map[string]bool{}, map[string]bool{}
	for _, p := range people.Items {
		active[p.ID] = true
	}
	today := calendar.Today(db.Now(ctx))
	for _, p := range posts {
		if active[p.PersonID] && p.Holds(today) && place[p.UnitID] != p.UnitID {
			at[place[p.UnitID]] = true
		}
	}
	var missing []manifest.Text
	for _, u := range units {
		if within := u.ParentID != "" && place[u.ParentID] == u.ParentID && !root(units, u.ParentID); bodies[u.ID] && u.PlaceID == u.ID && !within && !at[u.ID] {
			missing = append(missing, manifest.Text{VI: u.Name, EN: u.Name})
		}
	}
	return step(People, len(people.Items), missing), nil
}

// root reports whether the unit stands at the top of the tree.
func root(units []unit.Unit, id string) bool {
	return slices.ContainsFunc(units, func(u unit.Unit) bool { return u.ID == id && u.ParentID == "" })
}

func (s *Setup) areas(ctx context.Context) SetupStep {
	on := 0
	var off []manifest.Text
	for _, m := range s.Kinds.In(ctx).Manifests() {
		switch {
		case m.ID == manifest.CoreID:
		case s.Kinds.Enabled(ctx, m.ID+"."):
			on++
		default:
			off = append(off, m.Label)
		}
	}
	out := step(Modules, on, off)
	out.Done = on > 0
	return out
}

func lengths(left []SetupLength, set tenant.Settings) SetupStep {
	var missing []manifest.Text
	for _, l := range left {
		missing = append(missing, l.Label)
	}
	return step(Lengths, len(set.Deadlines), missing)
}

// step is one that is done when nothing is missing.
func step(id string, have int, missing []manifest.Text) SetupStep {
	return SetupStep{ID: id, Done: len(missing) == 0, Have: have, Left: len(missing), Missing: append([]manifest.Text{}, missing[:min(named, len(missing))]...)}
}

// unconfirmed are the lengths of what is switched on that no law gives and about which
// the province has said nothing, each once.
func (s *Setup) unconfirmed(ctx context.Context, set tenant.Settings) []SetupLength {
	out := []SetupLength{}
	add := func(setting string, label manifest.Text, unitOf string, standard int, source string) {
		_, said := set.Deadlines[setting]
		if setting != "" && !said && !slices.ContainsFunc(out, func(l SetupLength) bool { return l.Setting == setting }) {
			out = append(out, SetupLength{setting, label, unitOf, standard, source})
		}
	}
	for _, k := range s.Kinds.ForTenant(ctx) {
		for _, d := range k.Deadlines {
			add(d.Setting, d.Label, d.Unit, d.Length, d.Source)
		}
	}
	today := calendar.Today(db.Now(ctx))
	for _, m := range s.Kinds.In(ctx).Manifests() {
		for i := range m.Duties {
			d := &m.Duties[i]
			on, said := set.Duties[d.Setting]
			if !s.Kinds.Enabled(ctx, m.ID+".") || !d.InForce(today) || said && !on || !said && d.Off {
				continue // nobody owes it here
			}
			add(d.TimesSetting, d.Label, "", d.Times, d.Source)
			add(d.Due.Setting, d.Label, d.Due.Unit, d.Due.Length, d.Source)
			if d.Before != nil {
				add(d.Before.Setting, d.Label, d.Before.Unit, d.Before.Length, d.Source)
			}
		}
	}
	return out
}

// handedIn counts the records that have left their draft.
func handedIn(ctx context.Context) (n int, err error) {
	rows, err := db.Query(ctx, "SELECT count(*) FROM record WHERE phase NOT IN ('draft', 'discarded')")
	if err != nil {
		return 0, fmt.Errorf("count what was handed in: %w", err)
	}
	err = db.Each(rows, func(rows *sql.Rows) error { return rows.Scan(&n) })
	return n, err
}
