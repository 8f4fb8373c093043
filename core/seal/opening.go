package seal

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/text"
)

// Unseal is the action both keepers need on the record.
const Unseal = "unseal"

// The states of an Opening.
const (
	Asked  = "asked"  // waits for another keeper
	Open   = "open"   // who asked may read until EndsAt
	Ended  = "ended"  // was open
	Lapsed = "lapsed" // nobody approved it in time
)

const (
	lapsesAfter = 24 * time.Hour
	maxReason   = 2_000 // characters
	maxKeepers  = 50
)

// Opening is one keeper's wish to read sealed fields of a record, which another
// keeper must approve.
type Opening struct {
	ID         string
	RecordID   string
	Fields     []string
	Reason     string
	AskedBy    string // person
	AskedAt    time.Time
	ApprovedBy string // person; "" until then
	ApprovedAt time.Time
	EndsAt     time.Time // of the reading; while asked, of the waiting
	State      string

	MayApprove bool // the actor
	MayRead    bool // the actor
}

// Held is a record with what is sealed in it, by field.
type Held struct {
	Object access.Object
	UnitID string
	Stored map[string]string
}

// Records finds a record with what is sealed in it. Fault: NotFound, also for
// what the actor may not read.
type Records interface {
	Held(ctx context.Context, recordID string) (Held, error)
}

// Gate is the part of access.Guard that openings need.
type Gate interface {
	Check(ctx context.Context, action string, o access.Object) error
	Can(ctx context.Context, action string, o access.Object) bool
	StandIn(ctx context.Context, action string, o access.Object) *identity.Post
}

// People is the part of identity.People that openings need.
type People interface {
	PostsAt(ctx context.Context, unitIDs []string) ([]identity.Post, error)
	ActorOf(ctx context.Context, personID string) (identity.Actor, error)
}

// Openings opens sealed fields for two keepers.
type Openings struct {
	keys    *Keys
	records Records
	gate    Gate
	people  People
	tell    func(ctx context.Context, openingID, recordID string, keepers []string) error
}

// NewOpenings makes Openings over the rooms. tell hears, in the transaction, of a
// wish and of the keepers of whom another must approve it.
func NewOpenings(keys *Keys, records Records, gate Gate, people People, tell func(ctx context.Context, openingID, recordID string, keepers []string) error) *Openings {
	return &Openings{keys, records, gate, people, tell}
}

// Ask asks for fields of a record to be opened; the same wish that still waits
// is given again. Faults: NotFound; Forbidden; Invalid required, unknown_value;
// Conflict seal_shredded.
func (o *Openings) Ask(ctx context.Context, recordID string, fields []string, reason string) (*Opening, error) {
	held, err := o.held(ctx, recordID)
	if err != nil {
		return nil, fmt.Errorf("ask to open: %w", err)
	}
	if reason, err = text.Check("reason", reason, maxReason, true); err != nil {
		return nil, err
	}
	if fields = slices.Compact(slices.Sorted(slices.Values(fields))); len(fields) == 0 {
		return nil, fault.New(fault.Invalid, "required", fault.Field("fields"))
	}
	for _, name := range fields {
		if held.Stored[name] == "" {
			return nil, fault.New(fault.Invalid, "unknown_value", fault.Field("fields"))
		}
	}
	if _, err := o.keys.recordKey(ctx, recordID); err != nil {
		return nil, err // shredded, or the master key is not here
	}
	made := &Opening{ID: id.New("opn"), RecordID: recordID, Fields: fields, Reason: reason, AskedBy: identity.By(ctx)}
	err = db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, "opening:"+recordID); err != nil {
			return err
		}
		all, err := o.list(ctx, "record_id = ?", recordID)
		if err != nil {
			return err
		}
		for _, have := range all {
			if have.State == Asked && have.AskedBy == made.AskedBy && have.Reason == reason && slices.Equal(have.Fields, fields) {
				made = &have
				return nil
			}
		}
		made.AskedAt, made.State = db.Now(ctx), Asked
		made.EndsAt = made.AskedAt.Add(lapsesAfter)
		if err := o.store(ctx, made, held); err != nil {
			return err
		}
		keepers, err := o.Keepers(ctx, recordID)
		if err != nil {
			return err
		}
		return o.tell(ctx, made.ID, recordID, keepers)
	})
	if err != nil {
		return nil, fmt.Errorf("ask to open %s: %w", recordID, err)
	}
	o.see(ctx, made, held.Object)
	return made, nil
}

// held is a record the actor, a person, may unseal.
func (o *Openings) held(ctx context.Context, recordID string) (Held, error) {
	held, err := o.records.Held(ctx, recordID)
	if err != nil {
		return held, err
	}
	if who, err := identity.From(ctx); err != nil || who.System != "" {
		return held, fault.New(fault.Forbidden, "forbidden") // two people, no job
	}
	return held, o.gate.Check(ctx, Unseal, held.Object)
}

func (o *Openings) store(ctx context.Context, made *Opening, held Held) error {
	names, err := json.Marshal(made.Fields)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, `INSERT INTO seal_opening (id, record_id, fields, reason, asked_by, asked_at, approved_by, approved_at, ends_at)
		VALUES (?, ?, ?, ?, ?, ?, '', 0, 0)`, made.ID, made.RecordID, string(names), made.Reason, made.AskedBy, made.AskedAt.UnixMicro())
	if err != nil {
		return err
	}
	return o.log(ctx, "seal.ask", made, held)
}

func (o *Openings) log(ctx context.Context, action string, op *Opening, held Held) error {
	return audit.Append(ctx, audit.Entry{Action: action, Object: op.RecordID, Kind: held.Object.Kind, UnitID: held.UnitID, Reason: op.Reason,
		Detail: map[string]any{"opening": op.ID, "fields": op.Fields}})
}

// Approve lets who asked read, for the minutes the province sets. Faults:
// NotFound; Forbidden forbidden, second_keeper when it is one's own wish or both
// act by one keeper's right, lent to the other; Conflict opening_over when it waits
// no longer, or who asked is no keeper any more.
func (o *Openings) Approve(ctx context.Context, openingID string) (*Opening, error) {
	op, held, err := o.get(ctx, openingID)
	if err != nil {
		return nil, fmt.Errorf("approve %s: %w", openingID, err)
	}
	who := identity.By(ctx)
	switch {
	case op.AskedBy == who:
		return nil, fault.New(fault.Forbidden, "second_keeper")
	case op.State == Open && op.ApprovedBy == who:
		return op, nil // tapped twice
	}
	if err := o.apart(ctx, op, held.Object); err != nil {
		return nil, fmt.Errorf("approve %s: %w", openingID, err)
	}
	province, err := tenant.From(ctx)
	if err != nil {
		return nil, err
	}
	err = db.InTx(ctx, func(ctx context.Context) error {
		now := db.Now(ctx)
		op.ApprovedBy, op.ApprovedAt, op.EndsAt = who, now, now.Add(province.Settings.OpeningFor())
		n, err := db.Exec(ctx, "UPDATE seal_opening SET approved_by = ?, approved_at = ?, ends_at = ? WHERE id = ? AND approved_by = '' AND asked_at > ?",
			who, now.UnixMicro(), op.EndsAt.UnixMicro(), op.ID, now.Add(-lapsesAfter).UnixMicro())
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "opening_over")
		}
		return o.log(ctx, "seal.approve", op, held)
	})
	if err != nil {
		return nil, fmt.Errorf("approve %s: %w", openingID, err)
	}
	op.State = Open
	o.see(ctx, op, held.Object)
	return op, nil
}

// apart is nil when the actor and who asked hold the right to unseal each by
// themselves: what one keeper lent makes no second one.
func (o *Openings) apart(ctx context.Context, op *Opening, object access.Object) error {
	asker, err := o.people.ActorOf(ctx, op.AskedBy)
	if err != nil {
		return err
	}
	theirs := o.keeper(identity.With(ctx, asker), object)
	switch {
	case theirs == "":
		return fault.New(fault.Conflict, "opening_over")
	case theirs == o.keeper(ctx, object):
		return fault.New(fault.Forbidden, "second_keeper")
	}
	return nil
}

// keeper is whose right to unseal the actor in ctx acts by: their own, or that of
// who lent them the post by which alone they may; "" if they may not.
func (o *Openings) keeper(ctx context.Context, object access.Object) string {
	if !o.gate.Can(ctx, Unseal, object) {
		return ""
	}
	if lent := o.gate.StandIn(ctx, Unseal, object); lent != nil {
		return lent.DelegatedBy
	}
	return identity.By(ctx)
}

// get is an opening of a record the actor may unseal.
func (o *Openings) get(ctx context.Context, openingID string) (*Opening, Held, error) {
	if !id.Valid(openingID, "opn") {
		return nil, Held{}, fault.New(fault.NotFound, "not_found")
	}
	found, err := o.list(ctx, "id = ?", openingID)
	if err == nil && len(found) == 0 {
		err = fault.New(fault.NotFound, "not_found")
	}
	if err != nil {
		return nil, Held{}, err
	}
	held, err := o.held(ctx, found[0].RecordID)
	if err != nil {
		return nil, Held{}, err
	}
	o.see(ctx, &found[0], held.Object)
	return &found[0], held, nil
}

// Read is what is sealed, for who asked, while it is open. Every reading is
// logged. Faults: NotFound; Forbidden forbidden, opening_not_yours; Conflict
// opening_waits, opening_over, seal_shredded; Unavailable seal_key_unknown.
func (o *Openings) Read(ctx context.Context, openingID string) (*Opening, map[string]json.RawMessage, error) {
	op, held, err := o.get(ctx, openingID)
	switch {
	case err != nil:
		return nil, nil, fmt.Errorf("read %s: %w", openingID, err)
	case op.AskedBy != identity.By(ctx):
		return nil, nil, fault.New(fault.Forbidden, "opening_not_yours")
	case op.State == Asked:
		return nil, nil, fault.New(fault.Conflict, "opening_waits")
	case op.State != Open:
		return nil, nil, fault.New(fault.Conflict, "opening_over")
	}
	stored := map[string]string{}
	for _, name := range op.Fields {
		if held.Stored[name] != "" { // cleared since
			stored[name] = held.Stored[name]
		}
	}
	values, err := o.keys.open(ctx, op.RecordID, stored)
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", openingID, err)
	}
	if err := o.log(ctx, "seal.read", op, held); err != nil {
		return nil, nil, err
	}
	return op, values, nil
}

// List is every opening of a record the actor may read, newest first, at most 200.
func (o *Openings) List(ctx context.Context, recordID string) ([]Opening, error) {
	held, err := o.records.Held(ctx, recordID)
	if err != nil {
		return nil, fmt.Errorf("openings of a record: %w", err)
	}
	found, err := o.list(ctx, "record_id = ?", recordID)
	for i := range found {
		o.see(ctx, &found[i], held.Object)
	}
	return found, err
}

// Keepers are the people who may unseal a record the actor may read, at most 50.
func (o *Openings) Keepers(ctx context.Context, recordID string) ([]string, error) {
	held, err := o.records.Held(ctx, recordID)
	if err != nil {
		return nil, fmt.Errorf("keepers of a record: %w", err)
	}
	posts, err := o.people.PostsAt(ctx, nil)
	if err != nil {
		return nil, err
	}
	may := func(who identity.Actor) bool { return o.gate.Can(identity.With(ctx, who), Unseal, held.Object) }
	var out []string
	for _, p := range posts {
		if slices.Contains(out, p.PersonID) || !may(identity.Actor{PersonID: p.PersonID, Posts: []identity.Post{p}}) {
			continue
		}
		if who, err := o.people.ActorOf(ctx, p.PersonID); err != nil || !may(who) {
			continue // disabled
		}
		if out = append(out, p.PersonID); len(out) == maxKeepers {
			break
		}
	}
	return out, nil
}

// see fills in what the actor may do with the opening.
func (o *Openings) see(ctx context.Context, op *Opening, object access.Object) {
	mine := op.AskedBy == identity.By(ctx)
	op.MayRead = op.State == Open && mine
	op.MayApprove = op.State == Asked && !mine && o.gate.Can(ctx, Unseal, object) && o.apart(ctx, op, object) == nil
}

func (o *Openings) list(ctx context.Context, where string, arg any) ([]Opening, error) {
	rows, err := db.Query(ctx, "SELECT id, record_id, fields, reason, asked_by, asked_at, approved_by, approved_at, ends_at FROM seal_opening WHERE "+where+
		" ORDER BY id DESC LIMIT 200", arg)
	if err != nil {
		return nil, err
	}
	out, now := []Opening{}, db.Now(ctx)
	err = db.Each(rows, func(rows *sql.Rows) error {
		var op Opening
		var names string
		var asked, approved, ends int64
		if err := rows.Scan(&op.ID, &op.RecordID, &names, &op.Reason, &op.AskedBy, &asked, &op.ApprovedBy, &approved, &ends); err != nil {
			return err
		}
		op.AskedAt = time.UnixMicro(asked).UTC()
		op.EndsAt = op.AskedAt.Add(lapsesAfter)
		if approved > 0 {
			op.ApprovedAt, op.EndsAt = time.UnixMicro(approved).UTC(), time.UnixMicro(ends).UTC()
		}
		op.State = op.stateAt(now)
		out = append(out, op)
		return json.Unmarshal([]byte(names), &out[len(out)-1].Fields)
	})
	return out, err
}

func (op *Opening) stateAt(now time.Time) string {
	over := !now.Before(op.EndsAt)
	switch {
	case op.ApprovedBy == "" && over:
		return Lapsed
	case op.ApprovedBy == "":
		return Asked
	case over:
		return Ended
	}
	return Open
}
