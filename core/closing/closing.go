package closing

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"io"
	"time"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/seal"
	"github.com/doanket/doanket/core/unit"
)

// Figures is the part of indicator.Figures that closings need.
type Figures interface {
	Show(ctx context.Context, b indicator.Board, unitID, period string) (*indicator.Sheet, error)
}

// Gate is what closings ask of access.
type Gate interface {
	Check(ctx context.Context, action string, o access.Object) error
	Can(ctx context.Context, action string, o access.Object) bool
}

// Tree is the part of unit.Tree that closings need.
type Tree interface {
	Get(ctx context.Context, id string) (*unit.Unit, error)
	ByPath(ctx context.Context, path string) (*unit.Unit, error)
	List(ctx context.Context, f unit.Filter) (unit.Page, error)
}

// Keys gives the province's key for a purpose, 32 bytes that never change; the room
// seal fits it.
type Keys interface {
	LastingKey(ctx context.Context, purpose string) ([]byte, error)
}

// Store keeps statements under object lock; the room blob fits it.
type Store interface {
	Bucket(slug string) string
	Put(ctx context.Context, bucket, key string, r io.Reader, size int64, opts blob.PutOptions) (blob.Version, error)
	Get(ctx context.Context, bucket, key, version string, off, length int64) (io.ReadCloser, blob.Info, error)
	Retain(ctx context.Context, bucket, key, version string, until time.Time) error
}

// Deps are the rooms closings lean on.
type Deps struct {
	Kinds   *kind.Kinds
	Records *record.Records
	Figures Figures
	Duties  indicator.Duties
	Proofs  indicator.Proofs
	Tree    Tree
	Gate    Gate
	Keys    Keys
	Store   Store
}

// Closings closes periods of the province in ctx.
type Closings struct{ Deps }

// New makes Closings.
func New(d Deps) *Closings { return &Closings{d} }

// key is the province's key that signs.
func (cs *Closings) key(ctx context.Context) (ed25519.PrivateKey, error) {
	seed, err := cs.Keys.LastingKey(ctx, seal.ForClosing)
	if err != nil {
		return nil, fmt.Errorf("sign a closing: %w", err)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// objectKind is what the log calls a closing.
const objectKind = "core.closing"

// place is a unit and a period.
type place struct {
	unit   unit.Unit
	period calendar.Period
}

// at checks what a question names and that the actor may do the action there.
// Faults: NotFound; Forbidden; Invalid bad_period, also for a term, which is its
// years.
func (cs *Closings) at(ctx context.Context, unitID, period, action string) (place, error) {
	p, err := calendar.ParsePeriod(period)
	if err == nil && p.Grain() == calendar.GrainTerm {
		err = fault.New(fault.Invalid, "bad_period", fault.Param("value", period))
	}
	if err != nil {
		return place{}, err
	}
	u, err := cs.Tree.Get(ctx, unitID)
	if err != nil {
		return place{}, err
	}
	return place{*u, p}, cs.check(ctx, *u, action)
}

func (cs *Closings) check(ctx context.Context, u unit.Unit, action string) error {
	return cs.Gate.Check(ctx, action, object(u))
}

func object(u unit.Unit) access.Object { return access.Object{Kind: "core.figure", UnitPath: u.Path} }

// ended refuses a period that is not over. Fault: Conflict closing.not_ended.
func (at place) ended(ctx context.Context) error {
	_, last := at.period.Range()
	if calendar.Today(db.Now(ctx)).After(last) {
		return nil
	}
	return fault.New(fault.Conflict, "closing.not_ended", fault.Param("last", last.String()))
}
