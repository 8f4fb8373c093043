package programme

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/unit"
)

// What may be missing of a clause at a unit.
const (
	NoRecord   = "record"   // there is none
	NoEvidence = "evidence" // some have no sound paper
)

// Reminded says whom a reminder reached.
type Reminded struct {
	Missing int `json:"missing"` // units directly below that lack it
	Units   int `json:"units"`   // of them, and of their bodies, where somebody was told
	People  int `json:"people"`
}

// Remind tells the people who keep the records of a clause, at every unit directly below
// that lacks them or their evidence in a period, once a day: those who may make such
// records there. Who may comment on records there may remind. Faults: those of Mark;
// Forbidden where the actor may remind nobody; Conflict nothing_missing; Conflict
// clauses_unmapped of a clause that no kind carries.
func (p *Programme) Remind(ctx context.Context, clauseID, unitID, period, missing string) (*Reminded, error) {
	m, err := p.Mark(ctx, clauseID, unitID, period)
	if err != nil {
		return nil, err
	}
	if first, _ := m.Period.Range(); first.After(calendar.Today(db.Now(ctx))) {
		return nil, fault.New(fault.Invalid, "bad_period", fault.Field("period")) // nothing is owed yet
	}
	if len(m.Homes.Kinds) == 0 {
		return nil, fault.New(fault.Conflict, "clauses_unmapped")
	}
	out := &Reminded{}
	var bodies []string
	for _, below := range m.Units {
		if missing == NoRecord && (below.Records > 0 || !m.Homes.Followed(below.Unit.Path)) || missing == NoEvidence && below.Records <= below.Proven {
			continue
		}
		out.Missing++
		of, err := p.bodies(ctx, m, below.Unit)
		if err != nil {
			return nil, fmt.Errorf("bodies of %s: %w", below.Unit.ID, err)
		}
		bodies = append(bodies, of...)
	}
	if out.Missing == 0 {
		return nil, fault.New(fault.Conflict, "nothing_missing")
	}
	may := slices.DeleteFunc(bodies, func(id string) bool { return !p.any(ctx, "comment", m, id) })
	if len(may) == 0 {
		return nil, fault.New(fault.Forbidden, "forbidden")
	}
	able := func(ctx context.Context, unitID string) bool { return p.any(ctx, "create", m, unitID) }
	cause := fmt.Sprintf("%s:%s:%s", m.Clause.ID, missing, calendar.Today(db.Now(ctx)))
	err = db.InTx(ctx, func(ctx context.Context) error {
		out.Units, out.People, err = p.Caller.Call(ctx, may, able, cause, wanted(m, missing))
		return err
	})
	return out, err
}

// bodies are the unit and the bodies of its place that may keep records of the clause.
func (p *Programme) bodies(ctx context.Context, m *Marked, u unit.Unit) ([]string, error) {
	out := []string{u.ID}
	page, err := p.Tree.List(ctx, unit.Filter{Parent: u.ID, Open: true, Kind: m.Owners})
	if err != nil {
		return nil, err
	}
	for _, b := range page.Items {
		if b.PlaceID == u.PlaceID {
			out = append(out, b.ID)
		}
	}
	return out, nil
}

// any reports whether the actor may do the action to records of some kind that carries
// the clause, at a unit.
func (p *Programme) any(ctx context.Context, action string, m *Marked, unitID string) bool {
	u, err := p.Tree.Get(ctx, unitID)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(m.Homes.Kinds, func(h ClauseHome) bool {
		return h.Followed && p.Gate.Can(ctx, action, access.Object{Kind: h.Kind, UnitPath: u.Path, Branch: u.Branch})
	})
}

// wanted is what people are told.
func wanted(m *Marked, missing string) manifest.Text {
	of := m.Clause.Title
	if of.VI == "" {
		of = manifest.Text{VI: m.Clause.ID, EN: m.Clause.ID}
	}
	first, last := m.Period.Range()
	during := first.Vietnamese() + "–" + last.Vietnamese()
	if missing == NoEvidence {
		return manifest.Text{VI: "Hồ sơ thực hiện nghị quyết (" + during + ") chưa có minh chứng: " + of.VI, EN: "Records on the resolution (" + during + ") lack their evidence: " + of.EN}
	}
	return manifest.Text{VI: "Chưa có hồ sơ thực hiện nghị quyết (" + during + "): " + of.VI, EN: "No record on the resolution (" + during + ") yet: " + of.EN}
}
