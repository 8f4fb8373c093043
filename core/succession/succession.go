package succession

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/text"
	"github.com/doanket/doanket/core/unit"
)

// Succession acts on the province in ctx.
type Succession struct {
	Tree   *unit.Tree
	People *identity.People

	// Tell hears, in the transaction, who took over whom; nil: nobody does.
	Tell func(ctx context.Context, fromUnit, toUnit, basis string) error
}

// Body is a body under a unit that ends, and the body that takes it over: "" asks,
// its own id lets it stand beside.
type Body struct {
	ID   string `json:"id" required:"true"`
	Into string `json:"into"`
}

// Touched is what an act reaches beside the units themselves.
type Touched struct {
	Posts   int         `json:"posts"`   // held today at units that end
	Drafts  int         `json:"drafts"`  // of units that end
	Open    int         `json:"open"`    // records on their way, of units that end
	Bodies  []BodyAfter `json:"bodies"`  // under units that end, and what becomes of them
	Allowed bool        `json:"allowed"` // the act was tried out and nothing spoke against it
}

// BodyAfter is a body and who takes it over.
type BodyAfter struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Kind     string `json:"kind"`
	Into     string `json:"into,omitempty"` // the body that takes it over; none: it stands beside
	IntoName string `json:"into_name,omitempty"`
}

// Merge ends units into one, as unit.Tree.Merge does, lets every body under them
// be taken over by its like, and hands the posts of all that ended to who took over.
// bodies says what the likeness of bodies does not. Faults: those of the tree;
// Conflict unit.body_undecided for a body with more than one like it, or none by
// name where others of its kind stand.
func (s *Succession) Merge(ctx context.Context, a unit.Act, ids []string, into unit.Part, bodies []Body) (heir *unit.Unit, t Touched, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		ending := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == into.ID })
		under, err := s.bodies(ctx, ending)
		if err != nil {
			return err
		}
		if heir, err = s.Tree.Merge(ctx, a, ids, into); err != nil {
			return err
		}
		heirs := map[string]string{}
		for _, id := range ending {
			heirs[id] = heir.ID
		}
		if t.Bodies, err = s.unite(ctx, a, heir, under, bodies, heirs, false); err != nil {
			return err
		}
		if err := s.count(ctx, &t, heirs); err != nil {
			return err
		}
		for from, to := range heirs {
			if err := s.handOver(ctx, from, to, a.Basis); err != nil {
				return err
			}
		}
		t.Allowed = true
		return nil
	})
	return heir, t, err
}

// handOver gives the posts of a unit that ended to who took it over, and tells of it.
func (s *Succession) handOver(ctx context.Context, from, to, basis string) error {
	if err := s.People.HandOver(ctx, from, to, basis); err != nil || s.Tell == nil {
		return err
	}
	return s.Tell(ctx, from, to, basis)
}

// Split ends a unit and divides what is below it among its heirs, as
// unit.Tree.Split does; the one that takes it over is handed its posts and reaches
// its drafts and open work. Faults: those of the tree; Conflict unit.not_taken
// while somebody or something would be left and no heir takes it.
func (s *Succession) Split(ctx context.Context, a unit.Act, id string, parts []unit.Part) (t Touched, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		u, err := s.Tree.Get(ctx, id)
		if err != nil {
			return err
		}
		if err := s.count(ctx, &t, map[string]string{id: ""}); err != nil {
			return err
		}
		heirs, err := s.Tree.Split(ctx, a, id, parts)
		if err != nil {
			return err
		}
		t.Bodies, t.Allowed = []BodyAfter{}, true
		if i := slices.IndexFunc(parts, func(p unit.Part) bool { return p.Takes }); i >= 0 {
			return s.handOver(ctx, id, heirs[i].ID, a.Basis)
		}
		if t.Posts+t.Drafts+t.Open > 0 {
			return fault.New(fault.Conflict, "unit.not_taken", fault.Field("parts"), fault.Param("name", u.Name),
				fault.Param("posts", fmt.Sprint(t.Posts)), fault.Param("records", fmt.Sprint(t.Drafts+t.Open)))
		}
		return nil
	})
	return t, err
}

// Close ends a unit without successor. Faults: those of the tree; Conflict
// unit.has_posts or unit.has_open_work while somebody or something would be left.
func (s *Succession) Close(ctx context.Context, a unit.Act, id string) (closed *unit.Unit, t Touched, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		u, err := s.Tree.Get(ctx, id)
		if err != nil {
			return err
		}
		if err := s.count(ctx, &t, map[string]string{id: ""}); err != nil {
			return err
		}
		if closed, err = s.Tree.Close(ctx, a, id); err != nil {
			return err
		}
		if t.Posts > 0 {
			return fault.New(fault.Conflict, "unit.has_posts", fault.Param("name", u.Name), fault.Param("posts", fmt.Sprint(t.Posts)))
		}
		if t.Drafts+t.Open > 0 {
			return fault.New(fault.Conflict, "unit.has_open_work", fault.Param("name", u.Name), fault.Param("records", fmt.Sprint(t.Drafts+t.Open)))
		}
		t.Bodies, t.Allowed = []BodyAfter{}, true
		return nil
	})
	return closed, t, err
}

// bodies are the open bodies directly below the units.
func (s *Succession) bodies(ctx context.Context, ids []string) ([]unit.Unit, error) {
	var out []unit.Unit
	for _, id := range ids {
		page, err := s.Tree.List(ctx, unit.Filter{Parent: id, Open: true})
		if err != nil {
			return nil, err
		}
		for _, u := range page.Items {
			if above, err := s.Tree.Get(ctx, id); err != nil {
				return nil, err
			} else if u.Branch != unit.BranchPlace && above.Branch == unit.BranchPlace {
				out = append(out, u)
			}
		}
	}
	return out, nil
}

// unite lets each body be taken over by the one that was named for it, or by its
// only like under the heir, and then the departments of those that were; heirs
// learns who took over whom.
func (s *Succession) unite(ctx context.Context, a unit.Act, heir *unit.Unit, under []unit.Unit, named []Body, heirs map[string]string, departments bool) ([]BodyAfter, error) {
	out := []BodyAfter{}
	for _, b := range under {
		page, err := s.Tree.List(ctx, unit.Filter{Parent: heir.ID, Kind: []string{b.Kind}, Open: true})
		if err != nil {
			return nil, err
		}
		others := slices.DeleteFunc(page.Items, func(u unit.Unit) bool {
			return u.ID == b.ID || departments && slices.ContainsFunc(under, func(too unit.Unit) bool { return too.ID == u.ID })
		})
		into, err := takes(b, others, named, departments)
		if err != nil {
			return nil, err
		}
		out = append(out, BodyAfter{ID: b.ID, Name: b.Name, Kind: b.Kind})
		if into == nil {
			continue
		}
		after := &out[len(out)-1]
		after.Into, after.IntoName, heirs[b.ID] = into.ID, into.Name, into.ID
		inside, err := s.Tree.List(ctx, unit.Filter{Parent: b.ID, Open: true})
		if err != nil {
			return nil, err
		}
		if _, err := s.Tree.Merge(ctx, a, []string{b.ID}, unit.Part{ID: into.ID}); err != nil {
			return nil, err
		}
		below, err := s.unite(ctx, a, into, inside.Items, named, heirs, true)
		if err != nil {
			return nil, err
		}
		out = append(out, below...)
	}
	return out, nil
}

// takes is the body that takes b over, nil to let it stand beside: the named one,
// else the only one of its kind, else the only one of its kind and name. Of
// departments one body has several, so that only the name tells.
func takes(b unit.Unit, others []unit.Unit, named []Body, department bool) (*unit.Unit, error) {
	if len(others) == 0 {
		return nil, nil //nolint:nilnil // it stands alone
	}
	find := func(like func(unit.Unit) bool) *unit.Unit {
		if i := slices.IndexFunc(others, like); i >= 0 && !slices.ContainsFunc(others[i+1:], like) {
			return &others[i]
		}
		return nil
	}
	if i := slices.IndexFunc(named, func(n Body) bool { return n.ID == b.ID && n.Into != "" }); i >= 0 {
		into := find(func(u unit.Unit) bool { return u.ID == named[i].Into })
		if into == nil && named[i].Into != b.ID {
			return nil, fault.New(fault.Invalid, "unit.unknown", fault.Field("bodies", "unknown_value"))
		}
		return into, nil
	}
	called := func(u unit.Unit) bool {
		return b.ShortName != "" && u.ShortName == b.ShortName || department && text.Fold(u.Name) == text.Fold(b.Name)
	}
	if like := find(called); like != nil {
		return like, nil
	}
	if len(others) == 1 && !department && !slices.ContainsFunc([]string{unit.BranchOrganisation, unit.BranchCommunity}, func(br string) bool { return br == b.Branch }) {
		return &others[0], nil
	}
	return nil, fault.New(fault.Conflict, "unit.body_undecided", fault.Field("bodies"), fault.Param("name", b.Name), fault.Param("id", b.ID))
}

// count says what the ending units leave behind.
func (s *Succession) count(ctx context.Context, t *Touched, heirs map[string]string) error {
	ids := make([]string, 0, len(heirs))
	for id := range heirs {
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nil
	}
	posts, err := s.People.PostsAt(ctx, ids)
	if err != nil {
		return err
	}
	t.Posts = len(posts)
	return db.QueryRow(ctx, `SELECT COALESCE(SUM(CASE WHEN draft THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN draft THEN 0 ELSE 1 END), 0)
		FROM record WHERE unit_id IN (?) AND phase IN ('draft', 'active', 'returned')`, ids).Scan(&t.Drafts, &t.Open)
}
