package document

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/access"
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

	keptBy     func(personID string) (kept, known bool) // whether somebody stands on the side that keeps it; nil: all do
	mayCorrect func(slot string) bool                   // whether the caller may put papers into a slot by right; nil: in all
}

// ours reports whether a person stands on the side of the record the caller does. What
// somebody put in of whom that is not known any more is nobody's to correct.
func (c Case) ours(personID string) bool {
	if c.keptBy == nil {
		return true
	}
	kept, known := c.keptBy(personID)
	return known && kept == c.Owner
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
	return Case{ID: rec.ID, Kind: rec.Kind, Slots: kind.Slots, Sensitive: rec.Sensitivity != "" || kind.Sensitivity != "", Owner: side.Owner,
		keptBy:     func(personID string) (bool, bool) { return w.KeptBy(ctx, rec, personID) },
		mayCorrect: func(slot string) bool { return w.Guard.Check(ctx, access.AttachTo(slot), rec.Object()) == nil },
	}, nil
}

// SlotOf finds slots of records; it is what the uploads ask.
func SlotOf(records Records) upload.SlotFunc {
	return func(ctx context.Context, recordID, code string) (manifest.Slot, error) {
		c, err := records.Look(ctx, recordID)
		if err != nil {
			return manifest.Slot{}, err
		}
		i := slices.IndexFunc(c.Slots, func(s manifest.Slot) bool { return s.Code == code })
		if i < 0 || !c.shows(code) { // a slot kept from the caller is none to them
			return manifest.Slot{}, fault.New(fault.Invalid, "unknown_value", fault.Field("slot"), fault.Param("value", code))
		}
		return c.Slots[i], nil
	}
}
