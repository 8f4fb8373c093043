package record_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

// TestRandomActsKeepTheBooksRight lets several people do anything, at once, and
// then reads the books: versions only grow, history replayed gives the record,
// and the figures are what the records say.
func TestRandomActsKeepTheBooksRight(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		var ids []string
		for range 6 {
			ids = append(ids, r.create(t, r.as(coretest.Officer), "demo.paper", whole(fields{"u": r.Unit(coretest.An, "X1-K1")}), "").ID)
		}
		var all sync.WaitGroup
		for who := range 3 {
			all.Go(func() {
				rng := rand.New(rand.NewPCG(7, uint64(who)))
				for range 40 {
					if err := r.anything(rng, ids[rng.IntN(len(ids))]); !expected(err) {
						t.Error(err)
					}
				}
			})
		}
		wait.All(t, "the three who act", &all)
		approved := 0
		for _, recordID := range ids {
			rec, err := r.Records.Get(r.In(coretest.An), recordID)
			if fault.Is(err, fault.NotFound) {
				continue // thrown away
			}
			if err != nil {
				t.Fatal(err)
			}
			if rec.State == "approved" {
				approved++
			}
			r.replayed(t, rec)
		}
		r.Settle(coretest.An)
		drifts, err := r.Figures.Recompute(r.In(coretest.An), false)
		if err != nil || len(drifts) != 0 {
			t.Errorf("figures drifted: %+v %v", drifts, err)
		}
		f, err := r.Figures.Get(r.as(coretest.Leader), "demo.papers", r.Unit(coretest.An, "T"), "2026")
		if err != nil || f.Value == nil && approved > 0 || f.Value != nil && int(*f.Value) != approved {
			t.Errorf("the figure says %v of %d approved papers: %v", f, approved, err)
		}
	})
}

// anything is one random act of a random person.
func (r *rig) anything(rng *rand.Rand, recordID string) error {
	logins := []string{coretest.Officer, coretest.Approver, coretest.Leader, coretest.Officer2}
	ctx := r.as(logins[rng.IntN(len(logins))])
	version := []int{0, 0, 1 + rng.IntN(6)}[rng.IntN(3)]
	switch rng.IntN(10) {
	case 0, 1, 2:
		f := fields{"n": rng.IntN(120), "title": []any{"Một", "Hai", nil}[rng.IntN(3)]}
		if rng.IntN(3) == 0 {
			f = fields{"rows": []any{map[string]any{"what": fmt.Sprint(rng.IntN(9)), "n": rng.IntN(12)}}, "d": rng.Float64(), "es": []any{"a", "b"}, "secret": "x"}
		}
		_, err := r.Records.Change(ctx, recordID, version, f, "sửa")
		return err
	case 3:
		_, err := r.Records.Comment(ctx, recordID, record.Remark{Text: "ý kiến"})
		return err
	case 4:
		if rng.IntN(20) == 0 {
			return r.Records.Discard(ctx, recordID, version)
		}
		return r.Records.Within(ctx, recordID, record.Touch{Action: record.Attach, Slots: []string{"report"}, Notes: []record.FieldChange{{Field: "report", New: "bản quét"}}}, func(context.Context) error { return nil })
	}
	step := []string{"submit", "return", "approve", "send", "close", "drop"}[rng.IntN(6)]
	_, err := r.Records.Do(ctx, recordID, step, version, record.Act{Reason: "vì thế", IdemKey: []string{"", fmt.Sprint(rng.IntN(50))}[rng.IntN(2)],
		Fields: []fields{nil, {"receiver": r.Unit(coretest.An, "X1-UB")}, {"title": "Ba"}}[rng.IntN(3)]})
	return err
}

// expected tells a refusal from a failure.
func expected(err error) bool {
	return err == nil || slices.Contains([]fault.Kind{fault.Invalid, fault.Forbidden, fault.NotFound, fault.Conflict, fault.Stale}, fault.Of(err).Kind)
}

// replayed fails unless the record's history, played from the beginning, comes
// to the record.
func (r *rig) replayed(t testing.TB, rec *record.Record) {
	t.Helper()
	h, err := r.Records.History(r.In(coretest.An), rec.ID)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(h)
	version, have := 0, map[string]any{"state": "", "number": "", "to_unit": ""}
	for _, v := range h {
		if v.Version != version+1 {
			t.Errorf("%s: version %d after %d by %s", rec.ID, v.Version, version, v.Action)
		}
		version = v.Version
		for _, c := range v.Changes {
			if c.Field == "report" || c.Field == "secret" { // a note about evidence; sealed
				continue
			}
			if !reflect.DeepEqual(c.Old, have[c.Field]) {
				t.Errorf("%s %s: %s was %v, history says %v", rec.ID, v.Action, c.Field, have[c.Field], c.Old)
			}
			have[c.Field] = c.New
		}
	}
	now := asJSON(rec.Fields)
	now["state"], now["number"], now["to_unit"] = rec.State, rec.Number, rec.ToUnitID
	delete(now, "secret")
	for name, value := range have {
		if value == nil {
			delete(have, name)
		}
	}
	if !reflect.DeepEqual(now, have) || version != rec.Version {
		t.Errorf("%s version %d is\n%v, history comes to version %d,\n%v", rec.ID, rec.Version, now, version, have)
	}
}

// asJSON is a map as history holds its values.
func asJSON(m map[string]any) map[string]any {
	raw, _ := json.Marshal(m)
	var out map[string]any
	_ = json.Unmarshal(raw, &out)
	return out
}
