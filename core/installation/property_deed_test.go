package installation_test

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
)

// deed is one act of one person on one record.
type deed struct {
	*real
	login string
	ctx   context.Context
	k     *kind.Kind
	was   *shot

	what string // "step approve", "change", …
	move *manifest.Transition
	made []string
	err  error
}

// anything does one of the things that can be done.
func (d *deed) anything() {
	switch d.rng.IntN(14) {
	case 0, 1:
		d.change()
	case 2:
		d.comment()
	case 3:
		d.attach("")
	case 4:
		d.detach()
	case 5:
		if d.rng.IntN(10) == 0 {
			d.what, d.err = "discard", d.Records.Discard(d.ctx, d.was.rec.ID, 0)
		}
	default:
		d.take()
	}
}

func (d *deed) change() {
	fields := d.fields(d.k, 0.3, nil)
	rec, err := d.Records.Change(d.ctx, d.was.rec.ID, 0, fields, d.newWord())
	if d.what, d.err = "change", err; err == nil {
		d.plant(rec.ID, rec.Version, fields, "")
	}
}

// take takes a step, mostly one that is offered, with what it lacks; now and then
// with more than it asks for.
func (d *deed) take() {
	steps := d.k.Lifecycle.From(d.was.rec.State)
	if len(steps) == 0 {
		return
	}
	t := steps[d.rng.IntN(len(steps))]
	names := slices.Concat(t.Require, t.Fields)
	if mine, err := d.Records.Get(d.ctx, d.was.rec.ID); err == nil {
		offers, err := d.Records.Transitions(d.ctx, mine, nil)
		if err != nil {
			d.err = err
			return
		}
		offers = slices.DeleteFunc(offers, func(o record.Offer) bool { return !o.Allowed })
		if len(offers) > 0 && d.rng.IntN(8) > 0 {
			offer := offers[d.rng.IntN(len(offers))]
			t = d.k.Lifecycle.Transition(offer.Name)
			names = slices.Concat(t.Require, t.Fields)
			for _, m := range offer.Missing {
				if m.Slot != "" {
					d.attach(m.Slot)
					return
				}
				names = append(names, m.Field)
			}
		}
	}
	fields := d.real.fields(d.k, 1, names)
	if d.rng.IntN(4) == 0 {
		maps.Copy(fields, d.real.fields(d.k, 0.2, nil))
	}
	word := d.newWord()
	rec, err := d.Records.Do(d.ctx, d.was.rec.ID, t.Name, 0, record.Act{Fields: fields, Reason: word})
	for try := 0; try < 3 && fault.Is(err, fault.Invalid); try++ {
		d.mend(fields, fault.Of(err).Fields)
		rec, err = d.Records.Do(d.ctx, d.was.rec.ID, t.Name, 0, record.Act{Fields: fields, Reason: word})
	}
	d.what, d.move, d.err = "step "+t.Name, t, err
	if err == nil {
		d.moved[d.k.Full] = true
		d.plant(rec.ID, rec.Version, fields, word)
		d.made = d.children(rec.ID)
	}
}

// mend does with what was refused what people do: leave settled fields alone, clear
// what need not be there, write the rest anew.
func (d *deed) mend(fields map[string]any, wrong []fault.FieldError) {
	for _, w := range wrong {
		root, _, _ := strings.Cut(w.Field, "[")
		root, _, _ = strings.Cut(root, ".")
		f := d.k.Field(root)
		switch {
		case f == nil:
		case w.Code == "settled" || w.Code == "read_only":
			delete(fields, root)
		case !f.Required && w.Code != "required" && d.rng.IntN(2) == 0:
			fields[root] = nil
		default:
			if v := d.value(f); v != nil {
				fields[root] = v
			}
		}
	}
}

func (d *deed) comment() {
	word := d.newWord()
	mine, err := d.Records.Get(d.ctx, d.was.rec.ID)
	_, d.err = d.Records.Comment(d.ctx, d.was.rec.ID, record.Remark{Text: word})
	d.what = "comment"
	if d.err != nil || err != nil {
		return
	}
	if side, err := d.Records.Side(d.ctx, mine); err == nil && side.Owner {
		d.said[mine.ID] = append(d.said[mine.ID], uttered{word, -1})
	}
}

func (d *deed) attach(slot string) {
	if len(d.k.Slots) == 0 {
		return
	}
	s := &d.k.Slots[d.rng.IntN(len(d.k.Slots))]
	if slot != "" {
		s = d.k.Slot(slot)
	}
	if !slices.Contains(s.Types, "pdf") {
		return
	}
	word := d.newWord()
	body := coretest.PDF(word)
	meta := document.Meta{}
	if len(s.DocKinds) > 0 {
		meta.Kind = s.DocKinds[0]
	}
	_, d.err = d.Documents.Attach(d.ctx, d.was.rec.ID, s.Code, document.Source{Name: word + ".pdf", Size: int64(len(body)), Body: strings.NewReader(body)}, meta)
	d.what = "attach"
}

func (d *deed) detach() {
	for _, key := range slices.Sorted(maps.Keys(d.was.evidence)) {
		if d.was.evidence[key].Removed {
			continue
		}
		_, documentID, _ := strings.Cut(key, " ")
		d.what, d.err = "detach", d.Documents.Detach(d.ctx, d.was.rec.ID, documentID)
		return
	}
}

// judge compares all records with what they were.
func (d *deed) judge(before, after map[string]*shot) {
	below := d.below(before, after)
	for id, was := range before {
		is := after[id]
		switch {
		case id == d.was.rec.ID && d.err == nil && d.what != "":
			d.changed(was, is)
		case is == nil:
			d.complain("record %s is gone", id)
		case d.move != nil && d.err == nil && below[id]:
			d.followed(was, is)
		case was.rec.Version != is.rec.Version, was.rec.State != is.rec.State, !reflect.DeepEqual(was.fields, is.fields), !reflect.DeepEqual(was.evidence, is.evidence):
			d.complain("another record, or one left alone, changed: %s %s, %v → %v", was.rec.Kind, id, was.fields, is.fields)
		}
	}
}

// below are the records that name the one a step was taken on, and those that name one
// of them which moved with it: a plan that is cancelled takes its missions along, and
// they what was asked of the bodies.
func (d *deed) below(before, after map[string]*shot) map[string]bool {
	out := map[string]bool{}
	for queue := []string{d.was.rec.ID}; len(queue) > 0; queue = queue[1:] {
		for id, was := range before {
			if out[id] || id == d.was.rec.ID || !slices.Contains(slices.Collect(maps.Values(was.fields)), jsonOf(queue[0])) {
				continue
			}
			out[id] = true
			if is := after[id]; is != nil && is.rec.State != was.rec.State {
				queue = append(queue, id)
			}
		}
	}
	return out
}

// followed holds a record that names the one a step was taken on against what may
// follow from that: a step of its own that leads where it is now, fields the parent's
// step hands down, and no evidence gone.
func (d *deed) followed(was, is *shot) {
	k, err := d.Kinds.Of(d.ctx, was.rec.Kind)
	if err != nil {
		d.t.Fatal(err)
	}
	var moves []*manifest.Transition
	for _, t := range k.Lifecycle.From(was.rec.State) {
		if k.Lifecycle.Into(t, was.rec.State).ID == is.rec.State {
			moves = append(moves, t)
		}
	}
	if was.rec.State != is.rec.State && len(moves) == 0 {
		d.complain("%s, which follows, went from %s to %s, where no step leads", k.Full, was.rec.State, is.rec.State)
	}
	for i := range k.Fields {
		f := &k.Fields[i]
		handed := slices.ContainsFunc(d.move.Children, func(c manifest.ChildStep) bool { return c.Kind == k.Full && c.Copy[f.Name] != "" })
		told := slices.ContainsFunc(moves, func(t *manifest.Transition) bool { return t.Names(f.Name) || t.Set[f.Name] != "" })
		counted := f.Derived != "" || slices.ContainsFunc(k.Deadlines, func(l manifest.Deadline) bool { return l.Field == f.Name })
		if was.fields[f.Name] != is.fields[f.Name] && !handed && !told && !counted {
			d.complain("field %s of %s, which follows, went from %s to %s", f.Name, k.Full, was.fields[f.Name], is.fields[f.Name])
		}
	}
	after := &deed{real: d.real, login: d.login, k: k, was: was, what: d.what, move: d.move}
	after.rests(was, is)
}

func (d *deed) complain(format string, args ...any) {
	d.t.Errorf("%s by %s on %s in %s (%v): %s", d.what, d.login, d.k.Full, d.was.rec.State, d.err, fmt.Sprintf(format, args...))
}

// changed holds the record itself against what the act names.
func (d *deed) changed(was, is *shot) {
	if is == nil {
		if d.what != "discard" {
			d.complain("the record is gone")
		}
		return
	}
	wantState := was.rec.State
	if d.move != nil {
		wantState = d.k.Lifecycle.Into(d.move, was.rec.State).ID
	}
	if is.rec.State != wantState {
		d.complain("the state is %s, want %s", is.rec.State, wantState)
	}
	if was.rec.Number != is.rec.Number && (d.move == nil || !d.move.Number) {
		d.complain("the number became %s", is.rec.Number)
	}
	if was.rec.ToUnitID != is.rec.ToUnitID && (d.move == nil || d.move.Deliver == "") {
		d.complain("it was delivered")
	}
	for i := range d.k.Fields {
		f := &d.k.Fields[i]
		if was.fields[f.Name] != is.fields[f.Name] && !d.named(f, was, is) {
			d.complain("field %s, which the act does not name, went from %s to %s", f.Name, was.fields[f.Name], is.fields[f.Name])
		}
	}
	d.rests(was, is)
}

// named reports whether the act may change the field: the state leaves it open, the
// step names it, or the platform computes it.
func (d *deed) named(f *manifest.Field, was, is *shot) bool {
	if f.Derived != "" || slices.ContainsFunc(d.k.Deadlines, func(l manifest.Deadline) bool { return l.Field == f.Name }) {
		return true
	}
	if d.move != nil && (d.move.Names(f.Name) || d.move.Set[f.Name] != "") {
		return true
	}
	state := d.k.Lifecycle.State(was.rec.State)
	writes := d.what == "change" || d.move != nil
	if writes && state.Edits(f.Name) {
		return true
	}
	var cells []string
	for _, cell := range f.Fields {
		name := f.Name + "." + cell.Name
		if writes && state.Edits(name) || d.move != nil && d.move.Names(name) {
			cells = append(cells, cell.Name)
		}
	}
	return len(cells) > 0 && reflect.DeepEqual(without(was.rec.Fields[f.Name], cells), without(is.rec.Fields[f.Name], cells))
}

// without are the rows of a list with some cells left out.
func without(v any, cells []string) []map[string]any {
	rows, _ := v.([]map[string]any)
	out := make([]map[string]any, len(rows))
	for i, row := range rows {
		out[i] = maps.Clone(row)
		for _, cell := range cells {
			delete(out[i], cell)
		}
	}
	return out
}

// rests looks that what a passed step rests on is there, in the version it saw.
func (d *deed) rests(was, is *shot) {
	for key, old := range was.evidence {
		if old.Step == "" || old.Removed {
			continue
		}
		t := d.k.Lifecycle.Transition(old.Step)
		state := d.k.Lifecycle.State(is.rec.State)
		if state.Open() || t == nil || slices.Contains(t.From, is.rec.State) {
			continue // the step will have to be taken again
		}
		if now := is.evidence[key]; now.Removed || now.Step == "" || now.Version != old.Version {
			d.complain("evidence %s of step %s went from %+v to %+v", key, old.Step, old, now)
		}
	}
}

// papers reads what proves the records.
func (r *real) papers(ctx context.Context, into map[string]*shot) {
	rows, err := db.Query(ctx, "SELECT record_id, slot, document_id, bound_step, bound_version, removed_at FROM document_link")
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var recordID, slot, documentID string
		var p paper
		var removed int64
		if err := rows.Scan(&recordID, &slot, &documentID, &p.Step, &p.Version, &removed); err != nil {
			r.t.Fatal(err)
		}
		if s := into[recordID]; s != nil {
			p.Removed = removed != 0
			s.evidence[slot+" "+documentID] = p
		}
	}
	if err := rows.Err(); err != nil {
		r.t.Fatal(err)
	}
}

// children are the records that came of a record.
func (r *real) children(recordID string) []string {
	rows, err := db.Query(r.In(r.slug), "SELECT to_id FROM record_link WHERE from_id = ? AND rel = 'effect'", recordID)
	if err != nil {
		r.t.Fatal(err)
	}
	var out []string
	err = db.Each(rows, func(rows rowsOf) error {
		var id string
		err := rows.Scan(&id)
		if !slices.Contains(r.ids, id) {
			out = append(out, id)
		}
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return out
}
