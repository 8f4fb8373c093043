package publication

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/unit"
)

// Bounds of a page: the newest records of a kind, and how long a page is kept. Whoever
// withdraws a record waits no longer than that.
const (
	MostItems = 50
	Kept      = time.Minute
)

// Page is what everybody sees of a province.
type Page struct {
	Province string
	At       time.Time
	Sections []Section
}

// Section is one kind.
type Section struct {
	Label, Hint manifest.Text
	Items       []Item
	More        bool // there are older ones
}

// Item is one record.
type Item struct {
	Unit  string
	Facts []Fact
}

// Fact is one field, said.
type Fact struct {
	Label manifest.Text
	Value string
	Long  bool // a text of its own, not a word or number
	Link  bool // an address on the web
}

// Publications makes pages.
type Publications struct {
	Kinds *kind.Kinds
	Tree  *unit.Tree

	mu   sync.Mutex
	kept map[string]kept // by province
}

// kept is a page while it is fresh: until its time is over or a setting changes.
type kept struct {
	page  *Page
	stamp string
}

// Page is what everybody sees of the province in ctx; without sections where nothing
// is switched on.
func (p *Publications) Page(ctx context.Context) (*Page, error) {
	t, err := tenant.From(ctx)
	if err != nil {
		return nil, err
	}
	now, slug := db.Now(ctx), db.Province(ctx)
	p.mu.Lock()
	held, there := p.kept[slug]
	p.mu.Unlock()
	if there && held.stamp == t.Stamp() && now.Sub(held.page.At) < Kept && !now.Before(held.page.At) {
		return held.page, nil
	}
	page := &Page{Province: t.Name, At: now}
	for _, k := range p.Kinds.ForTenant(ctx) {
		fields := Shown(k.Kind, t.Settings.Public[k.Full])
		if len(fields) == 0 {
			continue
		}
		s, err := p.section(ctx, k, fields)
		if err != nil {
			return nil, fmt.Errorf("show %s: %w", k.Full, err)
		}
		if len(s.Items) > 0 {
			page.Sections = append(page.Sections, s)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept == nil {
		p.kept = map[string]kept{}
	}
	p.kept[slug] = kept{page, t.Stamp()}
	return page, nil
}

// Shown are the fields of a kind that stand on the page, in its order: those switched
// on, of those the manifest lets be shown. What is sealed, internal or kept to one
// side never is, whatever was declared.
func Shown(k *manifest.Kind, on []string) []*manifest.Field {
	if k.Public == nil || k.Sensitivity == manifest.SensitivityRestricted {
		return nil
	}
	var out []*manifest.Field
	for _, name := range k.Public.Fields {
		if f := k.Field(name); f != nil && slices.Contains(on, name) && !f.Sealed && !f.Own() && !f.Internal {
			out = append(out, f)
		}
	}
	return out
}

func (p *Publications) section(ctx context.Context, k *kind.Kind, fields []*manifest.Field) (Section, error) {
	s := Section{Label: k.Label, Hint: k.Hint}
	q := query(k)
	found, err := row.Select(ctx, q.Text.String(), q.Args...)
	if err != nil {
		return s, err
	}
	if s.More = len(found) > MostItems; s.More {
		found = found[:MostItems]
	}
	if err := row.FillKind(ctx, k, found); err != nil {
		return s, err
	}
	for _, rec := range found {
		it := Item{}
		if it.Unit, err = p.name(ctx, rec.UnitID); err != nil {
			return s, err
		}
		for _, f := range fields {
			fact, err := p.fact(ctx, k, f, rec.Fields[f.Name])
			if err != nil {
				return s, err
			}
			if fact.Value != "" {
				it.Facts = append(it.Facts, fact)
			}
		}
		if len(it.Facts) > 0 {
			s.Items = append(s.Items, it)
		}
	}
	return s, nil
}

// query asks for the newest records of a kind that may be shown.
func query(k *kind.Kind) *row.Clause {
	c := &row.Clause{}
	c.Add("SELECT "+row.WithoutDeadlines+" FROM record WHERE kind = ? AND state IN (?) AND phase NOT IN ('draft', 'returned', 'cancelled', 'discarded') AND id IN (SELECT id FROM "+
		k.SQLTable+" WHERE 1 = 1", k.Full, k.Public.States)
	for name, values := range k.Public.Only {
		c.Add(" AND "+kind.Quote(name)+" IN (?)", values)
	}
	for _, name := range k.Public.Filled {
		c.Add(" AND " + kind.Quote(name) + " <> ''")
	}
	c.Add(") ORDER BY period DESC, id DESC LIMIT ?", MostItems+1)
	return c
}
