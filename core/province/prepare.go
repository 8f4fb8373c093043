package province

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/tenant"
)

// Aside is a province that does not stand as it should, and why. The others
// serve; this one answers as far as it can.
type Aside struct {
	Tenant string `json:"tenant"`
	Reason string `json:"reason"`
}

// prepareTime bounds the work on one province.
const prepareTime = 30 * time.Second

// Prepare opens every province, migrates it, widens the tables of its kinds and
// expands its roles. One with which that fails is set aside with the reason, in
// order of slugs, and remembered for Asides; so is one that asks of a module
// what it cannot have. An error is of all of them.
func (p *Provinces) Prepare(ctx context.Context) ([]Aside, error) {
	return p.prepareThose(ctx, func(*tenant.Tenant) bool { return true })
}

// PrepareAgain does so with the provinces that were set aside, and says which
// still are: one that has been mended since needs no restart.
func (p *Provinces) PrepareAgain(ctx context.Context) ([]Aside, error) {
	before := p.Asides()
	if len(before) == 0 {
		return nil, nil
	}
	return p.prepareThose(ctx, func(t *tenant.Tenant) bool {
		return slices.ContainsFunc(before, func(a Aside) bool { return a.Tenant == t.Slug })
	})
}

func (p *Provinces) prepareThose(ctx context.Context, those func(*tenant.Tenant) bool) ([]Aside, error) {
	ctx = p.Cluster.With(ctx)
	list, err := p.Tenants.List(ctx)
	if err != nil {
		return nil, fmt.Errorf("list provinces: %w", err)
	}
	asides := []Aside{}
	for _, t := range list {
		if !those(t) {
			continue
		}
		problems, err := p.prepare(ctx, t)
		if err != nil {
			asides = append(asides, Aside{Tenant: t.Slug, Reason: err.Error()})
			continue
		}
		for _, r := range problems {
			asides = append(asides, Aside{Tenant: t.Slug, Reason: r.Module + " " + r.Version + ": " + r.Reason})
		}
	}
	slices.SortStableFunc(asides, func(a, b Aside) int { return strings.Compare(a.Tenant, b.Tenant) })
	p.asides.Store(&asides)
	return asides, nil
}

func (p *Provinces) prepare(ctx context.Context, t *tenant.Tenant) ([]kind.Refused, error) {
	ctx, done := context.WithTimeout(ctx, prepareTime)
	defer done()
	if t.State == tenant.Restoring {
		return nil, fault.New(fault.Conflict, "tenant_unfinished", fault.Param("tenant", t.Slug))
	}
	in := p.inside(ctx, t, "prepare")
	problems, err := p.stand(in)
	if err != nil {
		return nil, err
	}
	if _, err := p.Guard.Refresh(in); err != nil {
		return nil, fmt.Errorf("roles: %w", err)
	}
	return problems, nil
}

// stand makes what the kinds, measures and duties of the province in ctx need, and
// says what of it asks of a module what it cannot have.
func (p *Provinces) stand(ctx context.Context) ([]kind.Refused, error) {
	if err := p.Kinds.Prepare(ctx); err != nil {
		return nil, err
	}
	if err := p.Figures.Prepare(ctx); err != nil {
		return nil, fmt.Errorf("figures: %w", err)
	}
	return p.Kinds.In(ctx).Problems, nil
}

// Asides are the provinces the last Prepare or PrepareAgain set aside.
func (p *Provinces) Asides() []Aside {
	if a := p.asides.Load(); a != nil {
		return *a
	}
	return nil
}
