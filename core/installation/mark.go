package installation

import (
	"context"
	"fmt"
	"sync"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/job"
)

// marks are the ends of the provinces' logs as this process saw them last, out of
// reach of who writes the database.
type marks struct {
	mu   sync.Mutex
	last map[string]audit.Anchor
	cut  map[string]string // why, by province
}

// mark seals the log every minute, holds it against the end seen a minute ago, and
// writes the new one, signed, to the operator's log: of a log that is cut or taken back
// no more than the last minute goes unseen, while the server runs or the operator's log
// is kept elsewhere.
func (i *Installation) mark(ctx context.Context, _ job.Job) error {
	now, err := i.Audit.Anchor(ctx)
	if err != nil {
		return err
	}
	slug := db.Province(ctx)
	i.marks.mu.Lock()
	before, known := i.marks.last[slug]
	i.marks.mu.Unlock()
	if known && before.Seq > 0 {
		meets, err := i.Audit.Meets(ctx, before)
		if err != nil {
			return fmt.Errorf("mark the log: %w", err)
		}
		if !meets {
			i.log.Error("the audit log was cut or changed", "province", slug, "seen_seq", before.Seq, "seen_hash", before.Hash, "seen_at", before.At, "seen_mark", before.Mark, "now_seq", now.Seq)
			i.marks.note(slug, nil, fmt.Sprintf("the audit log was cut or changed at or before line %d: doanket audit verify", before.Seq))
			return nil // the end seen before it stays the measure
		}
	}
	i.marks.note(slug, &now, "")
	if !known || now.Seq != before.Seq {
		i.tellMark(slug, now)
	}
	return nil
}

// tellMark writes an end of a log to the operator's log, as audit verify --anchor takes it.
func (i *Installation) tellMark(slug string, a audit.Anchor) {
	i.log.Info("end of the audit log", "province", slug, "seq", a.Seq, "hash", a.Hash, "at", a.At, "mark", a.Mark)
}

func (m *marks) note(slug string, seen *audit.Anchor, cut string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.last == nil {
		m.last, m.cut = map[string]audit.Anchor{}, map[string]string{}
	}
	if seen != nil {
		m.last[slug] = *seen
	}
	if delete(m.cut, slug); cut != "" {
		m.cut[slug] = cut
	}
}

// CutLogs are the provinces whose log this process saw cut or changed, and why.
func (i *Installation) CutLogs() map[string]string {
	i.marks.mu.Lock()
	defer i.marks.mu.Unlock()
	out := map[string]string{}
	for slug, why := range i.marks.cut {
		out[slug] = why
	}
	return out
}
