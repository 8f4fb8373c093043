package web

import (
	"slices"
	"time"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
	"github.com/doanket/doanket/core/web/view"
)

// recordPage is a record as its page shows it.
type recordPage struct {
	summary
	Fields      map[string]any      `json:"fields"`
	Sealed      []string            `json:"sealed"` // fields that hold a sealed value
	ToUnit      *view.UnitRef       `json:"to_unit"`
	Phase       string              `json:"phase" enum:"draft,active,returned,done,cancelled"`
	Draft       bool                `json:"draft"`
	Period      string              `json:"period,omitempty"`
	CreatedBy   view.Who            `json:"created_by"`
	CreatedAt   time.Time           `json:"created_at"`
	UpdatedBy   view.Who            `json:"updated_by"`
	Slots       []slotState         `json:"slots"`
	Transitions []offerOut          `json:"transitions"`
	WaitsFor    *permission.Waiting `json:"waits_for,omitempty"` // when the step to go on with is for others
	Deadlines   []clockOut          `json:"deadlines"`
	Can         []string            `json:"can"`
	Open        openOut             `json:"open"`
	Audiences   []audienceOut       `json:"audiences"` // who may read a remark made now; none when the reader may make none
	Links       []linkOut           `json:"links"`
	Pending     *pendingOut         `json:"pending,omitempty"`
	Warnings    []view.Warning      `json:"warnings,omitempty"` // of the write just done
}

// openOut is what of a record stands open to the reader outside its steps.
type openOut struct {
	Fields []string `json:"fields"` // and "list.cell" for cells of rows that stand
	Slots  []string `json:"slots"`
}

// audienceOut is a choice of who reads a remark: the people of Units, More units
// beside those named, and whoever above them reads the record.
type audienceOut struct {
	Name  string         `json:"name" enum:"own,both"`
	Units []view.UnitRef `json:"units"`
	More  int            `json:"more"`
}

type slotState struct {
	Code      string        `json:"code"`
	Label     manifest.Text `json:"label"`
	Hint      manifest.Text `json:"hint,omitzero"`
	Types     []string      `json:"types"`
	Min       int           `json:"min"`
	Max       int           `json:"max"`
	MaxMB     int           `json:"max_mb"`
	DocKinds  []string      `json:"doc_kinds,omitempty"`
	Signed    bool          `json:"signed,omitempty"`
	Have      int           `json:"have"`
	Documents []documentOut `json:"documents"`
}

type offerOut struct {
	Name    string        `json:"name"`
	Label   manifest.Text `json:"label"`
	Hint    manifest.Text `json:"hint,omitzero"`
	To      string        `json:"to"`
	Tone    string        `json:"tone,omitempty" enum:"primary,neutral,danger"`
	Allowed bool          `json:"allowed"`
	Why     string        `json:"why,omitempty"`
	Detail  string        `json:"detail,omitempty"` // why, as a sentence
	Missing []missingOut  `json:"missing"`
	Reason  bool          `json:"reason"`
	Fields  []string      `json:"fields"`

	SelfApproval string `json:"self_approval,omitempty"` // why the actor may decide on work of their own here
}

type missingOut struct {
	record.Missing
	Detail string `json:"detail"`
}

type linkOut struct {
	Rel     string       `json:"rel"`
	ID      string       `json:"id"`
	Kind    string       `json:"kind"`
	Title   string       `json:"title"`
	Number  string       `json:"number,omitempty"`
	State   string       `json:"state"`
	Unit    view.UnitRef `json:"unit"`
	Inbound bool         `json:"inbound,omitempty"`
	Hidden  bool         `json:"hidden,omitempty"` // of a unit the reader does not see: id, kind, title, number, state and unit are empty
}

type pendingOut struct {
	Action string         `json:"action"`
	Fields map[string]any `json:"fields"`
	Reason string         `json:"reason,omitempty"`
	At     time.Time      `json:"at"`
}

// view gathers what the page of a record shows and names its version.
func (h recordHandler) view(c *endpoint.Call, r *record.Record) (recordPage, error) {
	k, err := h.kinds.Of(c.Ctx, r.Kind)
	if err != nil {
		return recordPage{}, err
	}
	out := recordPage{summary: h.summary(c, r), Fields: r.Fields, Sealed: append([]string{}, r.Sealed...), Phase: r.Phase, Draft: r.Draft, Period: string(r.Period), CreatedAt: r.CreatedAt,
		Deadlines: []clockOut{}, Can: []string{}, Links: []linkOut{}, Audiences: []audienceOut{}}
	for i := range r.Deadlines {
		out.Deadlines = append(out.Deadlines, h.clock(c.Ctx, &r.Deadlines[i]))
	}
	out.Warnings = view.Warnings(r.Warnings, c.Sentence)
	if r.ToUnitID != "" {
		to := view.Named(c.Ctx, h.tree, r.ToUnitID)
		out.ToUnit = &to
	}
	who := view.People(c.Ctx, h.people, r.CreatedBy, r.UpdatedBy)
	out.CreatedBy, out.UpdatedBy = who(r.CreatedBy), who(r.UpdatedBy)
	open, err := h.records.Open(c.Ctx, r)
	if err != nil {
		return out, err
	}
	out.Open = openOut{open.Fields, open.Slots}
	for action, may := range map[string]bool{"update": len(open.Fields) > 0, "attach": len(open.Slots) > 0, "comment": h.gate.CanRecord(c.Ctx, "comment", r),
		"discard": r.Draft && h.records.MayDiscard(c.Ctx, r) == nil} {
		if may {
			out.Can = append(out.Can, action)
		}
	}
	slices.Sort(out.Can)
	if slices.Contains(out.Can, "comment") {
		if out.Audiences, err = h.audiences(c, r); err != nil {
			return out, err
		}
	}
	sound := map[string]int{}
	if out.Slots, err = h.slots(c, r, k, sound); err != nil {
		return out, err
	}
	if out.Transitions, err = h.offers(c, r, k, sound); err != nil {
		return out, err
	}
	primary := func(o offerOut) bool { return o.Tone == "primary" }
	if main := slices.IndexFunc(out.Transitions, primary); main >= 0 && !slices.ContainsFunc(out.Transitions, func(o offerOut) bool { return primary(o) && o.Why != "forbidden" }) {
		step := out.Transitions[main]
		if out.WaitsFor, err = permission.WaitsFor(c.Ctx, h.gate, r.Kind, step.Name, step.Label, out.Unit, out.ToUnit); err != nil {
			return out, err
		}
	}
	related, err := h.records.Links(c.Ctx, r)
	if err != nil {
		return out, err
	}
	for _, l := range related {
		one := linkOut{Rel: l.Rel, Inbound: l.Inbound, Hidden: true}
		if !l.Hidden {
			one = linkOut{Rel: l.Rel, ID: l.ID, Kind: l.Kind, Title: l.Title, Number: l.Number, State: l.State, Unit: view.Named(c.Ctx, h.tree, l.UnitID), Inbound: l.Inbound}
		}
		out.Links = append(out.Links, one)
	}
	p, err := h.records.Pending(c.Ctx, r)
	if err != nil {
		return out, err
	}
	if p != nil {
		out.Pending = &pendingOut{p.Action, p.Fields, p.Reason, p.At}
	}
	c.Header.Set("ETag", versionTag(r))
	return out, nil
}

// namedReaders is how many units an audience names.
const namedReaders = 4

// audiences are the choices of whoever writes a remark.
func (h recordHandler) audiences(c *endpoint.Call, r *record.Record) ([]audienceOut, error) {
	list, err := h.records.Audiences(c.Ctx, r)
	if err != nil {
		return nil, err
	}
	out := make([]audienceOut, 0, len(list))
	for _, a := range list {
		named := a.Units[:min(len(a.Units), namedReaders)]
		one := audienceOut{Name: a.Name, Units: make([]view.UnitRef, 0, len(named)), More: len(a.Units) - len(named)}
		for _, unitID := range named {
			one.Units = append(one.Units, view.Named(c.Ctx, h.tree, unitID))
		}
		out = append(out, one)
	}
	return out, nil
}

// slots puts a record's documents where they belong, and counts the sound ones.
func (h recordHandler) slots(c *endpoint.Call, r *record.Record, k *kind.Kind, sound map[string]int) ([]slotState, error) {
	out := make([]slotState, 0, len(k.Slots))
	if len(k.Slots) == 0 {
		return out, nil
	}
	docs, err := h.documents.documents.Of(c.Ctx, []string{r.ID}[:min(r.Version-1, 1)]) // evidence moves the version
	if err != nil {
		return nil, err
	}
	shown := h.documents.shown(c, docs[r.ID])
	for _, d := range shown {
		if d.Sound {
			sound[d.Slot]++
		}
	}
	owns := !slices.ContainsFunc(k.Slots, func(s manifest.Slot) bool { return s.Own() }) || h.records.Owns(c.Ctx, r)
	for _, s := range k.Slots {
		if s.Own() && !owns {
			continue // there is no such slot for whoever it is kept from
		}
		slot := slotState{Code: s.Code, Label: s.Label, Hint: s.Hint, Types: append([]string{}, s.Types...), Min: s.Min, Max: s.Max,
			MaxMB: s.MaxMB, DocKinds: s.DocKinds, Signed: s.Signed, Documents: []documentOut{}}
		for _, d := range shown {
			if d.Slot == s.Code {
				slot.Documents = append(slot.Documents, d)
			}
		}
		slot.Have = len(slot.Documents)
		out = append(out, slot)
	}
	return out, nil
}

// offers are the steps out of the state with what each still lacks.
func (h recordHandler) offers(c *endpoint.Call, r *record.Record, k *kind.Kind, sound map[string]int) ([]offerOut, error) {
	list, err := h.records.Transitions(c.Ctx, r, sound)
	if err != nil {
		return nil, err
	}
	out := make([]offerOut, 0, len(list))
	for _, o := range list {
		t := k.Lifecycle.Transition(o.Name)
		if t == nil {
			continue
		}
		offer := offerOut{Name: o.Name, Label: t.Label, Hint: t.Hint, To: o.To, Tone: t.Tone, Allowed: o.Allowed, Why: o.Why,
			Missing: []missingOut{}, Reason: t.Reason, Fields: append([]string{}, t.Fields...), SelfApproval: o.SelfApproval}
		if o.Why != "" {
			offer.Detail = c.Sentence(o.Why, nil)
		}
		for _, m := range o.Missing {
			offer.Missing = append(offer.Missing, missingOut{m, c.Sentence(m.Code, h.labelled(c, k, m))})
		}
		out = append(out, offer)
	}
	return out, nil
}

// labelled gives a sentence the name of the field or slot it is about.
func (h recordHandler) labelled(c *endpoint.Call, k *kind.Kind, m record.Missing) map[string]string {
	label := manifest.Text{}
	if f := k.Field(m.Field); f != nil {
		label = f.Label
	}
	if s := k.Slot(m.Slot); s != nil {
		label = s.Label
	}
	return map[string]string{"label": label.In(c.Lang)}
}
