package installation_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/province"
	"github.com/doanket/doanket/core/province/table"
	"github.com/doanket/doanket/core/record"
)

// seedVariable lets a run try other acts than those every run tries.
const seedVariable = "DOANKET_TEST_SEED"

// realActs is how many random acts one run tries; after each all is looked at.
const realActs = 700

// repository is the folder of everything, found before an embedded store changes the
// directory of the process.
var repository = func() string {
	root, err := filepath.Abs("../..")
	if err != nil {
		panic(err)
	}
	return root
}()

// real is a province as it will be, cut to two communes, with the base kinds and
// those of every module there is, and people who do anything at random.
type real struct {
	*coretest.Rig
	t        *testing.T
	slug     string
	rng      *rand.Rand
	people   []string            // logins
	posts    map[string][]string // login → units
	as       map[string]context.Context
	units    map[string][]string // kind of unit → ids
	ids      []string            // records made
	left     []*kind.Kind        // kinds nobody has made a record of
	measures []string            // full names
	moved    map[string]bool     // kinds of which a record took a step
	word     int                 // the last planted word
	said     map[string][]uttered
	done     map[string]int // what was done, how often
}

// uttered is words the owner's side wrote in a version of a record.
type uttered struct {
	word    string
	version int
}

func openReal(t *testing.T, postgres bool, seed uint64) *real {
	t.Helper()
	manifests := []*manifest.Manifest{coretest.Demo(t).Manifest()}
	there := map[string]bool{}
	found, err := filepath.Glob(filepath.Join(repository, "plugins/*/module.yaml"))
	if err != nil || len(found) == 0 {
		t.Fatalf("no modules: %v", err)
	}
	for _, file := range found {
		m, problems := rule.Parse(os.DirFS(filepath.Dir(file)))
		if len(problems) > 0 {
			t.Fatal(manifest.Problems(problems))
		}
		manifests, there[m.ID] = append(manifests, m), true
	}
	f, err := province.ReadFolder(filepath.Join(repository, "tenants/ha-tinh"))
	if err != nil {
		t.Fatal(err)
	}
	cut(f)
	f.Modules = slices.DeleteFunc(f.Modules, func(id string) bool { return !there[id] })
	r := &real{t: t, slug: f.Slug, rng: rand.New(rand.NewPCG(seed, 1)), posts: map[string][]string{}, as: map[string]context.Context{},
		units: map[string][]string{}, said: map[string][]uttered{}, done: map[string]int{}, moved: map[string]bool{}}
	r.Rig = coretest.New(t, coretest.Options{Postgres: postgres, Decider: &programs{asked: map[string]string{}}, Shape: func(o *installation.Options) { o.Manifests = manifests }})
	if _, err := r.Provinces.Apply(context.Background(), f, province.ApplyOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := r.Store.EnsureBucket(context.Background(), f.Slug); err != nil {
		t.Fatal(err)
	}
	for _, m := range manifests {
		for i := range m.Measures {
			if m.ID != "demo" {
				r.measures = append(r.measures, m.Measures[i].FullName())
			}
		}
	}
	for _, k := range r.Kinds.ForTenant(r.In(r.slug)) {
		if k.Module != "demo" {
			r.left = append(r.left, k)
		}
	}
	for _, u := range f.Units {
		r.units[u.Kind] = append(r.units[u.Kind], r.Unit(r.slug, u.Code))
	}
	for _, p := range f.Posts {
		if r.posts[p.Login] == nil {
			r.people = append(r.people, p.Login)
			r.as[p.Login] = r.As(r.slug, p.Login)
		}
		at := r.Unit(r.slug, p.Unit)
		r.posts[p.Login] = append(r.posts[p.Login], at)
		for kind, ids := range r.units {
			if slices.Contains(ids, at) { // who is named is mostly somebody who reads
				r.units[kind] = append(ids, at, at, at, at)
			}
		}
	}
	return r
}

// cut leaves of a province its own bodies and the communes where somebody holds a
// post.
func cut(f *province.Folder) {
	above := map[string]string{}
	for _, u := range f.Units {
		above[u.Code] = u.Parent
	}
	manned := map[string]bool{}
	for _, p := range f.Posts {
		for code := p.Unit; code != ""; code = above[code] {
			manned[code] = true
		}
	}
	kept := map[string]bool{}
	f.Units = slices.DeleteFunc(f.Units, func(u table.UnitRow) bool {
		kept[u.Code] = u.Parent == "" || kept[u.Parent] && (u.Kind != "commune" || manned[u.Code])
		return !kept[u.Code]
	})
}

// TestRandomActsOnRealKindsKeepWhatIsSettled lets people of every role do anything
// to records of every kind there is. After each act nothing is other than what it
// names, no evidence a passed step rests on is gone, and nobody a record was sent to
// reads what was said before.
func TestRandomActsOnRealKindsKeepWhatIsSettled(t *testing.T) {
	t.Parallel()
	seed, err := strconv.ParseUint(cmp.Or(os.Getenv(seedVariable), "7"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	run := func(name string, postgres bool) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := openReal(t, postgres, seed)
			all := slices.Clone(r.left)
			for n := 0; n < realActs || n < 3*realActs && r.done["overheard"] == 0; n++ {
				r.step(n)
				if t.Failed() {
					t.Fatalf("act %d of seed %d; again with %s=%d", n, seed, seedVariable, seed)
				}
			}
			for _, k := range all {
				if created(k) { // what steps alone make comes about when it happens to
					r.aim(k, func() bool { return r.moved[k.Full] })
				}
			}
			t.Logf("seed %d: %v", seed, r.done)
			for _, k := range all {
				if !r.moved[k.Full] && created(k) {
					t.Errorf("seed %d: no record of %s ever took a step", seed, k.Full)
				}
			}
			for _, must := range []string{"create", "step", "change", "attach", "comment", "overheard"} {
				if r.done[must] == 0 {
					t.Errorf("seed %d: no %s came about: %v", seed, must, r.done)
				}
			}
		})
	}
	run("sqlite", false)
	if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
		run("postgres", true)
	}
}

// created reports whether some role makes records of the kind.
func created(k *kind.Kind) bool {
	for _, actions := range k.Kind.Access {
		for _, action := range actions {
			if name, _, _ := strings.Cut(action, "@"); name == "create" {
				return true
			}
		}
	}
	return false
}

// step does one random act and looks at all records before and after.
func (r *real) step(n int) {
	login := r.anybody()
	if len(r.ids) < 12 || r.rng.IntN(6) == 0 && len(r.ids) < 100 {
		r.create()
		return
	}
	before := r.all()
	recordID := r.ids[r.rng.IntN(len(r.ids))]
	if r.rng.IntN(2) == 0 {
		recordID = r.unmoved(before, recordID)
	}
	r.act(n, recordID, login, before)
}

// act does one random thing to the record and looks at all records after it.
func (r *real) act(n int, recordID, login string, before map[string]*shot) {
	was := before[recordID]
	if was == nil {
		return // thrown away
	}
	k, err := r.Kinds.Of(r.as[login], was.rec.Kind)
	if err != nil {
		r.t.Error(err)
		return
	}
	if r.rng.IntN(10) > 0 {
		login = r.somebody(was.rec, login)
	}
	d := &deed{real: r, login: login, ctx: r.as[login], k: k, was: was}
	d.anything()
	if !lawful(d.err) {
		r.t.Errorf("act %d: %s by %s on %s: %v", n, d.what, login, was.rec.Kind, d.err)
	}
	if d.err == nil && d.what != "" {
		r.done[strings.Fields(d.what)[0]]++
	}
	for _, id := range d.made {
		rec, err := r.Records.Get(r.In(r.slug), id)
		if err != nil {
			r.t.Fatal(err)
		}
		r.made(id, rec.Kind)
	}
	d.judge(before, r.all())
	r.overhear(recordID)
}

// unmoved is a record of a kind of which none took a step yet, or the one given.
func (r *real) unmoved(all map[string]*shot, otherwise string) string {
	for _, n := range r.rng.Perm(len(r.ids)) {
		if s := all[r.ids[n]]; s != nil && !r.moved[s.rec.Kind] {
			return r.ids[n]
		}
	}
	return otherwise
}

func (r *real) anybody() string { return r.people[r.rng.IntN(len(r.people))] }

// somebody is one of a few people who may take a step of the record, of all people
// where none of its kind has taken one yet, or the one given.
func (r *real) somebody(rec *record.Record, otherwise string) string {
	few := 10
	if !r.moved[rec.Kind] {
		few = len(r.people)
	}
	for _, n := range r.rng.Perm(len(r.people))[:few] {
		login := r.people[n]
		mine, err := r.Records.Get(r.as[login], rec.ID)
		if err != nil {
			continue
		}
		offers, err := r.Records.Transitions(r.as[login], mine, nil)
		if err == nil && slices.ContainsFunc(offers, func(o record.Offer) bool { return o.Allowed }) {
			return login
		}
	}
	return otherwise
}

// lawful tells a refusal from a failure.
func lawful(err error) bool {
	return err == nil || slices.Contains([]fault.Kind{fault.Invalid, fault.Forbidden, fault.NotFound, fault.Conflict, fault.Stale, fault.Precondition}, fault.Of(err).Kind)
}

// create makes a record of a random kind, mostly of one nobody has made yet, by the
// first of all people who can, at a unit of theirs.
func (r *real) create() {
	all := r.Kinds.ForTenant(r.In(r.slug))
	if len(r.left) > 0 && r.rng.IntN(4) > 0 {
		all = r.left
	}
	if k := all[r.rng.IntN(len(all))]; k.Module != "demo" {
		r.createOf(k)
	}
}

// createOf makes a record of the kind.
func (r *real) createOf(k *kind.Kind) {
	for _, n := range r.rng.Perm(len(r.people)) {
		login := r.people[n]
		at := r.posts[login][r.rng.IntN(len(r.posts[login]))]
		fields := r.fields(k, 0.4, nil)
		rec, err := r.Records.Create(r.as[login], k.Full, record.Input{UnitID: at, Fields: fields})
		if !lawful(err) {
			r.t.Errorf("create %s by %s: %v", k.Full, login, err)
		}
		if err == nil {
			r.made(rec.ID, k.Full)
			r.done["create"]++
			r.plant(rec.ID, rec.Version, fields, "")
			return
		}
	}
}

func (r *real) made(recordID, kindName string) {
	r.ids = append(r.ids, recordID)
	r.left = slices.DeleteFunc(r.left, func(k *kind.Kind) bool { return k.Full == kindName })
}

// shot is a record with its evidence, as it lies.
type shot struct {
	rec      *record.Record
	fields   map[string]string // as JSON
	evidence map[string]paper  // slot and document
}

type paper struct {
	Step    string
	Version int
	Removed bool
}

// all is every record made, as the system sees it.
func (r *real) all() map[string]*shot {
	ctx := r.In(r.slug)
	found, err := r.Records.Readable(ctx, r.ids)
	if err != nil {
		r.t.Fatal(err)
	}
	out := map[string]*shot{}
	for id, rec := range found {
		s := &shot{rec: rec, fields: map[string]string{}, evidence: map[string]paper{}}
		for name, v := range rec.Fields {
			s.fields[name] = jsonOf(v)
		}
		out[id] = s
	}
	r.papers(ctx, out)
	return out
}

func jsonOf(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(raw)
}

// newWord is one nobody else uses.
func (r *real) newWord() string {
	r.word++
	return fmt.Sprintf("tusua%dz", r.word)
}

// plant remembers the words written into a record's fields and as its reason.
func (r *real) plant(recordID string, version int, fields map[string]any, reason string) {
	for _, word := range strings.FieldsFunc(jsonOf(fields)+" "+reason, func(c rune) bool { return c < '0' || c > 'z' || c > '9' && c < 'a' }) {
		if strings.HasPrefix(word, "tusua") {
			r.said[recordID] = append(r.said[recordID], uttered{word, version})
		}
	}
}
