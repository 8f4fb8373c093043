package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
)

func (y *year) begin(t *tale, day calendar.Date) error {
	as, _, err := y.somebody(t, t.story.By)
	if err != nil {
		return err
	}
	fields := map[string]any{}
	for _, some := range []map[string]any{t.story.Fields, t.path.Fields} {
		for name, v := range some {
			if fields[name], err = y.value(t, name, v, day); err != nil {
				return err
			}
			if f := y.kinds[t.story.Kind].Field(name); f != nil && f.Required && fields[name] == nil { // what it hangs on is not there
				t.tokens = nil
				return nil
			}
		}
	}
	drop(fields)
	rec, err := y.i.Records.Create(as, t.story.Kind, record.Input{UnitID: t.unit.id, Fields: fields})
	if err != nil {
		return err
	}
	t.recordID = rec.ID
	y.know(rec, true)
	return nil
}

// drop leaves out fields that nothing stands for.
func drop(fields map[string]any) {
	for name, v := range fields {
		if v == nil {
			delete(fields, name)
		}
	}
}

func (y *year) act(t *tale, next token, day calendar.Date) error {
	if next.optional && !y.open(t, next) {
		return nil
	}
	as, who, err := y.somebody(t, next.who)
	if err != nil {
		return err
	}
	if next.slot != "" {
		y.docs++
		return y.attach(as, t, next.slot, day)
	}
	y.steps++
	given, err := y.value(t, next.step, t.path.With[next.step], day)
	if err != nil {
		return err
	}
	fields := given.(map[string]any)
	if next.optional && len(fields) < len(t.path.With[next.step]) { // what a field names is not there
		return nil
	}
	for name, v := range fields {
		if list, cells := strings.CutSuffix(name, "+"); cells {
			delete(fields, name)
			fields[list] = merged(y.known[t.recordID].fields[list], v)
		}
	}
	drop(fields)
	var rec *record.Record
	if next.step == "=" { // fields of a draft
		rec, err = y.i.Records.Change(as, t.recordID, 0, fields, "")
	} else {
		rec, err = y.do(as, t.recordID, next.step, record.Act{Fields: fields, Reason: y.reason(t, next.step)})
	}
	if err != nil {
		return fmt.Errorf("%s by %s: %w", next.step, who, err)
	}
	y.know(rec, true)
	return nil
}

// do takes a step; a module that is only starting is waited for.
func (y *year) do(as context.Context, recordID, step string, in record.Act) (rec *record.Record, err error) {
	for range patience {
		if rec, err = y.i.Records.Do(as, recordID, step, 0, in); !fault.Is(err, fault.Unavailable) {
			break
		}
		select {
		case <-as.Done():
			return nil, as.Err()
		case <-time.After(time.Second):
		}
	}
	return rec, err
}

// open reports whether the record stands where the step may be taken, or the slot
// filled for one.
func (y *year) open(t *tale, next token) bool {
	l := y.kinds[t.story.Kind].Lifecycle
	return slices.ContainsFunc(l.From(y.known[t.recordID].state), func(tr *manifest.Transition) bool {
		return tr.Name == next.step || tr.Opens(next.slot)
	})
}

// over reports whether a record that others made has come to its end without its tale.
func (y *year) over(t *tale) bool {
	s := y.kinds[t.story.Kind].Lifecycle.State(y.known[t.recordID].state)
	return t.story.Each == "" && s != nil && (s.Phase == record.Done || s.Phase == record.Cancelled)
}

// merged sets cells of rows that stand.
func merged(rows, cells any) any {
	raw, err := json.Marshal(rows) // rows of every type
	if err != nil {
		return nil
	}
	var out []map[string]any
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil
	}
	more, _ := cells.([]any)
	for n := range min(len(out), len(more)) {
		maps.Copy(out[n], more[n].(map[string]any))
	}
	return out
}

func (y *year) attach(as context.Context, t *tale, slot string, day calendar.Date) error {
	k := y.kinds[t.story.Kind]
	s := k.Slot(slot)
	if s == nil {
		return fmt.Errorf("%s has no slot %s", k.FullName(), slot)
	}
	f, err := y.press.make(y, t, s, day)
	if err != nil {
		return err
	}
	_, err = y.i.Documents.Attach(as, t.recordID, slot, document.Source{Body: f.reader(), Size: f.size(), Name: f.name}, f.meta)
	if err != nil {
		return fmt.Errorf("%s: %w", slot, err)
	}
	return nil
}
