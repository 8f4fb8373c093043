package unit

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/text"
)

// What becomes of a line.
const (
	LineNew     = "new"
	LineChanged = "changed"
	LineSame    = "same"
	LineRefused = "refused"
)

// MaxLines bounds a table: each new line is held against every unit there is.
const MaxLines = 5_000

// Line is one unit as a table says it: found by its code, opened if nobody bears the
// code. What is left blank says nothing about a unit that is there.
type Line struct {
	Row                                 int // where it stands, for whoever is told
	Code, Parent, Kind, Name, ShortName string
	From                                calendar.Date // of a new unit; zero: the day of the act
	Wrong                               error         // what whoever read the line cannot make sense of
}

// Table is lines to be brought into the tree by one act; a parent may stand anywhere
// among them or in the tree already.
type Table struct {
	Act
	Source string // what the act log names beside each unit
	Lines  []Line
	May    func(path string) bool // may the actor change what stands there, or open units below it
}

// Outcome is what becomes of a line.
type Outcome struct {
	State   string
	Unit    Unit // as it will be; of a refused line empty
	Changed []string
	Alike   string // the name beside it that reads the same without its marks
	Since   bool   // the line names another first day than the unit that is there has: it keeps its own
	Err     error  // why it is refused
}

// Try tells what would become of each line; nothing is written. Faults: those of every
// act; TooLarge.
func (t *Tree) Try(ctx context.Context, tb Table) ([]Outcome, error) {
	f, err := t.memory.forest(ctx)
	if err != nil {
		return nil, err
	}
	s, err := f.clone().sow(tb, calendar.Today(db.Now(ctx)))
	if err != nil {
		return nil, err
	}
	return s.out, nil
}

// Take brings the lines into the tree, all in one transaction, refused ones left out.
// agreed sees what becomes of each before anything is written, and can refuse it.
// Faults: as Try; Invalid required (basis) where a unit that is there changes.
func (t *Tree) Take(ctx context.Context, tb Table, agreed func([]Outcome) error) (out []Outcome, err error) {
	_, err = t.act(ctx, func(ctx context.Context, tx bun.Tx, f *forest) error {
		s, err := f.sow(tb, calendar.Today(db.Now(ctx)))
		if err != nil {
			return err
		}
		if err := agreed(s.out); err != nil {
			return err
		}
		if tb.Basis == "" && slices.ContainsFunc(s.out, func(o Outcome) bool { return o.State == LineChanged }) {
			return fault.New(fault.Invalid, "required", fault.Field("basis"))
		}
		out = s.out
		return t.logAll(ctx, tx, s.deeds)
	})
	if err != nil {
		return nil, fmt.Errorf("take a table of units: %w", err)
	}
	return out, nil
}

// sowing is one walk over the lines of a table.
type sowing struct {
	*forest
	Table
	today  calendar.Date
	byCode map[string]string // code → id, of open units
	lines  map[string]int    // code → the line that names it first
	alike  map[string]string // parent and name without marks → name
	out    []Outcome
	deeds  []done
}

// done is an act on its way into the log, and what it was done to.
type done struct {
	deed
	unitID string
}

func (f *forest) sow(tb Table, today calendar.Date) (*sowing, error) {
	var err error
	if len(tb.Lines) > MaxLines {
		return nil, fault.New(fault.TooLarge, "sheet.too_many_rows", fault.Field("file"), fault.Param("max", strconv.Itoa(MaxLines)))
	}
	if tb.Act, err = dated(tb.Act, today, false); err != nil {
		return nil, err
	}
	s := &sowing{forest: f, Table: tb, today: today, byCode: map[string]string{}, lines: map[string]int{}, alike: map[string]string{}, out: make([]Outcome, len(tb.Lines))}
	for _, n := range f.nodes {
		if n.To.IsZero() {
			s.byCode[n.Code] = n.ID
			s.alike[likeness(n)] = n.Name
		}
	}
	s.Lines = slices.Clone(tb.Lines)
	for i := range s.Lines {
		l := &s.Lines[i]
		for _, cell := range []*string{&l.Code, &l.Parent, &l.Kind, &l.Name, &l.ShortName} {
			if line, problem := text.Line(*cell); problem == "" {
				*cell = line
			}
		}
		if _, twice := s.lines[l.Code]; !twice {
			s.lines[l.Code] = i
		}
	}
	s.walk()
	return s, nil
}

// walk takes the lines in their order, each after the line of its parent.
func (s *sowing) walk() {
	var waiting []int
	for i := range s.Lines {
		waiting = append(waiting, i)
	}
	for len(waiting) > 0 {
		var later []int
		for _, i := range waiting {
			if above, here := s.lines[s.Lines[i].Parent]; here && s.Lines[i].Parent != "" && above != i && s.out[above].State == "" {
				later = append(later, i)
				continue
			}
			if err := s.line(i); err != nil {
				s.out[i] = Outcome{State: LineRefused, Err: err}
			}
		}
		if len(later) == len(waiting) {
			for _, i := range later {
				s.out[i] = Outcome{State: LineRefused, Err: fault.New(fault.Invalid, "unit.cycle", fault.Field("parent_id", "unit.cycle"), fault.Param("day", s.On.String()))}
			}
			return
		}
		waiting = later
	}
}

func (s *sowing) line(i int) error {
	l := &s.Lines[i]
	switch {
	case l.Wrong != nil:
		return l.Wrong
	case l.Code == "":
		return fault.New(fault.Invalid, "required", fault.Field("code"))
	case s.lines[l.Code] != i:
		return fault.New(fault.Conflict, "unit.twice", fault.Field("code"), fault.Param("row", strconv.Itoa(s.Lines[s.lines[l.Code]].Row)))
	}
	parent, err := s.above(l)
	if err != nil {
		return err
	}
	if have := s.byCode[l.Code]; have != "" {
		if !s.May(s.nodes[have].Path) {
			return fault.New(fault.Conflict, "unit.code_elsewhere", fault.Field("code"), fault.Param("code", l.Code))
		}
		return s.amend(i, have, parent)
	}
	return s.begin(i, parent)
}

// above is the unit a line is to stand under, nil where it names none. One that is not
// the actor's is refused as one that is not there.
func (s *sowing) above(l *Line) (*node, error) {
	if l.Parent == "" {
		return nil, nil //nolint:nilnil // it names none
	}
	if i, here := s.lines[l.Parent]; here && s.out[i].State == LineRefused {
		return nil, fault.New(fault.Conflict, "unit.parent_refused", fault.Field("parent_id"), fault.Param("row", strconv.Itoa(s.Lines[i].Row)))
	}
	if p := s.nodes[s.byCode[l.Parent]]; p != nil && s.May(p.Path) {
		return p, nil
	}
	return nil, fault.New(fault.Invalid, "unit.parent_unknown", fault.Field("parent_id"), fault.Param("code", l.Parent))
}

// begin opens the unit of a line.
func (s *sowing) begin(i int, parent *node) error {
	l := &s.Lines[i]
	if parent == nil {
		return fault.New(fault.Invalid, "required", fault.Field("parent_id"))
	}
	a := s.Act
	if !l.From.IsZero() {
		a.On = l.From
	}
	a, err := dated(a, s.today, false)
	if err != nil {
		return err
	}
	n, err := s.openNew(a.On, New{ParentID: parent.ID, Kind: l.Kind, Code: l.Code, Name: l.Name, ShortName: l.ShortName})
	if err != nil {
		return err
	}
	o := Outcome{State: LineNew, Unit: n.Unit}
	if like := s.alike[likeness(n)]; like != "" {
		o.Alike = like
	}
	s.alike[likeness(n)], s.byCode[n.Code], s.out[i] = n.Name, n.ID, o
	s.note(a, "open", n.ID, map[string]any{"parent_id": n.ParentID, "code": n.Code, "name": n.Name})
	return nil
}

// amend makes a unit that is there what its line says: both, name and place, or neither.
func (s *sowing) amend(i int, unitID string, parent *node) error {
	l, n := &s.Lines[i], s.nodes[unitID]
	before := *n
	before.edges = slices.Clone(n.edges)
	o := Outcome{State: LineSame, Since: !l.From.IsZero() && l.From != n.From}
	var r Rename
	for _, facet := range []struct {
		name, says, have string
		into             **string
	}{{"name", l.Name, n.Name, &r.Name}, {"short_name", l.ShortName, n.ShortName, &r.ShortName}, {"kind", l.Kind, n.Kind, &r.Kind}} {
		if facet.says != "" && facet.says != facet.have {
			*facet.into, o.Changed = &facet.says, append(o.Changed, facet.name)
		}
	}
	if len(o.Changed) > 0 {
		if _, err := s.rename(s.On, unitID, r); err != nil {
			s.nodes[unitID] = &before
			return err
		}
	}
	renamed := len(o.Changed) > 0
	if parent != nil && parent.ID != before.ParentID {
		moves := len(s.moves)
		if _, err := s.move(s.On, unitID, parent.ID); err != nil {
			s.nodes[unitID] = &before
			return err
		}
		o.Changed = append(o.Changed, "parent_id")
		s.note(s.Act, "move", unitID, map[string]any{"parent_id": parent.ID, "moved": slices.Clone(s.moves[moves:])})
	}
	if renamed {
		s.note(s.Act, "rename", unitID, r.detail())
	}
	if len(o.Changed) > 0 {
		o.State = LineChanged
	}
	o.Unit = s.nodes[unitID].Unit
	s.out[i] = o
	return nil
}

func (s *sowing) note(a Act, act, unitID string, detail map[string]any) {
	if s.Source != "" {
		detail["table"] = s.Source
	}
	s.deeds = append(s.deeds, done{deed{Act: a, act: act, detail: detail}, unitID})
}

// likeness is by what names beside each other that only differ in their marks are
// known: «Hòa Bình» and «Hoà Bình» are one place to whoever reads a list.
func likeness(n *node) string { return n.ParentID + "\n" + text.Fold(n.Name) }

// logAll is log for many.
func (t *Tree) logAll(ctx context.Context, tx bun.Tx, deeds []done) error {
	for part := range slices.Chunk(deeds, 200) {
		var rows []actRow
		for _, d := range part {
			rows = append(rows, actRow{ID: id.New("act"), Act: d.act, UnitID: d.unitID, OnDay: d.On, Basis: d.Basis, ByWhom: t.by(ctx), At: db.Now(ctx).UnixMicro(), Detail: d.detail})
		}
		if _, err := tx.NewInsert().Model(&rows).Exec(ctx); err != nil {
			return db.Fault(err)
		}
	}
	return nil
}
