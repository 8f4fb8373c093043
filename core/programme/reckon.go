package programme

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/manifest/clause"
	"github.com/doanket/doanket/core/record"
)

// Jobs of the room.
const (
	ReckonJob  = "programme.reckon"  // all records of a kind, after its map has changed
	PrepareJob = "programme.prepare" // notices maps that have changed
)

const (
	page  = 100             // records reckoned in one transaction
	turn  = 2 * time.Second // after which other jobs have their turn
	spare = 2 * fresh       // after which every process has the new book
)

// part names the kind a job reckons.
type part struct {
	Kind string `json:"kind"`
}

// revisionOf tells one map of a kind from another; "" serves nothing.
func revisionOf(s clause.Served) string {
	if s.IsZero() {
		return ""
	}
	raw, _ := json.Marshal(s) // strings only; maps come in the order of their keys
	sum := sha256.Sum256(append(raw, strings.Join(s.Named, " ")...))
	return hex.EncodeToString(sum[:6])
}

// Prepare has the records of every kind whose map is not the one they were
// reckoned by reckoned anew. It only reads when nothing has changed.
func (p *Programme) Prepare(ctx context.Context) error {
	b, err := read(ctx)
	if err != nil {
		return err
	}
	return p.prepare(ctx, b)
}

// reckoned is by which map the records of a kind were reckoned, and by which they
// are being.
type reckoned struct{ revision, building, reached string }

func (p *Programme) prepare(ctx context.Context, b *Book) error {
	states, err := states(ctx)
	if err != nil {
		return err
	}
	for _, k := range p.Kinds.In(ctx).All() {
		want := revisionOf(p.served(ctx, b, k.Full))
		have := states[k.Full]
		if have.building == buildingOf(want) || have.building == "" && have.revision == want {
			continue
		}
		if err := p.begin(ctx, k.Full, want); err != nil {
			return fmt.Errorf("reckon %s: %w", k.Full, err)
		}
	}
	return nil
}

// buildingOf names a revision while records are reckoned by it: "" is none.
func buildingOf(revision string) string { return cmp.Or(revision, "nothing") }

// begin has a kind's records reckoned anew; where there are none, that is done.
func (p *Programme) begin(ctx context.Context, full, want string) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		old, err := p.Records.IDs(ctx, full, "", 1)
		if err != nil {
			return err
		}
		shown, building := want, ""
		if len(old) > 0 {
			shown, building = "", buildingOf(want)
			at := db.Now(ctx).Add(spare)
			if err := job.Enqueue(ctx, ReckonJob, part{full}, job.At(at), job.Unique(ReckonJob+" "+full+" "+building)); err != nil {
				return err
			}
		}
		_, err = db.Exec(ctx, `INSERT INTO programme_reckoned (kind, revision, building, reached) VALUES (?, ?, ?, '')
			ON CONFLICT (kind) DO UPDATE SET revision = EXCLUDED.revision, building = EXCLUDED.building, reached = ''`, full, shown, building)
		return err
	})
}

func states(ctx context.Context) (map[string]reckoned, error) {
	rows, err := db.Query(ctx, "SELECT kind, revision, building, reached FROM programme_reckoned")
	if err != nil {
		return nil, err
	}
	out := map[string]reckoned{}
	err = db.Each(rows, func(rows *sql.Rows) error {
		var full string
		var s reckoned
		err := rows.Scan(&full, &s.revision, &s.building, &s.reached)
		out[full] = s
		return err
	})
	return out, err
}

// reckonAll does one ReckonJob, or a turn of it: how far it came is kept, so
// neither a turn nor a crash loses any.
func (p *Programme) reckonAll(ctx context.Context, j job.Job) error {
	var of part
	if err := j.Decode(&of); err != nil {
		return err
	}
	for end := time.Now().Add(turn); ; {
		more, late := false, time.Now().After(end)
		err := db.InTx(ctx, func(ctx context.Context) (err error) {
			if more, err = p.next(ctx, of.Kind); err != nil || !more || !late {
				return err
			}
			return job.Enqueue(ctx, ReckonJob, of, job.Unique(ReckonJob+" "+of.Kind))
		})
		if err != nil {
			return fmt.Errorf("reckon %s: %w", of.Kind, err)
		}
		if !more || late {
			return nil
		}
	}
}

// next reckons the next page of a kind's records, or ends when there is none.
func (p *Programme) next(ctx context.Context, full string) (more bool, err error) {
	all, err := states(ctx)
	if err != nil {
		return false, err
	}
	b, err := read(ctx)
	if err != nil {
		return false, err
	}
	s := all[full]
	want := revisionOf(p.served(ctx, b, full))
	if s.building != buildingOf(want) {
		return false, nil // done, or another map has its own job
	}
	ids, err := p.Records.IDs(ctx, full, s.reached, page)
	if err != nil {
		return false, err
	}
	if len(ids) == 0 {
		_, err := db.Exec(ctx, "UPDATE programme_reckoned SET revision = ?, building = '', reached = '' WHERE kind = ?", want, full)
		return false, err
	}
	var changes []record.Change
	for _, recordID := range ids {
		if err := db.Lock(ctx, "record:"+recordID); err != nil {
			return false, err
		}
		c, err := p.Records.Shown(ctx, recordID)
		if fault.Is(err, fault.NotFound) {
			continue // thrown away
		}
		if err != nil {
			return false, err
		}
		changes = append(changes, c)
	}
	if err := p.reckon(ctx, b, changes, nil); err != nil {
		return false, err
	}
	_, err = db.Exec(ctx, "UPDATE programme_reckoned SET reached = ? WHERE kind = ?", ids[len(ids)-1], full)
	return true, err
}
