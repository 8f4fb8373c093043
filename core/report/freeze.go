package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record/row"
)

// figuresWait is when figures that are behind are worth asking for again.
const figuresWait = 5 * time.Second

// Freeze keeps the report as it stands, for good: figures, texts and lists, with
// the SHA-256 of all of it. seen is the Seen of the report the actor read. Faults:
// NotFound; Forbidden; Stale report.changed when it says something else by now;
// Unavailable report.figures_late while figures are behind; Conflict
// report.frozen.
func (rs *Reports) Freeze(ctx context.Context, a Ask, seen string) (*Report, error) {
	at, err := rs.at(ctx, a, access.ReportFreeze)
	if err != nil {
		return nil, err
	}
	if frozen, err := isFrozen(ctx, at); frozen || err != nil {
		if err == nil {
			err = fault.New(fault.Conflict, "report.frozen")
		}
		return nil, err
	}
	r, err := rs.assemble(ctx, at, "vi")
	switch {
	case err != nil:
		return nil, err
	case r.Stale:
		return nil, fault.New(fault.Unavailable, "report.figures_late", fault.Retry(figuresWait))
	case r.Seen != seen:
		return nil, fault.New(fault.Stale, "report.changed")
	}
	raw, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("freeze a report: %w", err)
	}
	f := Frozen{ID: id.New("rpt"), By: identity.By(ctx), At: db.Now(ctx), SHA256: hash(raw)}
	err = db.InTx(ctx, func(ctx context.Context) error {
		if err := rs.lock(ctx, at); err != nil {
			return err
		}
		written, err := rs.texts(ctx, at)
		if err != nil {
			return err
		}
		if !written.same(r) {
			return fault.New(fault.Stale, "report.changed")
		}
		_, err = db.Exec(ctx, "INSERT INTO report_frozen (id, unit_id, template, period, content, sha256, frozen_by, frozen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			f.ID, at.unit.ID, at.template.ID, string(at.period), string(raw), f.SHA256, f.By, row.Micros(f.At))
		if err != nil {
			return fmt.Errorf("keep a frozen report: %w", err)
		}
		return audit.Append(ctx, audit.Entry{Action: "report.freeze", Object: f.ID, Kind: objectKind, UnitID: at.unit.ID, After: f.SHA256, Detail: map[string]any{"report": at.name()}})
	})
	if err != nil {
		return nil, err
	}
	r.Frozen = &f
	return r, nil
}

// same reports whether nothing was written since the report was assembled.
func (t texts) same(r *Report) bool {
	check := func(w Written) bool { return t[w.Key].Version == w.Version }
	for _, l := range r.Face {
		if !check(l.Written) {
			return false
		}
	}
	for _, c := range r.Chapters {
		for _, s := range c.Sections {
			if !check(s.Text) {
				return false
			}
		}
	}
	return check(r.Opening) && check(r.Closing)
}

func hash(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

func isFrozen(ctx context.Context, at place) (bool, error) {
	var n int
	err := db.QueryRow(ctx, "SELECT count(*) FROM report_frozen WHERE unit_id = ? AND template = ? AND period = ?", at.unit.ID, at.template.ID, string(at.period)).Scan(&n)
	return n > 0, err
}

// frozen is the frozen report of a place as its reader may see it; nil where none
// is. Of its lists they see the records they may read.
func (rs *Reports) frozen(ctx context.Context, at place) (*Report, error) {
	var f Frozen
	var content string
	var when int64
	err := db.QueryRow(ctx, "SELECT id, content, sha256, frozen_by, frozen_at FROM report_frozen WHERE unit_id = ? AND template = ? AND period = ?",
		at.unit.ID, at.template.ID, string(at.period)).Scan(&f.ID, &content, &f.SHA256, &f.By, &when)
	if fault.Is(err, fault.NotFound) {
		return nil, nil //nolint:nilnil // most reports are not frozen
	}
	if err != nil {
		return nil, fmt.Errorf("read a frozen report: %w", err)
	}
	if hash([]byte(content)) != f.SHA256 {
		return nil, fault.New(fault.Internal, "internal", fault.Cause(fmt.Errorf("frozen report %s does not have the hash it was frozen with", f.ID)))
	}
	r := &Report{}
	if err := json.Unmarshal([]byte(content), r); err != nil {
		return nil, fmt.Errorf("read frozen report %s: %w", f.ID, err)
	}
	f.At = row.Instant(when)
	r.Frozen = &f
	return r, rs.withhold(ctx, r)
}

// withhold takes out of lists the records the actor may not read.
func (rs *Reports) withhold(ctx context.Context, r *Report) error {
	var lists []*RecordList
	var ids []string
	for _, c := range r.Chapters {
		for _, s := range c.Sections {
			for _, b := range s.Blocks {
				if b.Records == nil {
					continue
				}
				lists = append(lists, b.Records)
				for _, rec := range b.Records.Rows {
					ids = append(ids, rec.ID)
				}
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	seen, err := rs.Records.Readable(ctx, ids)
	if err != nil {
		return err
	}
	for _, list := range lists {
		kept := []RecordRow{}
		for _, rec := range list.Rows {
			if _, may := seen[rec.ID]; may {
				kept = append(kept, rec)
			}
		}
		list.Withheld, list.Rows = len(list.Rows)-len(kept), kept
	}
	return nil
}
