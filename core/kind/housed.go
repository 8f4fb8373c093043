package kind

import (
	"context"
	"database/sql"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
)

// Housed is Conflict module_states_gone where records of a module are under way in a
// state that its version in the province in ctx has no more: nobody could take them on.
func (ks *Kinds) Housed(ctx context.Context, module string) error {
	var gone, goneEN []string
	stranded := 0
	for _, k := range ks.In(ctx).All() {
		if k.Module != module {
			continue
		}
		var known []string
		for _, s := range k.Lifecycle.States {
			known = append(known, s.ID)
		}
		rows, err := db.Query(ctx, "SELECT state, count(*) FROM record WHERE kind = ? AND phase IN ('draft', 'active', 'returned') AND state NOT IN (?) GROUP BY state ORDER BY state", k.Full, known)
		if err != nil {
			return err
		}
		if err := db.Each(rows, func(rows *sql.Rows) error {
			var state string
			var n int
			err := rows.Scan(&state, &n)
			label := ks.stateLabel(k, state)
			gone, goneEN, stranded = append(gone, label.VI), append(goneEN, label.EN), stranded+n
			return err
		}); err != nil {
			return err
		}
	}
	if stranded == 0 {
		return nil
	}
	name := manifest.Text{VI: module, EN: module}
	if m := ks.In(ctx).Manifest(module); m != nil {
		name = m.Label
	}
	joined := func(list []string) string { return strings.Join(slices.Compact(list), ", ") }
	return fault.New(fault.Conflict, "module_states_gone", fault.Param("module", name.VI), fault.Param("module_en", name.EN), fault.Param("records", strconv.Itoa(stranded)),
		fault.Param("states", joined(gone)), fault.Param("states_en", joined(goneEN)))
}

// stateLabel is what some installed version calls a state of a kind.
func (ks *Kinds) stateLabel(k *Kind, state string) manifest.Text {
	for other := range ks.everSince(k) {
		if s := other.Lifecycle.State(state); s != nil {
			return s.Label
		}
	}
	return manifest.Text{VI: state, EN: state}
}

// everSince are the kind as each installed version has it.
func (ks *Kinds) everSince(k *Kind) iter.Seq[*Kind] {
	return func(yield func(*Kind) bool) {
		for _, c := range ks.versions[k.Module] {
			for _, other := range c.kinds {
				if other.Full == k.Full && !yield(other) {
					return
				}
			}
		}
	}
}

// FieldLabel is what a field or a slot of a kind is called, also one that only another
// installed version has; zero where none knows it.
func (ks *Kinds) FieldLabel(k *Kind, name string) manifest.Text {
	if label, known := labelOf(k, name); known {
		return label
	}
	for other := range ks.everSince(k) {
		if label, known := labelOf(other, name); known {
			return label
		}
	}
	return manifest.Text{}
}

func labelOf(k *Kind, name string) (manifest.Text, bool) {
	if f := k.Field(name); f != nil {
		return f.Label, true
	}
	if s := k.Slot(name); s != nil {
		return s.Label, true
	}
	return manifest.Text{}, false
}

// StepLabel is what a step of a kind is called, as FieldLabel.
func (ks *Kinds) StepLabel(k *Kind, name string) manifest.Text {
	if t := k.Lifecycle.Transition(name); t != nil {
		return t.Label
	}
	for other := range ks.everSince(k) {
		if t := other.Lifecycle.Transition(name); t != nil {
			return t.Label
		}
	}
	return manifest.Text{}
}
