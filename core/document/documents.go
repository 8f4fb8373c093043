package document

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/upload"
)

// Case is what document must know of a record.
type Case struct {
	ID        string
	Kind      string
	Slots     []manifest.Slot
	Sensitive bool // reading its documents is logged
	Owner     bool // the caller reads the record from the side that keeps it, not as somebody it was sent to

	Sides []string // the units whose side the caller stands on: the one that keeps it, else those it was sent to
}

// ours reports whether a paper was put in on the caller's side. One of which that is not
// known is nobody's.
func (c Case) ours(l linkRow) bool { return l.Side != "" && slices.Contains(c.Sides, l.Side) }

// side is the unit on whose side the caller puts a paper in.
func (c Case) side() string {
	if len(c.Sides) == 0 {
		return ""
	}
	return c.Sides[0]
}

// shows reports whether the caller sees what is in a slot of the record.
func (c Case) shows(slot string) bool {
	return c.Owner || !slices.ContainsFunc(c.Slots, func(s manifest.Slot) bool { return s.Code == slot && s.Own() })
}

// Records is what document needs from the waist; Over makes it of record.Records.
type Records interface {
	// Look answers NotFound unless the caller may read the record.
	Look(ctx context.Context, recordID string) (Case, error)
	// Within runs fn in the record's write transaction: whether the slot is open,
	// version, revision, audit and watchers are the record's business.
	Within(ctx context.Context, recordID string, touch record.Touch, fn func(ctx context.Context) error) error
	// Touchable is Within's answer to whether the caller may; nothing is written.
	Touchable(ctx context.Context, recordID string, touch record.Touch) error
}

// Options are what the wiring gives. Records and Uploads are a must.
type Options struct {
	Records Records
	Uploads *upload.Uploads
	Log     func(ctx context.Context, e audit.Entry) error // sensitive reads; nil: audit.Append
}

// Documents is the room's door.
type Documents struct {
	records Records
	uploads *upload.Uploads
	log     func(ctx context.Context, e audit.Entry) error
}

// New makes Documents.
func New(options Options) *Documents {
	if options.Log == nil {
		options.Log = audit.Append
	}
	return &Documents{records: options.Records, uploads: options.Uploads, log: options.Log}
}

// Over is the waist as document sees it.
func Over(records *record.Records) Records { return waist{records} }

type waist struct{ *record.Records }

func (w waist) Look(ctx context.Context, recordID string) (Case, error) {
	rec, err := w.Get(ctx, recordID)
	if err != nil {
		return Case{}, err
	}
	kind, err := w.Kinds.Of(ctx, rec.Kind)
	if err != nil {
		return Case{}, err
	}
	side, err := w.Side(ctx, rec)
	if err != nil {
		return Case{}, err
	}
	sides := side.Units
	if side.Owner {
		sides = []string{rec.UnitID}
	}
	return Case{ID: rec.ID, Kind: rec.Kind, Slots: kind.Slots, Sensitive: rec.Sensitivity != "" || kind.Sensitivity != "", Owner: side.Owner, Sides: sides}, nil
}

// SlotOf finds slots of records; it is what the uploads ask.
func SlotOf(records Records) upload.SlotFunc {
	return func(ctx context.Context, recordID, code string) (manifest.Slot, error) {
		c, err := records.Look(ctx, recordID)
		if err != nil {
			return manifest.Slot{}, err
		}
		return c.slot(code)
	}
}

// slot finds one of the record's; one that is kept from the caller is none to them.
func (c Case) slot(code string) (manifest.Slot, error) {
	i := slices.IndexFunc(c.Slots, func(s manifest.Slot) bool { return s.Code == code })
	if i < 0 || !c.shows(code) {
		return manifest.Slot{}, fault.New(fault.Invalid, "unknown_value", fault.Field("slot"), fault.Param("value", code))
	}
	return c.Slots[i], nil
}
