package sheet

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"sync/atomic"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record"
)

// turnFor bounds a turn of an import, so that other work of the province has its own.
// While somebody else writes, and for calmFor after, few rows are written at a time.
const (
	turnFor = 3 * time.Second
	calmFor = time.Second
	fewRows = 10
)

// staged is a kept row.
type staged struct {
	row      int
	unitID   string
	recordID string
	version  int
	fields   map[string]any
	before   string // of a change; "" for a new record
	state    string
	problem  *Problem
}

// Run is the worker of ImportJob: it goes on with an import where it stands, as the
// person who brought it, with the rights they have by now.
func (s *Sheets) Run(ctx context.Context, j job.Job) error {
	var importID string
	if err := j.Decode(&importID); err != nil {
		return err
	}
	list, err := findImports(ctx, "id = ?", importID)
	if err != nil || len(list) == 0 {
		return err
	}
	imp := list[0]
	actor, err := s.People.ActorOf(ctx, imp.person)
	if err != nil {
		return err
	}
	actor.TokenID, actor.Allow = imp.tokenID, imp.allow
	ctx = identity.With(ctx, actor)
	switch imp.State {
	case Reading:
		err = s.stage(ctx, imp)
		if err != nil && j.Try >= j.MaxTries {
			return s.fail(ctx, imp, err)
		}
		return err
	case Taking:
		return s.turns(ctx, imp, s.take)
	case Undoing:
		return s.turns(ctx, imp, s.back)
	}
	return nil
}

// waited is when somebody in a province last waited while an import wrote, in
// microseconds since 1970.
var waited db.Kept[atomic.Int64]

// turns goes on part by part until its time is over; then it leaves the rest to the
// next turn. A part holds up whoever writes meanwhile on SQLite, so it is small while
// somebody does.
func (s *Sheets) turns(ctx context.Context, imp *Import, part func(ctx context.Context, imp *Import, rows int) (more bool, err error)) error {
	last := waited.Of(ctx)
	for begun := time.Now(); time.Since(begun) < turnFor; {
		rows, before := record.MaxBatch, db.Waits(ctx)
		if time.Since(time.UnixMicro(last.Load())) < calmFor {
			rows = fewRows
		}
		more, err := part(ctx, imp, rows)
		if err != nil {
			return err
		}
		if !more {
			return db.Analyze(ctx)
		}
		if db.Waits(ctx) > before {
			last.Store(time.Now().UnixMicro())
		}
	}
	if err := db.Analyze(ctx); err != nil {
		return err
	}
	return job.Enqueue(ctx, ImportJob, imp.ID, job.Unique(imp.ID))
}

// Where the next rows of an import lie.
const (
	onward   = " AND row > ? ORDER BY row LIMIT ?"
	backward = " AND row < ? ORDER BY row DESC LIMIT ?"
)

// staged are the next rows in a state, behind those the turn has been at: to look from
// the first row again, past all that are done, would cost more with every part.
func (s *Sheets) staged(ctx context.Context, imp *Import, state, next string, most int) ([]*staged, error) {
	if imp.passed == 0 && next == backward {
		imp.passed = math.MaxInt
	}
	rows, err := db.Query(ctx, "SELECT row, unit_id, record_id, version, fields, before FROM sheet_row WHERE import_id = ? AND state = ?"+next, imp.ID, state, imp.passed, most)
	if err != nil {
		return nil, err
	}
	var out []*staged
	err = db.Each(rows, func(rows *sql.Rows) (err error) {
		l, fields := &staged{}, ""
		if err := rows.Scan(&l.row, &l.unitID, &l.recordID, &l.version, &fields, &l.before); err != nil {
			return err
		}
		out, imp.passed = append(out, l), l.row
		if fields == "" {
			return nil
		}
		l.fields, err = fieldsOf(fields)
		return err
	})
	return out, err
}

// fieldsOf reads fields as they were kept; numbers keep every digit.
func fieldsOf(text string) (out map[string]any, err error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	err = d.Decode(&out)
	return out, err
}

// take makes and changes the records of the next good rows. A row whose record is
// there was taken before a cut.
func (s *Sheets) take(ctx context.Context, imp *Import, rows int) (bool, error) {
	list, err := s.staged(ctx, imp, Good, onward, rows)
	if err != nil {
		return false, err
	}
	if len(list) == 0 {
		return false, s.end(ctx, imp, Taken)
	}
	made, err := s.made(ctx, list)
	if err != nil {
		return false, err
	}
	var asked []*staged
	var commands []record.Command
	for _, l := range list {
		if made[l.recordID] {
			l.state, l.version = Done, 1
			continue
		}
		c := record.Command{RecordID: l.recordID, Version: l.version, Fields: l.fields}
		if l.before == "" {
			c = record.Command{Kind: imp.Kind, RecordID: l.recordID, UnitID: l.unitID, Submit: imp.Step, Fields: l.fields}
		}
		asked, commands = append(asked, l), append(commands, c)
	}
	if err := s.write(ctx, imp, asked, commands, Done, Refused); err != nil {
		return false, err
	}
	return s.settle(ctx, imp, list)
}

// made are those of the new records that are there already.
func (s *Sheets) made(ctx context.Context, list []*staged) (map[string]bool, error) {
	var ids []string
	for _, l := range list {
		if l.before == "" {
			ids = append(ids, l.recordID)
		}
	}
	out := map[string]bool{}
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := db.Query(ctx, "SELECT id FROM record WHERE id IN (?)", ids)
	if err != nil {
		return nil, err
	}
	return out, db.Each(rows, func(rows *sql.Rows) error {
		var recordID string
		err := rows.Scan(&recordID)
		out[recordID] = true
		return err
	})
}

// write does the commands of rows as one batch; a row ends in the state well or ill.
func (s *Sheets) write(ctx context.Context, imp *Import, rows []*staged, commands []record.Command, well, ill string) error {
	if len(rows) == 0 {
		return nil
	}
	outcomes, err := s.Records.Batch(ctx, commands)
	if err != nil {
		return fmt.Errorf("import %s: %w", imp.ID, err)
	}
	l, err := s.layoutOf(ctx, imp)
	if err != nil {
		return err
	}
	for i, o := range outcomes {
		row := rows[i]
		switch {
		case o.Err == nil:
			row.state, row.version = well, o.Record.Version
		case fault.Is(o.Err, fault.Unavailable), fault.Is(o.Err, fault.Internal):
			return o.Err // of no row: again later, with what is done by then known
		case fault.Is(o.Err, fault.Stale) && s.stands(ctx, commands[i]):
			row.state, row.version = well, row.version+1
		default:
			row.state, row.problem = ill, l.refusal(o.Err, row.row)
		}
	}
	return nil
}

// stands reports whether a record has what a change asks for: the change was done
// before a cut.
func (s *Sheets) stands(ctx context.Context, c record.Command) bool {
	r, err := s.Records.Get(ctx, c.RecordID)
	if err != nil || r.Version != c.Version+1 {
		return false
	}
	for name, v := range c.Fields {
		if jsonText(r.Fields[name]) != jsonText(v) {
			return false
		}
	}
	return true
}

func (s *Sheets) layoutOf(ctx context.Context, imp *Import) (*layout, error) {
	k, err := s.Kinds.Of(ctx, imp.Kind)
	if err != nil {
		return nil, err
	}
	l := &layout{kind: k, headRow: imp.HeadRow, heads: imp.Heads, names: imp.Columns}
	l.place()
	return l, nil
}

// settle keeps what became of rows; more is false when the import is to do something
// else by now.
func (s *Sheets) settle(ctx context.Context, imp *Import, list []*staged) (more bool, err error) {
	counts, plain := Counts{}, map[string][]int{}
	var others []*staged
	for _, l := range list {
		switch l.state {
		case Done:
			counts.Good, counts.Done = counts.Good-1, counts.Done+1
		case Refused:
			counts.Good, counts.Refused = counts.Good-1, counts.Refused+1
		case RowBack:
			counts.Done, counts.Undone = counts.Done-1, counts.Undone+1
		case RowKept:
			counts.Done, counts.Kept = counts.Done-1, counts.Kept+1
		}
		if l.problem == nil && (l.state == RowBack || l.version == 1) {
			plain[l.state] = append(plain[l.state], l.row)
		} else {
			others = append(others, l)
		}
	}
	err = db.InTx(ctx, func(ctx context.Context) error {
		for state, rows := range plain { // nothing of them is needed any more
			if _, err := db.Exec(ctx, "UPDATE sheet_row SET state = ?, version = 1, cells = '', fields = '' WHERE import_id = ? AND row IN (?)", state, imp.ID, rows); err != nil {
				return err
			}
		}
		for _, l := range others {
			problem := ""
			if l.problem != nil {
				problem = jsonText(l.problem)
			}
			if _, err := db.Exec(ctx, "UPDATE sheet_row SET state = ?, version = ?, problem = ? WHERE import_id = ? AND row = ?", l.state, l.version, problem, imp.ID, l.row); err != nil {
				return err
			}
		}
		more, err = imp.count(ctx, counts)
		return err
	})
	return more, err
}

// end brings an import to its end, if nobody wants something else of it.
func (s *Sheets) end(ctx context.Context, imp *Import, state string) error {
	err := db.InTx(ctx, func(ctx context.Context) error {
		_, err := db.Exec(ctx, "UPDATE sheet_import SET state = ? WHERE id = ? AND state = ?", state, imp.ID, imp.State)
		return err
	})
	if err == nil && state == Taken {
		_ = s.Uploads.Abort(ctx, imp.uploadID) // else it ends by itself
	}
	return err
}
