package manifest

import (
	"slices"
	"strings"
)

var phases = []string{PhaseDraft, PhaseActive, PhaseReturned, PhaseDone, PhaseCancelled}

func (l *kindLinter) lifecycle() {
	c := &l.k.Lifecycle
	path := l.at("lifecycle")
	if len(c.States) == 0 {
		l.Say(path, "kind "+quote(l.k.Name)+" has no states", "write lifecycle: with initial, states and transitions")
		return
	}
	l.unique(Path(path, "states"), "state", len(c.States), func(i int) string { return c.States[i].ID }, "id")
	l.unique(Path(path, "transitions"), "transition", len(c.Transitions), func(i int) string { return c.Transitions[i].Name }, "name")
	if i := slices.Index(c.stateIDs(), ToSame); i >= 0 { // told alone: what follows from it would bury it
		l.Say(Path(path, "states", i, "id"), `a state cannot be called "same"`, "give it another id: to: same says that a step stays where it is taken")
		return
	}
	for i, s := range c.States {
		l.name(Path(path, "states", i, "id"), s.ID, fieldForm)
		l.Known(Path(path, "states", i, "phase"), "phase", s.Phase, phases)
		l.opened(Path(path, "states", i), &c.States[i])
	}
	initial := c.State(c.Initial)
	if initial == nil {
		l.Known(Path(path, "initial"), "state", c.Initial, c.stateIDs())
	} else if initial.Phase != PhaseDraft {
		l.Say(Path(path, "initial"), "records start in "+quote(c.Initial)+", which is no draft", "let the initial state have phase: draft")
	}
	for i := range c.Transitions {
		l.transition(Path(path, "transitions", i), &c.Transitions[i])
	}
}

func (c *Lifecycle) stateIDs() []string {
	var out []string
	for _, s := range c.States {
		out = append(out, s.ID)
	}
	return out
}

func (l *kindLinter) transition(path string, t *Transition) {
	l.name(Path(path, "name"), t.Name, fieldForm)
	if len(t.From) == 0 {
		l.Say(path, "transition "+quote(t.Name)+" leaves no state", "write from: [state]")
	}
	if len(t.Roles) == 0 {
		l.Say(path, "nobody may do "+quote(t.Name), "write roles: [role]")
	}
	states := l.k.Lifecycle.stateIDs()
	for i, s := range t.From {
		l.Known(Path(path, "from", i), "state", s, states)
	}
	if !t.Stays() {
		l.Known(Path(path, "to"), "state", t.To, states)
	}
	l.each(Path(path, "roles"), t.Roles, l.role)
	l.each(Path(path, "notify"), t.Notify, l.role)
	for i, f := range t.Require {
		l.fieldOf(Path(path, "require", i), f)
	}
	l.each(Path(path, "fields"), t.Fields, l.fieldOrCell)
	l.each(Path(path, "slots"), t.Slots, l.slot)
	l.each(Path(path, "attach"), t.Attach, l.slot)
	for i, n := range t.NotActorOf {
		l.Known(Path(path, "not_actor_of", i), "transition", n, append(l.transitionNames(), "create"))
	}
	for f := range t.Set {
		l.fieldOf(Path(path, "set", f), f)
		l.unsealed(Path(path, "set", f), f)
	}
	l.modes(path, t)
}

func (l *kindLinter) modes(path string, t *Transition) {
	l.Known(Path(path, "decide"), "decide", t.Decide, []string{"", DecideGo})
	l.Known(Path(path, "version"), "version", t.Version, []string{"", VersionRequired})
	l.Known(Path(path, "tone"), "tone", t.Tone, []string{"", "primary", "neutral", "danger"})
	l.Known(Path(path, "audience"), "audience", t.Audience, []string{"", AudienceOwn, AudienceBoth})
	l.shreds(path, t)
	if t.Deliver != "" {
		l.fieldOf(Path(path, "deliver"), t.Deliver, TypeUnit, TypeUnits)
		l.open(Path(path, "deliver"), t.Deliver)
	}
	if t.Number && l.k.Number == "" {
		l.Say(Path(path, "number"), "transition "+quote(t.Name)+" takes a number the kind has no form for", "write number: on the kind, for instance \"A-{year}-{seq:4}\"")
	}
	if t.NeedsGo() && l.M.ID == CoreID {
		l.Say(Path(path, "decide"), "the base manifest has no Go", "express it in CEL")
	}
}

// opened checks what a state leaves open. Silence would leave an author to find
// out what may be rewritten after a decision, so an active state must say it.
func (l *kindLinter) opened(path string, s *State) {
	if s.Open() || s.Phase == PhaseCancelled {
		if len(s.Edit)+len(s.Attach) > 0 {
			l.Say(path, "state "+quote(s.ID)+" is "+s.Phase+": edit and attach mean nothing there", "remove edit and attach; drafts and returned records are open, cancelled ones closed")
		}
		return
	}
	if s.Phase == PhaseActive && s.Edit == nil {
		l.Say(path, "state "+quote(s.ID)+" does not say what stays open to writing", "write edit: [] when nothing does, or name the fields")
	}
	if s.Phase == PhaseActive && s.Attach == nil && len(l.k.Slots) > 0 {
		l.Say(path, "state "+quote(s.ID)+" does not say which slots stay open", "write attach: [] when none does, or name the slots")
	}
	l.each(Path(path, "edit"), s.Edit, l.fieldOrCell)
	l.each(Path(path, "attach"), s.Attach, l.slot)
}

func (l *kindLinter) slot(path, code string) { l.Known(path, "slot", code, l.slotCodes()) }

func (l *kindLinter) each(path string, words []string, check func(path, word string)) {
	for i, w := range words {
		check(Path(path, i), w)
	}
}

// fieldOrCell checks a field's name, or "list.cell".
func (l *kindLinter) fieldOrCell(path, name string) {
	list, cell, some := strings.Cut(name, ".")
	if !some {
		l.fieldOf(path, name)
		return
	}
	l.fieldOf(path, list, TypeList)
	f := l.k.Field(list)
	if f == nil || f.Type != TypeList {
		return
	}
	cells := make([]string, len(f.Fields))
	for i := range f.Fields {
		cells[i] = f.Fields[i].Name
	}
	l.Known(path, "cell of "+list, cell, cells)
}

// granted refuses another module's kind that grants: does not let be read.
func (l *linter) granted(path, kind string) {
	module, _, _ := strings.Cut(kind, ".")
	if l.manifestOf(module) == nil && !slices.Contains(l.M.Grants.Read, kind) {
		l.Say(path, quote(kind)+" is another module's records", "add "+kind+" to grants: read")
	}
}
