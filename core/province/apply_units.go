package province

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/province/table"
	"github.com/doanket/doanket/core/unit"
)

// placing is one walk over the rows of units.csv.
type placing struct {
	*application
	today  calendar.Date
	byID   map[string]*unit.Unit
	byCode map[string]*unit.Unit // open ones
	placed map[string]*unit.Unit // code in the folder → its unit
	opened int
}

// units brings the tree to what the folder says.
func (a *application) units(ctx context.Context) error {
	page, err := a.Tree.List(ctx, unit.Filter{})
	if err != nil {
		return err
	}
	p := &placing{application: a, today: calendar.Today(db.Now(ctx)), byID: map[string]*unit.Unit{}, byCode: map[string]*unit.Unit{}, placed: map[string]*unit.Unit{}}
	for n := range page.Items {
		u := &page.Items[n]
		p.byID[u.ID] = u
		if u.Open() {
			p.byCode[u.Code] = u
		}
	}
	for _, row := range a.folder.Units {
		if err := p.row(ctx, row); err != nil {
			return fmt.Errorf("unit %s: %w", row.Code, err)
		}
	}
	if p.opened > 0 {
		a.note("open %d units", p.opened)
	}
	for n := len(a.folder.Units) - 1; n >= 0; n-- { // children before parents
		if err := p.end(ctx, a.folder.Units[n]); err != nil {
			return fmt.Errorf("unit %s: %w", a.folder.Units[n].Code, err)
		}
	}
	p.strangers()
	return nil
}

func (p *placing) row(ctx context.Context, row table.UnitRow) error {
	u, err := p.find(ctx, row)
	if err != nil {
		return err
	}
	if u == nil {
		if u, err = p.open(ctx, row); err != nil || u == nil {
			return err
		}
	}
	p.placed[row.Code] = u
	p.applied.Set("unit "+row.Code, "id", u.ID)
	if u.Open() {
		return p.change(ctx, row, u)
	}
	if row.To.IsZero() {
		p.drift("unit %s (%s): closed on %s, the folder has it open", row.Code, u.Name, u.To)
	}
	return nil
}

// find is the unit a row speaks of: the one it became in an earlier run, who
// bears the code today, or who bore it on the row's first day.
func (p *placing) find(ctx context.Context, row table.UnitRow) (*unit.Unit, error) {
	last, _ := p.applied.Last("unit "+row.Code, "id")
	if u := p.byID[last]; u != nil {
		return u, nil
	}
	if u := p.byCode[row.Code]; u != nil {
		return u, nil
	}
	u, err := p.Tree.ByCodeOn(ctx, row.Code, row.From)
	switch {
	case fault.Is(err, fault.NotFound):
		return nil, nil //nolint:nilnil // to be opened
	case err != nil:
		return nil, err
	}
	return p.byID[u.ID], nil
}

// open opens a unit on its first day, or on the first day since then on which
// it can stand where the folder puts it.
func (p *placing) open(ctx context.Context, row table.UnitRow) (*unit.Unit, error) {
	n := unit.New{Kind: row.Kind, Code: row.Code, Name: row.Name, ShortName: row.ShortName}
	day := row.From
	if row.Parent != "" {
		parent := p.placed[row.Parent]
		if parent == nil || !parent.Open() {
			p.drift("unit %s (%s) is not opened: %s is closed", row.Code, row.Name, row.Parent)
			return nil, nil //nolint:nilnil // not opened
		}
		n.ParentID, day = parent.ID, calendar.Later(day, parent.From)
	}
	for _, other := range p.byID {
		switch {
		case other.Open() && other.ParentID == n.ParentID && other.Name == row.Name:
			p.drift("unit %s (%s) is not opened: %s is called so", row.Code, row.Name, other.Code)
			return nil, nil //nolint:nilnil // not opened
		case !other.Open() && (other.Name == row.Name || other.Code == row.Code): // wherever it stood
			day = calendar.Later(day, other.To.AddDays(1))
		}
	}
	u, err := p.Tree.Open(ctx, unit.Act{On: day, Basis: basis}, n)
	if err != nil {
		return nil, err
	}
	p.opened++
	p.byID[u.ID], p.byCode[u.Code] = u, u
	return u, nil
}

// change renames and moves a unit; today, since the tree may have moved on.
func (p *placing) change(ctx context.Context, row table.UnitRow, u *unit.Unit) error {
	thing := "unit " + row.Code
	var r unit.Rename
	var changed []string
	for _, facet := range []struct {
		name, want, have string
		into             **string
	}{{"name", row.Name, u.Name, &r.Name}, {"short name", row.ShortName, u.ShortName, &r.ShortName}, {"code", row.Code, u.Code, &r.Code}, {"kind", row.Kind, u.Kind, &r.Kind}} {
		if p.settle(thing, facet.name, facet.want, clean(facet.have)) {
			*facet.into, changed = &facet.want, append(changed, facet.name)
		}
	}
	act := unit.Act{On: p.today, Basis: basis}
	if len(changed) > 0 {
		p.note("change unit %s (%s): %s", row.Code, row.Name, strings.Join(changed, ", "))
		if _, err := p.Tree.Rename(ctx, act, u.ID, r); err != nil {
			return err
		}
	}
	parent := p.placed[row.Parent]
	if row.Parent != "" && (parent == nil || !parent.Open()) { // where the folder puts it is no more
		if have := p.codeOf(u.ParentID); have != row.Parent {
			p.drift("%s: parent is %q, the folder says %q, which is closed", thing, have, row.Parent)
		}
		p.applied.Keep(thing, "parent")
		return nil
	}
	have := p.codeOf(u.ParentID)
	if parent != nil && parent.ID == u.ParentID {
		have = row.Parent // whatever code it bears now
	}
	if !p.settle(thing, "parent", row.Parent, have) {
		return nil
	}
	p.note("move unit %s under %s", row.Code, row.Parent)
	to := ""
	if parent != nil {
		to = parent.ID
	}
	_, err := p.Tree.Move(ctx, act, u.ID, to)
	return err
}

// end closes a unit whose last day the folder names, once that day is over.
func (p *placing) end(ctx context.Context, row table.UnitRow) error {
	u := p.placed[row.Code]
	if u == nil || row.To.IsZero() || row.To.AddDays(1).After(p.today) {
		return nil
	}
	have := ""
	if !u.Open() {
		have = u.To.String()
	}
	if !p.settle("unit "+row.Code, "last day", row.To.String(), have) || have != "" {
		return nil // a closing is never moved
	}
	day := row.To.AddDays(1)
	acts, err := p.Tree.Acts(ctx, u.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(acts, func(l unit.Logged) bool { return l.On.After(day) }) {
		day = p.today
	}
	p.note("close unit %s", row.Code)
	_, err = p.Tree.Close(ctx, unit.Act{On: day, Basis: basis}, u.ID)
	return err
}

func (p *placing) codeOf(unitID string) string {
	if u := p.byID[unitID]; u != nil {
		return u.Code
	}
	return ""
}

// strangers reports the open units the folder does not speak of.
func (p *placing) strangers() {
	ours := map[string]bool{}
	for _, u := range p.placed {
		ours[u.ID] = true
	}
	var codes []string
	for id, u := range p.byID {
		if u.Open() && !ours[id] {
			codes = append(codes, u.Code)
		}
	}
	if len(codes) == 0 {
		return
	}
	slices.Sort(codes)
	shown := strings.Join(codes[:min(len(codes), 10)], ", ")
	if more := len(codes) - 10; more > 0 {
		shown += fmt.Sprintf(" and %d more", more)
	}
	p.drift("%d units do not stand in units.csv: %s", len(codes), shown)
}
