package installation_test

import (
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
)

// aimedActs is how many acts are tried to reach a kind that chance left out.
const aimedActs = 300

// aim goes on with records of one kind, by people who may, until it is reached: what
// chance alone may leave out. What its records must name comes first, under way.
func (r *real) aim(k *kind.Kind, reached func() bool) {
	for i := range k.Fields {
		f := &k.Fields[i]
		if f.Type != manifest.TypeRef || !f.Required || f.To == k.Full || reached() {
			continue
		}
		named, err := r.Kinds.Of(r.In(r.slug), f.To)
		if err != nil {
			r.t.Fatal(err)
		}
		r.aim(named, func() bool { return r.underWay(f.To) })
	}
	for n := 0; n < aimedActs && !reached() && !r.t.Failed(); n++ {
		var of []string
		all := r.all()
		for _, id := range r.ids {
			if all[id] != nil && all[id].rec.Kind == k.Full && len(k.Lifecycle.From(all[id].rec.State)) > 0 {
				of = append(of, id)
			}
		}
		if len(of) == 0 || n%8 == 7 && created(k) {
			r.createOf(k)
			continue
		}
		r.act(n, of[r.rng.IntN(len(of))], r.anybody(), all)
	}
}

// underWay reports whether a record of the kind is active.
func (r *real) underWay(full string) bool {
	for _, s := range r.all() {
		if s.rec.Kind == full && s.rec.Phase == record.Active {
			return true
		}
	}
	return false
}
