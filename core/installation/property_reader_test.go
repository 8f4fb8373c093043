package installation_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
)

type rowsOf = *sql.Rows

// firstDay is before every date of a record but those drawn at random.
var firstDay, _ = calendar.ParseDate("2026-07-01")

// overhear lets some people read the record as far as they may; to whom it was sent
// may find nothing the owner's side said before, or among itself.
func (r *real) overhear(recordID string) {
	rec, err := r.Records.Get(r.In(r.slug), recordID)
	if err != nil || rec.ToUnitID == "" && rec.SentCount == 0 || len(r.said[recordID]) == 0 {
		return
	}
	r.done["sent"]++
	heard := 0
	for _, n := range r.rng.Perm(len(r.people)) {
		if heard == 3 {
			return
		}
		login := r.people[n]
		ctx := r.as[login]
		rec, err := r.Records.Get(ctx, recordID)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			r.t.Error(err)
			return
		}
		side, err := r.Records.Side(ctx, rec)
		if err != nil || side.Owner {
			continue
		}
		history, err := r.Records.History(ctx, recordID)
		if err != nil {
			r.t.Error(err)
		}
		comments, err := r.Records.Comments(ctx, recordID)
		if err != nil {
			r.t.Error(err)
		}
		documents, err := r.Documents.ForRecord(ctx, recordID)
		if err != nil {
			r.t.Error(err)
		}
		sees := jsonOf([]any{rec.Fields, history, comments, documents})
		sent := r.sent(recordID, side.Since)
		for _, s := range r.said[recordID] {
			private := s.version < 0 || side.Since > 0 && s.version < side.Since && !strings.Contains(sent, s.word)
			if private && strings.Contains(sees, s.word) {
				r.t.Errorf("%s reads %q of version %d of %s %s, sent in version %d", login, s.word, s.version, rec.Kind, recordID, side.Since)
			}
		}
		heard++
		r.done["overheard"]++
	}
}

// sent is what the record held in the version that was sent, as JSON.
func (r *real) sent(recordID string, version int) string {
	history, err := r.Records.History(r.In(r.slug), recordID)
	if err != nil {
		r.t.Fatal(err)
	}
	held := map[string]any{}
	for _, v := range slices.Backward(history) {
		if v.Version > version {
			break
		}
		for _, c := range v.Changes {
			held[c.Field] = c.New
		}
	}
	return jsonOf(held)
}

// fields are values for a kind's fields, those named or a share of all.
func (r *real) fields(k *kind.Kind, share float64, names []string) map[string]any {
	out := map[string]any{}
	for i := range k.Fields {
		f := &k.Fields[i]
		root := func(name string) bool { head, _, _ := strings.Cut(name, "."); return head == f.Name }
		wanted := slices.ContainsFunc(names, root) || names == nil && r.rng.Float64() < share
		if f.ReadOnly || f.Derived != "" || !wanted && (names != nil || !f.Required) {
			continue
		}
		if v := r.value(f); v != nil {
			out[f.Name] = v
		}
	}
	return out
}

// value is one the field takes; nil for what nothing stands ready for.
func (r *real) value(f *manifest.Field) any {
	switch f.Type {
	case manifest.TypeText, manifest.TypeLongText:
		if f.Name == "code" { // such a text has a form
			return fmt.Sprintf("CT-%d", 10+r.rng.IntN(80))
		}
		return strings.TrimSpace(r.newWord() + strings.Repeat(" việc", int(low(f, 0))/4))
	case manifest.TypeInt, manifest.TypeMoney:
		if lo, hi := low(f, 1), high(f, 20); lo <= 2026 && hi >= 2026 && lo > 1000 {
			return 2026
		} else {
			return int(lo) + r.rng.IntN(max(1, int(min(hi-lo, 20))+1))
		}
	case manifest.TypeDecimal:
		return low(f, 0) + r.rng.Float64()
	case manifest.TypeBool:
		return r.rng.IntN(2) == 0
	case manifest.TypeDate:
		if r.rng.IntN(6) == 0 {
			return fmt.Sprintf("%d-%02d-%02d", 2026+r.rng.IntN(2), 1+r.rng.IntN(12), 1+r.rng.IntN(28))
		}
		return firstDay.AddDays(2 * f.ID).String() // later fields name later days
	case manifest.TypeDateTime:
		return fmt.Sprintf("2026-%02d-05T08:00:00+07:00", 1+r.rng.IntN(10))
	case manifest.TypeEnum:
		return f.Values[r.rng.IntN(len(f.Values))].ID
	case manifest.TypeEnums:
		if f.List == manifest.ListMeasures {
			return []any{r.measures[r.rng.IntN(len(r.measures))]}
		}
		return []any{f.Values[r.rng.IntN(len(f.Values))].ID}
	case manifest.TypeUnit:
		return r.unitOf(f)
	case manifest.TypeUnits:
		if u := r.unitOf(f); u != nil {
			return []any{u}
		}
	case manifest.TypeRef:
		return r.recordOf(f.To)
	case manifest.TypeList:
		row := map[string]any{}
		for i := range f.Fields {
			if v := r.value(&f.Fields[i]); v != nil {
				row[f.Fields[i].Name] = v
			}
		}
		return []any{row}
	}
	return nil
}

func low(f *manifest.Field, otherwise float64) float64 {
	if f.Min != nil {
		return *f.Min
	}
	return otherwise
}

func high(f *manifest.Field, otherwise float64) float64 {
	if f.Max != nil {
		return *f.Max
	}
	return otherwise
}

func (r *real) unitOf(f *manifest.Field) any {
	kinds := f.UnitKinds
	if len(kinds) == 0 {
		kinds = []string{"commune", "front_committee", "people_committee"}
	}
	ids := r.units[kinds[r.rng.IntN(len(kinds))]]
	if len(ids) == 0 {
		return nil
	}
	return ids[r.rng.IntN(len(ids))]
}

// recordOf is a record of a kind, if one was made: mostly one that is active.
func (r *real) recordOf(full string) any {
	found, err := r.Records.Readable(r.In(r.slug), r.ids)
	if err != nil {
		r.t.Fatal(err)
	}
	var active, all []string
	for _, id := range r.ids {
		if rec := found[id]; rec != nil && rec.Kind == full {
			all = append(all, id)
			if rec.Phase == record.Active {
				active = append(active, id)
			}
		}
	}
	if len(active) > 0 && r.rng.IntN(4) > 0 {
		all = active
	}
	if len(all) == 0 {
		return nil
	}
	return all[r.rng.IntN(len(all))]
}
