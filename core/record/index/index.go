package index

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/row"
)

// Job reads the records of one kind again.
const Job = "record.index"

const (
	page = 200             // records of one transaction
	turn = 2 * time.Second // after which other jobs have their turn
)

// part is what is left of one reading.
type part struct {
	Kind   string   `json:"kind"`
	Stamp  int      `json:"stamp"`  // tells one reading of the kind from the next
	Search []string `json:"search"` // the fields to look in; when they have changed since, another part does it
	After  string   `json:"after"`  // the last record read
}

func (p part) key() string { return p.Kind + "@" + strconv.Itoa(p.Stamp) }

// Index reads the records of the province in ctx.
type Index struct{ Kinds *kind.Kinds }

// Start has the records of a kind read again because the fields a search looks
// in are now these. stamp grows with every change. It joins the transaction in ctx.
func Start(ctx context.Context, full string, stamp int, search []string) error {
	p := part{Kind: full, Stamp: stamp, Search: search}
	return job.Enqueue(ctx, Job, p, job.Unique(p.key()))
}

// Run does a Job, or a turn of it: after a crash it goes on where it was, and
// what is read twice comes out the same.
func (x *Index) Run(ctx context.Context, j job.Job) error {
	var p part
	if err := j.Decode(&p); err != nil {
		return err
	}
	k, err := x.Kinds.Of(ctx, p.Kind)
	if fault.Is(err, fault.NotFound) {
		return nil // its module is gone
	}
	if err != nil {
		return err
	}
	for end := time.Now().Add(turn); slices.Equal(k.Search, p.Search); {
		more := false
		err := db.InTx(ctx, func(ctx context.Context) (err error) {
			p.After, more, err = readPage(ctx, k, p.After)
			return err
		})
		if err != nil {
			return fmt.Errorf("index %s: %w", p.Kind, err)
		}
		if !more {
			return nil
		}
		if time.Now().After(end) {
			return job.Enqueue(ctx, Job, p, job.Unique(p.key()))
		}
	}
	return nil
}

// readPage reads the records that follow, and gives the last one.
func readPage(ctx context.Context, k *kind.Kind, after string) (last string, more bool, err error) {
	found, err := row.Select(ctx, "SELECT "+row.Directory+" FROM record WHERE kind = ? AND id > ? ORDER BY id LIMIT ?", k.Full, after, page)
	if err != nil || len(found) == 0 {
		return after, false, err
	}
	if err := row.FillKind(ctx, k, found); err != nil {
		return after, false, err
	}
	for _, rec := range found {
		if err := row.Refold(ctx, k, rec); err != nil {
			return after, false, err
		}
	}
	return found[len(found)-1].ID, len(found) == page, nil
}

// Progress is how far a kind has come.
type Progress struct {
	Done int `json:"done"` // records read
	Of   int `json:"of"`   // records there are
}

// Progress of the kind in the province in ctx; nil while nothing is to be done.
func (x *Index) Progress(ctx context.Context, full string) (*Progress, error) {
	left, err := job.Waiting(ctx, Job, full+"@")
	if err != nil || len(left) == 0 {
		return nil, err
	}
	var p part
	if err := left[len(left)-1].Decode(&p); err != nil {
		return nil, err
	}
	out := &Progress{}
	err = db.QueryRow(ctx, "SELECT COUNT(*), COALESCE(SUM(CASE WHEN id <= ? THEN 1 ELSE 0 END), 0) FROM record WHERE kind = ?", p.After, full).Scan(&out.Of, &out.Done)
	return out, err
}
