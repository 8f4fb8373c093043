package sdk

import "time"

// Operations an Item may carry.
const (
	OpCreate     = "create"
	OpUpdate     = "update"
	OpTransition = "transition"
	OpDelete     = "delete"
)

// Item is one record a module is asked about: what it was, what it would
// become, and what the manifest said the decision needs to know (needs:).
type Item struct {
	ID         string         `json:"id"`
	Kind       string         `json:"kind"` // full name, "demo.visit"
	Rev        int            `json:"rev"`  // schema revision of the fields
	Op         string         `json:"op"`
	Transition string         `json:"transition,omitempty"`
	From       string         `json:"from,omitempty"` // state before
	Old        map[string]any `json:"old,omitempty"`
	New        map[string]any `json:"new,omitempty"`
	Changed    []string       `json:"changed,omitempty"`
	Related    map[string]any `json:"related,omitempty"`
	DryRun     bool           `json:"dry_run,omitempty"`
}

// Verdict is the answer for one Item, in the Items' order. With a Problem the
// core discards Set and Effects.
type Verdict struct {
	ID       string         `json:"id"`
	Problems []Problem2     `json:"problems,omitempty"`
	Set      map[string]any `json:"set,omitempty"`
	Effects  []Effect       `json:"effects,omitempty"`
	Warnings []string       `json:"warnings,omitempty"`
}

// Problem2 is a reason to refuse: the field at fault ("" for the whole
// record), a code whose text is in the module's labels, and its values.
type Problem2 struct {
	Field  string            `json:"field,omitempty"`
	Code   string            `json:"code"`
	Params map[string]string `json:"params,omitempty"`
}

// Kinds of effects.
const (
	EffectCreate = "create"
	EffectEmit   = "emit"
	EffectNotify = "notify"
	EffectLink   = "link"
)

// Effect is something the core does in the same transaction as the record.
// The same IdemKey on the same record takes effect once.
type Effect struct {
	Kind    string        `json:"kind"`
	IdemKey string        `json:"idem_key"`
	Create  *CreateEffect `json:"create,omitempty"`
	Emit    *EmitEffect   `json:"emit,omitempty"`
	Notify  *NotifyEffect `json:"notify,omitempty"`
	Link    *LinkEffect   `json:"link,omitempty"`
}

// CreateEffect makes a record and links it to the one decided about
// (relation "origin"). An empty UnitID means the unit of that record; an
// empty State means the kind's initial one.
type CreateEffect struct {
	Kind   string         `json:"kind"`
	UnitID string         `json:"unit_id,omitempty"`
	Fields map[string]any `json:"fields"`
	State  string         `json:"state,omitempty"`
}

// EmitEffect publishes an event, named within the module.
type EmitEffect struct {
	Name    string         `json:"name"`
	Payload map[string]any `json:"payload,omitempty"`
}

// NotifyEffect puts a line into somebody's box: a person, or the holders of a
// role at a unit.
type NotifyEffect struct {
	Role     string            `json:"role,omitempty"`
	UnitID   string            `json:"unit_id,omitempty"`
	PersonID string            `json:"person_id,omitempty"`
	Code     string            `json:"code"`
	Params   map[string]string `json:"params,omitempty"`
}

// LinkEffect ties the record to another one.
type LinkEffect struct {
	Rel string `json:"rel"`
	To  string `json:"to"`
}

// Caller says on whose behalf a module is asked. It is information only: the
// province of a call is chosen by the host and by nothing a module says.
type Caller struct {
	CallID   string    `json:"call_id"`
	Province string    `json:"province"`
	PersonID string    `json:"person_id"`
	UnitID   string    `json:"unit_id"`
	Roles    []string  `json:"roles,omitempty"`
	Locale   string    `json:"locale"`
	Purpose  string    `json:"purpose"` // interactive, import, event, job, report
	Now      time.Time `json:"now"`
}

// Happening is an event delivered to a module, at least once.
type Happening struct {
	ID       string         `json:"id"`
	Name     string         `json:"name"` // "core.recommendation.answer"
	Kind     string         `json:"kind"`
	RecordID string         `json:"record_id"`
	UnitID   string         `json:"unit_id"`
	Payload  map[string]any `json:"payload,omitempty"`
}

// Ack is a module's answer to one event. With an Err the event was not
// handled and is to be delivered again.
type Ack struct {
	ID      string
	Effects []Effect
	Err     error
}

// Run is one run of a declared job for one province.
type Run struct {
	Job    string    `json:"job"`
	Slot   time.Time `json:"slot"` // the instant it was due
	Cursor string    `json:"cursor,omitempty"`
}
