package switchboard

import (
	"context"
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/duty"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/unit"
)

// MaxUnits is how many units may try a module: with more it is on in the province.
const MaxUnits = 100

// Tree is the part of unit.Tree the room needs.
type Tree interface {
	Get(ctx context.Context, id string) (*unit.Unit, error)
}

// Provinces does the act; the room province fits it.
type Provinces interface {
	SwitchModule(ctx context.Context, moduleID string, on bool, pilot ...string) error
	UnknownModule(id string) error
}

// Deps are the rooms the switchboard leans on.
type Deps struct {
	Kinds     *kind.Kinds
	Duties    *duty.Duties
	Programme *programme.Programme
	Tree      Tree
	Provinces Provinces
}

// Switchboard switches the modules of the province in ctx. It asks nobody's right.
type Switchboard struct{ Deps }

// New makes a Switchboard.
func New(d Deps) *Switchboard { return &Switchboard{d} }

// Wish is how a module shall be: off; on; or, with ids of units, on only at these and
// all below them. A unit below another of them says nothing more.
type Wish struct {
	On    bool
	Pilot []string
}

// Set switches a module. What it permits takes effect at once. Faults: those of
// SwitchModule; Invalid unknown_value, unit_closed, too_many_units (pilot).
func (s *Switchboard) Set(ctx context.Context, moduleID string, w Wish) error {
	pilot, err := s.units(ctx, w)
	if err != nil {
		return err
	}
	return s.Provinces.SwitchModule(ctx, moduleID, w.On, pilot...)
}

// units are the open units of a wish, none twice.
func (s *Switchboard) units(ctx context.Context, w Wish) ([]string, error) {
	if !w.On && len(w.Pilot) > 0 {
		return nil, fault.New(fault.Invalid, "invalid", fault.Field("pilot", "unknown_value"))
	}
	if len(w.Pilot) > MaxUnits {
		return nil, fault.New(fault.Invalid, "invalid", fault.Field("pilot", "too_many_units"), fault.Param("max", strconv.Itoa(MaxUnits)))
	}
	var out []string
	for _, id := range w.Pilot {
		u, err := s.Tree.Get(ctx, id)
		if fault.Is(err, fault.NotFound) {
			return nil, fault.New(fault.Invalid, "invalid", fault.Field("pilot", "unknown_value"))
		}
		if err != nil {
			return nil, err
		}
		if !u.Open() {
			return nil, fault.New(fault.Invalid, "invalid", fault.Field("pilot", "unit_closed"))
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out, nil
}

// as is ctx with the module as the wish says: what is asked of it is answered as it
// will be.
func (s *Switchboard) as(ctx context.Context, moduleID string, w Wish) (context.Context, error) {
	t, err := tenant.From(ctx)
	if err != nil {
		return nil, err
	}
	if s.Kinds.In(ctx).Manifest(moduleID) == nil || moduleID == manifest.CoreID {
		return nil, s.Provinces.UnknownModule(moduleID)
	}
	pilot, err := s.units(ctx, w)
	if err != nil {
		return nil, err
	}
	return tenant.With(ctx, t.Switched(moduleID, w.On, pilot)), nil
}
