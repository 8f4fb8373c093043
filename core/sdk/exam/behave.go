package exam

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/sdk/wire"
)

// samples is how many lawful records one decision is asked about.
const samples = 60

// untouched is the check whose fault every other trial run would tell again.
const untouched = "leaves the question as it was"

// first is how many checks of a decision it must pass to be asked the others,
// which ask the same questions again and would all tell the same fault.
const first = 2

// ErrUnasked is the answer of a check that was not made, because of another.
var ErrUnasked = errors.New("not asked")

func (c *Candidate) unfitFor(decision string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.unfit[decision]
}

// decision are the checks of one transition declared `decide: go`.
func (c *Candidate) decision(k *manifest.Kind, t *manifest.Transition) []Check {
	d := &examined{c, k, t, newSampler(c.Manifest, k, t, "mot").lawful(samples)}
	name := k.Name + "." + t.Name + ": "
	var out []Check
	for n, part := range []struct {
		name string
		run  func(context.Context) error
	}{
		{"answers in time", d.inTime},
		{"answers every record the schema allows", d.schema},
		{"same question, same answer", d.twice},
		{"order of the questions does not matter", d.backwards},
		{"answers keep order and length in one batch", d.batch},
		{untouched, d.untouched},
		{"speaks codes, not a language", d.languages},
		{"says the same in a trial run", d.dry},
		{"fields of another schema pass", d.schemas},
		{"unknown enum values survive", d.enums},
		{"hostile records are answered, never crashed on", d.hostile},
	} {
		out = append(out, Check{name + part.name, func(ctx context.Context) error {
			if why := c.unfitFor(name); why != "" {
				return fmt.Errorf("%w: it fails «%s» already", ErrUnasked, why)
			}
			err := part.run(ctx)
			if err != nil && (n < first || part.name == untouched || hung(err)) {
				c.mu.Lock()
				c.unfit[name] = part.name
				c.mu.Unlock()
			}
			return err
		}})
	}
	return out
}

// examined is one decision with the questions it is asked.
type examined struct {
	*Candidate
	k     *manifest.Kind
	t     *manifest.Transition
	items []sdk.Item
}

func (d *examined) schema(ctx context.Context) error {
	_, err := d.each(ctx, d.items, caller("mot"))
	return err
}

// each asks one by one.
func (d *examined) each(ctx context.Context, items []sdk.Item, who sdk.Caller) ([]sdk.Verdict, error) {
	out := make([]sdk.Verdict, 0, len(items))
	for _, it := range items {
		v, err := d.put(ctx, who, it)
		if err != nil {
			return nil, about(it.New, err)
		}
		out = append(out, v[0])
	}
	return out, nil
}

// compare asks about items as changed by change and wants the answers the
// items themselves got.
func (d *examined) compare(ctx context.Context, who sdk.Caller, change func(*sdk.Item)) error {
	items := d.items[:min(20, len(d.items))]
	want, err := d.each(ctx, items, caller("mot"))
	if err != nil {
		return err
	}
	for i, it := range items {
		it.New, it.Old, it.Related = copied(it.New), copied(it.Old), copied(it.Related)
		change(&it)
		got, err := d.put(ctx, who, it)
		if err != nil {
			return err
		}
		if err := same(want[i], got[0]); err != nil {
			return about(it.New, err)
		}
	}
	return nil
}

func (d *examined) twice(ctx context.Context) error {
	return d.compare(ctx, caller("mot"), func(*sdk.Item) {})
}

func (d *examined) backwards(ctx context.Context) error {
	first, err := d.each(ctx, d.items, caller("mot"))
	if err != nil {
		return err
	}
	back := slices.Clone(d.items)
	slices.Reverse(back)
	second, err := d.each(ctx, back, caller("mot"))
	if err != nil {
		return err
	}
	slices.Reverse(second)
	for i := range first {
		if err := same(first[i], second[i]); err != nil {
			return about(d.items[i].New, err)
		}
	}
	return nil
}

func (d *examined) batch(ctx context.Context) error {
	single, err := d.each(ctx, d.items, caller("mot"))
	if err != nil {
		return err
	}
	together, err := d.put(ctx, caller("mot"), d.items...)
	if err != nil {
		return err
	}
	for i := range single {
		if err := same(single[i], together[i]); err != nil {
			return fmt.Errorf("number %d of the batch: %w", i, err)
		}
	}
	return nil
}

// untouched asks in a trial run, in which the SDK looks, inside the module, whether
// what the decision was given is as it was.
func (d *examined) untouched(ctx context.Context) error {
	for _, it := range d.items {
		it.DryRun = true
		if _, err := d.put(ctx, caller("mot"), it); err != nil {
			return err
		}
	}
	return nil
}

func (d *examined) languages(ctx context.Context) error {
	who := caller("mot")
	who.Locale = "en"
	return d.compare(ctx, who, func(*sdk.Item) {})
}

func (d *examined) dry(ctx context.Context) error {
	return d.compare(ctx, caller("mot"), func(it *sdk.Item) { it.DryRun = true })
}

// schemas adds what a province or a newer version may have added, under
// older and newer revisions.
func (d *examined) schemas(ctx context.Context) error {
	for _, rev := range []int{0, 2, 1000} {
		err := d.compare(ctx, caller("mot"), func(it *sdk.Item) {
			it.Rev = rev
			for _, m := range []map[string]any{it.New, it.Old} {
				m["x_own"], m["x_rows"] = "kept", []any{map[string]any{"a": int64(1)}}
			}
		})
		if err != nil {
			return fmt.Errorf("revision %d: %w", rev, err)
		}
	}
	return nil
}

// enums puts a value nobody listed into every enum: it is kept as it is.
func (d *examined) enums(ctx context.Context) error {
	whole := d.items[1]
	usual, err := d.put(ctx, caller("mot"), whole)
	if err != nil {
		return err
	}
	for i := range d.k.Fields {
		f := &d.k.Fields[i]
		if f.Type != manifest.TypeEnum && f.Type != manifest.TypeEnums {
			continue
		}
		it := whole
		it.New = copied(whole.New)
		if it.New[f.Name] = "of_tomorrow"; f.Type == manifest.TypeEnums {
			it.New[f.Name] = []any{"of_tomorrow"}
		}
		got, err := d.put(ctx, caller("mot"), it)
		if err != nil {
			return err
		}
		_, set := got[0].Set[f.Name]
		if _, always := usual[0].Set[f.Name]; set && !always {
			return fmt.Errorf("the value of_tomorrow of %s was replaced by %v", f.Name, got[0].Set[f.Name])
		}
	}
	return nil
}

func (d *examined) hostile(ctx context.Context) error {
	for _, it := range newSampler(d.Manifest, d.k, d.t, "mot").hostile() {
		if _, err := d.put(ctx, caller("mot"), it); err != nil {
			return about(it.New, err)
		}
	}
	return nil
}

// calls is how many calls of two provinces are interleaved.
const calls = 1000

// mixing asks for two provinces at once: each gets the answers it gets alone,
// and none holds a word of the other.
func (c *Candidate) mixing() Check {
	return Check{"two provinces never mix in 1,000 interleaved calls", func(ctx context.Context) error {
		var all []lane
		for i := range c.Manifest.Kinds {
			k := &c.Manifest.Kinds[i]
			for n := range k.Lifecycle.Transitions {
				if t := &k.Lifecycle.Transitions[n]; t.NeedsGo() && c.unfitFor(k.Name+"."+t.Name+": ") == "" {
					for _, mark := range []string{"motmotmot", "haihaihai"} {
						all = append(all, lane{mark: mark, items: newSampler(c.Manifest, k, t, mark).lawful(25)})
					}
				}
			}
		}
		for i := range all {
			if err := c.alone(ctx, &all[i]); err != nil {
				return err
			}
		}
		return c.interleave(ctx, all)
	}}
}

// lane is one province's questions about one decision, and their answers.
type lane struct {
	mark  string
	items []sdk.Item
	want  []sdk.Verdict
}

func (l *lane) foreign() string {
	if l.mark == "haihaihai" {
		return "motmotmot"
	}
	return "haihaihai"
}

func (c *Candidate) alone(ctx context.Context, l *lane) error {
	for _, it := range l.items {
		v, err := c.put(ctx, caller(l.mark), it)
		if err != nil {
			return err
		}
		l.want = append(l.want, v[0])
	}
	return nil
}

func (c *Candidate) interleave(ctx context.Context, lanes []lane) error {
	if len(lanes) == 0 {
		return nil
	}
	var wait sync.WaitGroup
	var mu sync.Mutex
	var all []error
	for worker := range 4 {
		wait.Go(func() {
			for i := worker; i < calls; i += 4 {
				l := &lanes[i%len(lanes)]
				n := i / len(lanes) % len(l.items)
				if err := c.judge(ctx, l, n); err != nil {
					mu.Lock()
					all = append(all, err)
					mu.Unlock()
					return
				}
			}
		})
	}
	wait.Wait()
	if len(all) > 0 {
		return all[0]
	}
	return nil
}

func (c *Candidate) judge(ctx context.Context, l *lane, n int) error {
	got, err := c.put(ctx, caller(l.mark), l.items[n])
	if err != nil {
		return err
	}
	raw, _ := json.Marshal(got[0])
	if strings.Contains(string(raw), l.foreign()) {
		return fmt.Errorf("%s was told of %s: %s", l.mark, l.foreign(), raw)
	}
	return same(l.want[n], got[0])
}

// wired are the checks below any host: what no host would send.
func (c *Candidate) wired() []Check {
	with := func(fn func(context.Context, wire.ModuleClient) error) func(context.Context) error {
		return func(ctx context.Context) error {
			ctx, cancel := context.WithTimeout(ctx, patience)
			defer cancel()
			client, err := c.Wire(ctx)
			if err != nil {
				return err
			}
			return fn(ctx, client)
		}
	}
	return []Check{
		{"manifest served is the manifest declared", with(c.served)},
		{"everything declared is implemented, and nothing else", with(c.implemented)},
		{"a broken item spoils only itself", with(c.contained)},
		{"101 items are refused", with(c.tooMany)},
		{"a message above 8 MiB is refused", with(c.tooBig)},
		{"kinds without Go pass unchanged", with(c.passes)},
		{"an unknown job and an unknown measure are not found", with(c.unknown)},
	}
}

func (c *Candidate) served(ctx context.Context, m wire.ModuleClient) error {
	d, err := m.Describe(ctx, &wire.DescribeRequest{})
	if err != nil {
		return err
	}
	if string(d.GetManifest()) != string(c.Manifest.Source()) {
		return errors.New("the binary tells another manifest")
	}
	if d.GetSdk() == "" {
		return errors.New("the binary names no SDK")
	}
	return nil
}
