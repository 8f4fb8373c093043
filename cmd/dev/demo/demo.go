package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/province"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/tenant"
)

// Options say what is filled. Folders are provinces', Plugins the folder of task areas.
type Options struct {
	Installation installation.Options
	Folders      []string
	Plugins      string
	Today        calendar.Date
	Communes     int // at work in each province
	Areas        int // residential areas in each of them
	Out          io.Writer
}

// Count is what a fill made: records by kind, and by kind and state, and what they took
// the people of each commune.
type Count struct {
	Records, States map[string]int
	Efforts         []Effort
}

// Fill makes the provinces and lives a year in each, up to today: where a province
// is there already nothing is touched. What goes wrong with a story is told, up to 20
// of them, and the province is left as it is then.
func Fill(ctx context.Context, o Options) (Count, error) {
	c := Count{Records: map[string]int{}, States: map[string]int{}}
	stories, err := Stories(o.Plugins)
	if err != nil {
		return c, err
	}
	i, err := installation.Open(ctx, o.Installation)
	if err != nil {
		return c, err
	}
	defer i.Close() //nolint:errcheck // what is left is memory
	heard := ears{}
	i.Records.Use(nil, nil, heard)
	var years []*year
	for _, dir := range o.Folders {
		y, err := o.open(ctx, i, dir)
		if err != nil {
			return c, err
		}
		if y != nil {
			years, heard[filepath.Base(dir)] = append(years, y), y
		}
	}
	var g errgroup.Group
	for _, y := range years {
		g.Go(func() error { return y.live(stories, o.Out) })
	}
	err = g.Wait()
	for _, y := range years {
		took, failed := y.efforts()
		err = errors.Join(err, failed)
		tell(o.Out, y.name, took)
		c.Efforts = append(c.Efforts, took...)
		for _, k := range y.known {
			c.Records[k.kind]++
			c.States[k.kind+" "+k.state]++
		}
	}
	return c, err
}

// ears pass on what is recorded to the year of its province.
type ears map[string]*year

func (e ears) Recorded(ctx context.Context, changes []record.Change) error {
	t, err := tenant.From(ctx)
	if err != nil {
		return err
	}
	return e[t.Slug].Recorded(ctx, changes)
}

// open makes the province as it was when the year began; nil where it is there.
func (o Options) open(ctx context.Context, i *installation.Installation, dir string) (*year, error) {
	if _, err := i.Tenants.Get(i.Cluster.With(ctx), filepath.Base(dir)); err == nil {
		return nil, nil
	}
	f, err := province.ReadFolder(dir)
	if err != nil {
		return nil, err
	}
	working := populate(f, o.Communes, o.Areas)
	first := begin(o.Today)
	clock := id.WithClock(ctx, func() time.Time { return first.Start().Add(6 * time.Hour) })
	if _, err := i.Provinces.Apply(clock, f, province.ApplyOptions{}); err != nil {
		return nil, err
	}
	in, err := i.Enter(ctx, f.Slug, "demo")
	if err != nil {
		return nil, err
	}
	y := &year{i: i, ctx: in, name: f.Name, first: first, today: o.Today, places: places(f, working), byID: map[string]*place{}, kinds: map[string]*manifest.Kind{},
		follow: map[string][]*Story{}, actors: map[string]identity.Actor{}, known: map[string]*known{}, followed: map[*Story]int{}, press: newPress(), evening: evenings(i)}
	if f.Programme != nil {
		for _, c := range f.Programme.Clauses {
			y.clauses = append(y.clauses, c.ID)
		}
	}
	for _, p := range y.places {
		u, err := i.Tree.ByCode(in, p.code)
		if err != nil {
			return nil, err
		}
		p.id = u.ID
		y.byID[u.ID] = p
	}
	return y, nil
}

// begin is the first day of the year before today: early enough that the plans of
// today's calendar year are made in it, as they are in the December before.
func begin(today calendar.Date) calendar.Date {
	year, _, _ := today.Civil()
	return calendar.Earlier(today.AddMonths(-12), calendar.NewDate(year-1, time.November, 28))
}

func (y *year) live(stories []Story, out io.Writer) error {
	began := time.Now()
	for i := range stories {
		s := &stories[i]
		if module, _, _ := strings.Cut(s.Kind, "."); y.off(module) {
			continue
		}
		k, err := y.i.Kinds.Of(y.ctx, s.Kind)
		if err != nil {
			return fmt.Errorf("%s: %w", s.Kind, err)
		}
		y.kinds[s.Kind] = k.Kind
		if s.Each == "" {
			y.follow[s.Kind] = append(y.follow[s.Kind], s)
		}
	}
	tales, err := y.plan(stories)
	if err != nil {
		return err
	}
	err = y.run(tales)
	fmt.Fprintf(out, "%s: %d records, %d steps, %d papers in %s\n", y.name, len(y.known), y.steps, y.docs, time.Since(began).Round(time.Second))
	return err
}

// has reports whether the province uses the kind.
func (y *year) has(kind string) bool { return y.kinds[kind] != nil }

// off reports whether the province does without the module.
func (y *year) off(module string) bool {
	t, err := tenant.From(y.ctx)
	return err == nil && module != manifest.CoreID && !t.On(module)
}
