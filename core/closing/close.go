package closing

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/closing/statement"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
)

// locked is how long a statement is locked in the store.
const locked = 10 * 365 * 24 * time.Hour

// maxReason bounds the reason of an edition, in characters.
const maxReason = 1000

// Ask names what is to be closed. Seen is the Seen of the preview the actor read;
// Replaces is the id of the closing that a new edition follows, and Reason why.
type Ask struct {
	Unit, Period string
	Seen         string
	Replaces     string
	Reason       string
}

// Preview is what would be closed.
type Preview struct {
	Seen          string
	Units         int
	Measures      int
	Figures       int
	Contributions int
	Records       int
	Latest        *Closing // the edition that stands, if any
	Changed       bool     // since then
}

// Preview is what closing the period at the unit would freeze. Faults: NotFound;
// Forbidden; Invalid bad_period; Conflict closing.not_ended; Unavailable
// closing.figures_late, closing.figures_differ.
func (cs *Closings) Preview(ctx context.Context, unitID, period string) (*Preview, error) {
	at, err := cs.at(ctx, unitID, period, access.FigureClose)
	if err != nil {
		return nil, err
	}
	if err := at.ended(ctx); err != nil {
		return nil, err
	}
	s, err := cs.assemble(ctx, at)
	if err != nil {
		return nil, err
	}
	p := &Preview{Units: len(s.Units), Measures: len(s.Measures), Records: len(s.Records)}
	for _, m := range s.Measures {
		p.Figures, p.Contributions = p.Figures+len(m.Figures), p.Contributions+len(m.Contributions)
	}
	if p.Seen, err = s.Seen(); err != nil {
		return nil, err
	}
	if p.Latest, err = latest(ctx, at); err != nil {
		return nil, err
	}
	p.Changed = p.Latest != nil && p.Latest.Seen != p.Seen
	return p, nil
}

// Close closes a period for good. Faults: those of Preview; Stale closing.changed when
// figures are not what was seen; Conflict closing.closed when the period is closed
// and Replaces does not name the edition that stands, closing.unchanged when
// nothing has changed since; Invalid required, too_long of reason.
func (cs *Closings) Close(ctx context.Context, a Ask) (*Closing, error) {
	at, err := cs.at(ctx, a.Unit, a.Period, access.FigureClose)
	if err != nil {
		return nil, err
	}
	if err := at.ended(ctx); err != nil {
		return nil, err
	}
	before, err := cs.following(ctx, at, &a)
	if err != nil {
		return nil, err
	}
	s, err := cs.assemble(ctx, at)
	if err != nil {
		return nil, err
	}
	seen, err := s.Seen()
	switch {
	case err != nil:
		return nil, err
	case seen != a.Seen:
		return nil, fault.New(fault.Stale, "closing.changed")
	case before != nil && before.Seen == seen:
		return nil, fault.New(fault.Conflict, "closing.unchanged")
	}
	c := &Closing{ID: id.New("cls"), Unit: at.unit.ID, Period: at.period, Edition: 1, Reason: a.Reason, Seen: seen, By: identity.By(ctx), At: db.Now(ctx).UTC().Truncate(time.Microsecond)}
	if before != nil {
		c.Edition, c.Replaces, s.Head.Replaces = before.Edition+1, before.ID, before.SHA256
	}
	return c, cs.keep(ctx, at, c, s)
}

// following is the edition that a new one follows; nil for the first.
func (cs *Closings) following(ctx context.Context, at place, a *Ask) (*Closing, error) {
	before, err := latest(ctx, at)
	if err != nil {
		return nil, err
	}
	a.Reason = strings.TrimSpace(a.Reason)
	switch {
	case len([]rune(a.Reason)) > maxReason:
		return nil, fault.New(fault.Invalid, "too_long", fault.Field("reason", "too_long"))
	case before == nil && a.Replaces != "", before != nil && a.Replaces != before.ID:
		return nil, fault.New(fault.Conflict, "closing.closed")
	case before != nil && a.Reason == "":
		return nil, fault.New(fault.Invalid, "required", fault.Field("reason", "required"))
	}
	return before, nil
}

// keep signs the statement, puts it under lock and says so in the database and the
// log. An object without its row, after a crash between, is of nobody.
func (cs *Closings) keep(ctx context.Context, at place, c *Closing, s *statement.Statement) error {
	key, err := cs.key(ctx)
	if err != nil {
		return err
	}
	a, err := identity.From(ctx)
	if err != nil {
		return err
	}
	s.Head.Province, s.Head.ID, s.Head.Edition, s.Head.Reason = db.Province(ctx), c.ID, c.Edition, c.Reason
	s.Head.By, s.Head.ByName, s.Head.At = c.By, a.Name, c.At
	file, err := os.CreateTemp("", "doanket-closing-")
	if err != nil {
		return err
	}
	defer func() { _ = file.Close(); _ = os.Remove(file.Name()) }()
	seal, _, err := statement.Write(file, s, key)
	if err != nil {
		return fmt.Errorf("write a closing: %w", err)
	}
	if c.Size, err = file.Seek(0, io.SeekCurrent); err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	c.SHA256, c.Key, c.Signature, c.Measures = seal.SHA256, seal.Key, seal.Signature, len(s.Measures)
	for _, m := range s.Measures {
		c.Figures, c.Contributions = c.Figures+len(m.Figures), c.Contributions+len(m.Contributions)
	}
	if err := cs.lock(ctx, c, file); err != nil {
		return err
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, objectKind+" "+c.Unit+" "+string(c.Period)); err != nil {
			return err
		}
		stands, err := latest(ctx, at)
		if err != nil {
			return err
		}
		if stands != nil && stands.ID != c.Replaces {
			return fault.New(fault.Conflict, "closing.closed")
		}
		if err := c.insert(ctx); err != nil {
			return err
		}
		if err := insertFigures(ctx, c.ID, s); err != nil {
			return err
		}
		return audit.Append(ctx, audit.Entry{Action: "figure.close", Object: c.ID, Kind: objectKind, UnitID: c.Unit, After: c.SHA256, Reason: c.Reason,
			Detail: map[string]any{"period": string(c.Period), "edition": c.Edition, "replaces": c.Replaces, "key": c.Key}})
	})
}

// lock puts the file into the store and locks it.
func (cs *Closings) lock(ctx context.Context, c *Closing, file io.Reader) error {
	bucket := cs.Store.Bucket(db.Province(ctx))
	c.objectKey = "closing/" + c.Unit + "/" + string(c.Period) + "/" + c.ID + ".jsonl"
	v, err := cs.Store.Put(ctx, bucket, c.objectKey, file, c.Size, blob.PutOptions{Type: Mime})
	if err == nil {
		c.objectVersion = v.ID
		err = cs.Store.Retain(ctx, bucket, c.objectKey, v.ID, id.NowIn(ctx).Add(locked))
	}
	if err != nil {
		return fmt.Errorf("keep a closing: %w", err)
	}
	return nil
}

// insertFigures keeps what the figures of each unit were, by measure.
func insertFigures(ctx context.Context, closingID string, s *statement.Statement) error {
	byUnit := map[string]map[string]statement.Figure{}
	for _, m := range s.Measures {
		for _, f := range m.Figures {
			if byUnit[f.Unit] == nil {
				byUnit[f.Unit] = map[string]statement.Figure{}
			}
			byUnit[f.Unit][m.Code] = f
		}
	}
	var rows [][]any
	for unitID, figures := range byUnit {
		var raw bytes.Buffer
		if err := json.NewEncoder(&raw).Encode(figures); err != nil {
			return err
		}
		rows = append(rows, []any{closingID, unitID, raw.String()})
	}
	_, err := db.InsertRows(ctx, "INSERT INTO closing_figure (closing_id, unit_id, figures)", rows)
	return err
}
