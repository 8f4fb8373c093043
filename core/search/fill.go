package search

import (
	"context"
	"database/sql"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/job"
)

// FillJob reads the documents that no ReadJob has been for: those that were there
// before their text was kept, or whose record's kind is silent since; anew, all there
// are. FillCron is when it does by itself.
const (
	FillJob  = "search.fill"
	FillCron = "40 1 * * *"
)

const (
	page = 50              // documents listed at a time
	turn = 2 * time.Second // after which other jobs have their turn
)

// filling is what is left of one reading.
type filling struct {
	Anew  bool   `json:"anew,omitempty"`
	After string `json:"after,omitempty"` // the last document read
}

// Rebuild has every document of the province in ctx read anew, in the background; how
// many there are.
func Rebuild(ctx context.Context) (documents int, err error) {
	if err := db.QueryRow(ctx, "SELECT COUNT(*) FROM document").Scan(&documents); err != nil {
		return 0, err
	}
	return documents, job.Enqueue(ctx, FillJob, filling{Anew: true}, job.Unique("anew"))
}

// fill does a turn of a FillJob: after a crash it goes on where it was, and what is
// read twice comes out the same.
func (s *Search) fill(ctx context.Context, j job.Job) error {
	var f filling
	if err := j.Decode(&f); err != nil {
		return err
	}
	for end := time.Now().Add(turn); ; {
		ids, err := s.unread(ctx, f)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			if err := s.bring(ctx, id, f.Anew); err != nil {
				return err
			}
			f.After = id
			if time.Now().After(end) {
				key := ""
				if f.Anew {
					key = "anew"
				}
				return job.Enqueue(ctx, FillJob, f, job.Unique(key))
			}
		}
	}
}

// unread are the documents that follow.
func (s *Search) unread(ctx context.Context, f filling) ([]string, error) {
	if f.Anew {
		return texts(ctx, "SELECT id FROM document WHERE id > ? ORDER BY id LIMIT ?", f.After, page)
	}
	return texts(ctx, `SELECT DISTINCT l.document_id FROM document_link AS l
		JOIN record AS r ON r.id = l.record_id
		JOIN document AS d ON d.id = l.document_id
		WHERE l.document_id > ? AND l.removed_at = 0 AND r.phase <> 'discarded'
			AND CASE WHEN r.kind IN (?) THEN EXISTS (SELECT 1 FROM document_text AS t WHERE t.document_id = l.document_id)
				ELSE NOT EXISTS (SELECT 1 FROM document_text AS t WHERE t.document_id = l.document_id AND t.version = `+proven+`) END
		ORDER BY l.document_id LIMIT ?`, f.After, append(s.silents(ctx), ""), page)
}

// texts reads one column.
func texts(ctx context.Context, query string, args ...any) ([]string, error) {
	rows, err := db.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	var out []string
	return out, db.Each(rows, func(rows *sql.Rows) error {
		var s string
		err := rows.Scan(&s)
		out = append(out, s)
		return err
	})
}
