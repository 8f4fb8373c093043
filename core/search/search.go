package search

import (
	"context"
	"io"

	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/record/read"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/search/extract"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/upload"
)

// Records is the part of record.Records that search needs.
type Records interface {
	Find(ctx context.Context, f read.Finding) ([]read.Hit, error)
	ReachAll(ctx context.Context, kinds []*kind.Kind, under string) (*row.Clause, error)
	Readable(ctx context.Context, ids []string) (map[string]*record.Record, error)
	Owns(ctx context.Context, rec *record.Record) bool
}

// Objects is the part of upload.Uploads that search needs.
type Objects interface {
	ReadObject(ctx context.Context, o upload.Object, offset, length int64) (io.ReadCloser, error)
}

// Tree is the part of unit.Tree that search needs.
type Tree interface {
	List(ctx context.Context, f unit.Filter) (unit.Page, error)
}

// Deps are the rooms it leans on.
type Deps struct {
	Kinds   *kind.Kinds
	Records Records
	Objects Objects
	Tree    Tree
	Reader  *extract.Reader
}

// Search finds things of the province in ctx.
type Search struct{ Deps }

// New makes Search.
func New(d Deps) *Search { return &Search{d} }

// Register gives the queue its work.
func (s *Search) Register(q *job.Queue) error {
	q.Register(ReadJob, s.read)
	q.Register(FillJob, s.fill)
	return q.Schedule(FillJob, FillCron)
}

// silent reports whether documents that prove records of the kind are never read for
// search: what is restricted is not opened without a line in the log, and a paper may
// say in clear what its record seals.
func silent(k *kind.Kind) bool { return k.Sensitivity != "" || len(k.Sealed) > 0 }

// silents are the names of such kinds; one that is gone is as silent.
func (s *Search) silents(ctx context.Context) []string {
	var out []string
	for _, k := range s.Kinds.In(ctx).All() {
		if silent(k) {
			out = append(out, k.Full)
		}
	}
	return out
}
