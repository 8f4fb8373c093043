package unit

import (
	"context"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
)

// Options tunes a Tree.
type Options struct {
	By func(ctx context.Context) string // who acts, for the act log
}

// Tree answers from memory and changes by acts.
type Tree struct{ movers []Mover }

// NewTree makes the tree of whichever province is in ctx.
func NewTree(Options) *Tree { return &Tree{} }

// Follow registers who must rewrite paths when units move. Call at wiring.
func (t *Tree) Follow(m Mover) { t.movers = append(t.movers, m) }

var errNotReady = fault.New(fault.Unavailable, "not.ready")

// Get finds a unit by id, closed ones too.
func (t *Tree) Get(ctx context.Context, id string) (*Unit, error) { return nil, errNotReady }

// ByCode finds the unit that bears the code today.
func (t *Tree) ByCode(ctx context.Context, code string) (*Unit, error) { return nil, errNotReady }

// ByCodeOn finds the unit that bore the code on the day.
func (t *Tree) ByCodeOn(ctx context.Context, code string, day calendar.Date) (*Unit, error) {
	return nil, errNotReady
}

// ByPath finds the unit with exactly this path.
func (t *Tree) ByPath(ctx context.Context, path string) (*Unit, error) { return nil, errNotReady }

// Place gives what other rooms keep of a unit: its path and name.
func (t *Tree) Place(ctx context.Context, id string) (path, name string, err error) {
	return "", "", errNotReady
}

// List pages through units in tree order.
func (t *Tree) List(ctx context.Context, f Filter) (Page, error) { return Page{}, errNotReady }

// Count counts units of the kinds at or below under on the day (zero: now).
func (t *Tree) Count(ctx context.Context, under string, kinds []string, asOf calendar.Date) (int, error) {
	return 0, errNotReady
}

// Kinds lists the province's unit kinds.
func (t *Tree) Kinds(ctx context.Context) ([]Kind, error) { return nil, errNotReady }

// SetKinds replaces the list of kinds; a kind in use cannot be dropped.
func (t *Tree) SetKinds(ctx context.Context, kinds []Kind) error { return errNotReady }

// Open opens a new unit.
func (t *Tree) Open(ctx context.Context, a Act, n New) (*Unit, error) { return nil, errNotReady }

// Rename changes name, short name, code, kind, order or labels.
func (t *Tree) Rename(ctx context.Context, a Act, id string, r Rename) (*Unit, error) {
	return nil, errNotReady
}

// Move puts a unit and all below it under another parent.
func (t *Tree) Move(ctx context.Context, a Act, id, parentID string) (*Unit, error) {
	return nil, errNotReady
}

// Close ends a unit without successor; nothing open may stand below it.
func (t *Tree) Close(ctx context.Context, a Act, id string) (*Unit, error) { return nil, errNotReady }

// Merge ends the units and gives what is open below them to one successor: an
// open unit, which may be one of them, or a new one.
func (t *Tree) Merge(ctx context.Context, a Act, ids []string, into Part) (*Unit, error) {
	return nil, errNotReady
}

// Split ends a unit and divides what is open below it among its heirs.
func (t *Tree) Split(ctx context.Context, a Act, id string, parts []Part) ([]Unit, error) {
	return nil, errNotReady
}

// Reopen opens a closed unit again under parentID.
func (t *Tree) Reopen(ctx context.Context, a Act, id, parentID string) (*Unit, error) {
	return nil, errNotReady
}

// Acts lists what was done to a unit, oldest first; id "" lists all.
func (t *Tree) Acts(ctx context.Context, id string) ([]Logged, error) { return nil, errNotReady }
