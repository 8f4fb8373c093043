package tenant

import (
	"context"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// freshFor is how long the list of provinces is believed without asking.
const freshFor = time.Second

// provinces is all provinces as last read. There are dozens, not thousands.
type provinces struct {
	list  []*Tenant
	slugs map[string]*Tenant
	hosts map[string]*Tenant
}

// newCache keeps the provinces. When the database is away, what was last read
// serves on: requests then fail, or not, by what they themselves need.
func (r *Registry) newCache() *db.Cache[provinces] {
	return db.NewCache(db.Source[provinces]{Fresh: freshFor, Control: true, Stale: true,
		Load: func(ctx context.Context, _ bun.IDB, _ int64, have *provinces) (*provinces, error) {
			list, err := r.read(ctx)
			if err != nil {
				return nil, fmt.Errorf("list provinces: %w", err)
			}
			if have != nil {
				r.closeRemoved(have.list, list)
			}
			return r.index(list), nil
		}})
}

func (r *Registry) index(list []*Tenant) *provinces {
	p := &provinces{list: list, slugs: map[string]*Tenant{}, hosts: map[string]*Tenant{}}
	for _, t := range list {
		p.slugs[t.Slug] = t
		if t.State == Restoring {
			continue // no host leads to it
		}
		p.hosts[t.Slug+"."+r.base] = t
		for _, h := range t.Hosts {
			p.hosts[h] = t
		}
	}
	return p
}

func (r *Registry) all(ctx context.Context) (*provinces, error) {
	return r.known.Get(r.cluster.With(ctx))
}

func (r *Registry) forget(ctx context.Context) { r.known.Forget(r.cluster.With(ctx)) }

// closeRemoved closes the databases of provinces that are no more or were not
// there before, those made anew under the same slug included: another process
// has removed what may still be open here.
func (r *Registry) closeRemoved(before, now []*Tenant) {
	was := map[string]time.Time{}
	for _, t := range before {
		was[t.Slug] = t.CreatedAt
	}
	for _, t := range now {
		if at, there := was[t.Slug]; !there || !at.Equal(t.CreatedAt) {
			r.cluster.Forget(t.Slug)
		}
		delete(was, t.Slug)
	}
	for slug := range was {
		r.cluster.Forget(slug)
	}
}

func (r *Registry) read(ctx context.Context) ([]*Tenant, error) {
	q, err := db.Control(ctx)
	if err != nil {
		return nil, err
	}
	var rows []row
	if err := q.NewSelect().Model(&rows).OrderExpr("slug").Scan(ctx); err != nil {
		return nil, db.Fault(err)
	}
	list := make([]*Tenant, 0, len(rows))
	for i := range rows {
		t, err := rows[i].tenant()
		if err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, nil
}

// List is all provinces by slug. They are shared: do not change them.
func (r *Registry) List(ctx context.Context) ([]*Tenant, error) {
	s, err := r.all(ctx)
	if err != nil {
		return nil, err
	}
	return s.list, nil
}

// Get is the province with the slug, or NotFound.
func (r *Registry) Get(ctx context.Context, slug string) (*Tenant, error) {
	s, err := r.all(ctx)
	if err != nil {
		return nil, err
	}
	if t := s.slugs[slug]; t != nil {
		return t, nil
	}
	return nil, fault.New(fault.NotFound, "not_found", fault.Param("tenant", strings.ToValidUTF8(slug, "?")))
}

// ByHost finds the province a host (with or without port) belongs to.
func (r *Registry) ByHost(ctx context.Context, host string) (*Tenant, error) {
	s, err := r.all(ctx)
	if err != nil {
		return nil, err
	}
	name := strings.ToLower(host)
	if bare, _, err := net.SplitHostPort(name); err == nil {
		name = bare
	}
	if t := s.hosts[strings.TrimSuffix(name, ".")]; t != nil {
		return t, nil
	}
	return nil, fault.New(fault.NotFound, "not_found")
}

// Enter puts the province and its database into ctx; an unknown one is
// NotFound, one suspended or being restored Unavailable.
func (r *Registry) Enter(ctx context.Context, slug string) (context.Context, error) {
	t, err := r.Get(ctx, slug)
	if err != nil {
		return ctx, err
	}
	switch t.State {
	case Suspended:
		return ctx, fault.New(fault.Unavailable, "tenant_suspended", fault.Retry(time.Minute))
	case Restoring:
		return ctx, fault.New(fault.Unavailable, "tenant_unfinished", fault.Retry(time.Minute))
	}
	return With(r.cluster.Enter(ctx, slug), t), nil
}
