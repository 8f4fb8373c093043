package closing

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/closing/statement"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// Closing is a period that was closed at a unit, one edition of it.
type Closing struct {
	ID       string
	Unit     string
	Period   calendar.Period
	Edition  int
	Replaces string // id of the edition before
	Reason   string
	Seen     string // digest of what was closed

	SHA256    string // of the statement
	Key       string // that signed it, ed25519, base64
	Signature string
	Size      int64 // of the statement, in bytes

	Measures, Figures, Contributions int

	By string // person
	At time.Time

	objectKey, objectVersion string
}

const columns = `id, unit_id, period, edition, replaces, reason, seen, sha256, public_key, signature, object_key, object_version, size,
	measures, figures, contributions, closed_by, closed_at`

func (c *Closing) insert(ctx context.Context) error {
	_, err := db.Exec(ctx, "INSERT INTO closing ("+columns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		c.ID, c.Unit, string(c.Period), c.Edition, c.Replaces, c.Reason, c.Seen, c.SHA256, c.Key, c.Signature, c.objectKey, c.objectVersion, c.Size,
		c.Measures, c.Figures, c.Contributions, c.By, c.At.UnixMicro())
	if err != nil {
		return fmt.Errorf("keep a closing: %w", err)
	}
	return nil
}

func (c *Closing) scan(from interface{ Scan(into ...any) error }) error {
	var period string
	var at int64
	err := from.Scan(&c.ID, &c.Unit, &period, &c.Edition, &c.Replaces, &c.Reason, &c.Seen, &c.SHA256, &c.Key, &c.Signature, &c.objectKey, &c.objectVersion, &c.Size,
		&c.Measures, &c.Figures, &c.Contributions, &c.By, &at)
	c.Period, c.At = calendar.Period(period), time.UnixMicro(at).UTC()
	return err
}

// one is the closing a query finds first; nil where there is none.
func one(ctx context.Context, where string, args ...any) (*Closing, error) {
	c := &Closing{}
	err := c.scan(db.QueryRow(ctx, "SELECT "+columns+" FROM closing "+where, args...))
	if fault.Is(err, fault.NotFound) {
		return nil, nil //nolint:nilnil // most periods are not closed
	}
	if err != nil {
		return nil, fmt.Errorf("read a closing: %w", err)
	}
	return c, nil
}

// latest is the edition of a place that stands; nil where it is not closed.
func latest(ctx context.Context, at place) (*Closing, error) {
	return one(ctx, "WHERE unit_id = ? AND period = ? ORDER BY edition DESC LIMIT 1", at.unit.ID, string(at.period))
}

// list are the closings a query finds.
func list(ctx context.Context, where string, args ...any) ([]*Closing, error) {
	rows, err := db.Query(ctx, "SELECT "+columns+" FROM closing "+where, args...)
	if err != nil {
		return nil, fmt.Errorf("list closings: %w", err)
	}
	out := []*Closing{}
	err = db.Each(rows, func(rows *sql.Rows) error {
		c := &Closing{}
		out = append(out, c)
		return c.scan(rows)
	})
	return out, err
}

// figures are what the figures of a unit were, by measure.
func (c *Closing) figures(ctx context.Context, unitID string) (map[string]statement.Figure, error) {
	var raw string
	err := db.QueryRow(ctx, "SELECT figures FROM closing_figure WHERE closing_id = ? AND unit_id = ?", c.ID, unitID).Scan(&raw)
	out := map[string]statement.Figure{}
	if fault.Is(err, fault.NotFound) {
		return out, nil // nothing counted there
	}
	if err == nil {
		err = json.Unmarshal([]byte(raw), &out)
	}
	if err != nil {
		return nil, fmt.Errorf("read closed figures: %w", err)
	}
	return out, nil
}
