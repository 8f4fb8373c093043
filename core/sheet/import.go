package sheet

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/sheet/column"
	"github.com/doanket/doanket/core/sheet/grid"
)

// States of an import.
const (
	Reading = "reading" // rows are read and tried out
	Ready   = "ready"   // what would become of each is known; nothing is written
	Failed  = "failed"  // the file cannot be read
	Taking  = "taking"
	Taken   = "taken"
	Undoing = "undoing"
	Undone  = "undone"
)

// What a person may have under way, and how long what was read is kept: so long an
// import can be undone.
const (
	underWay = 3
	Kept     = 30 * 24 * time.Hour
)

// ImportJob is the work an import leaves for later: a turn of reading, taking, undoing.
const ImportJob = "sheet.import"

// Import is a sheet on its way in, of whoever brought it.
type Import struct {
	ID      string
	Kind    string
	Name    string // of the file
	UnitID  string // that keeps the records of rows which name none
	Step    string // taken with each new record at once; "": they stay drafts
	State   string
	Problem *Problem // why it failed
	HeadRow int
	Heads   []string // what stands there
	Columns []string // by head: the column it stands for, "" for none
	Counts
	At time.Time

	person, tokenID string
	allow           []string
	uploadID        string
	format          string
	passed          int // the row this turn has got to; 0 before its first
}

// Counts say how many rows are what.
type Counts struct {
	Good    int // will be taken
	Bad     int // something is wrong with it
	Same    int // is as it stands already
	Done    int // a record was made or changed
	Refused int // looked good, and was refused when it was taken
	Undone  int
	Kept    int // could not be undone: it has moved on
}

// Rows is how many rows the sheet has.
func (c Counts) Rows() int {
	return c.Good + c.Bad + c.Same + c.Done + c.Refused + c.Undone + c.Kept
}

// Start is what an import begins with.
type Start struct {
	Kind   string
	Upload string
	Unit   string
	Step   string
}

// Begin takes an upload of the caller's as a sheet of records and reads it in the
// background. Faults: those of upload.Finish; NotFound, Forbidden for the kind;
// Conflict module_disabled; Invalid sheet.format, unknown_value (unit, transition);
// Limited sheet.too_many_imports.
func (s *Sheets) Begin(ctx context.Context, in Start) (*Import, error) {
	k, err := s.reachable(ctx, in.Kind, "create")
	if err == nil {
		err = s.Kinds.Writable(ctx, k, "")
	}
	if err == nil {
		err = s.checkTarget(ctx, k, in.Unit, in.Step)
	}
	if err != nil {
		return nil, err
	}
	f, err := s.Uploads.Finish(ctx, in.Upload)
	if err != nil {
		return nil, err
	}
	format := strings.TrimPrefix(strings.ToLower(path.Ext(f.Name)), ".")
	switch {
	case format != grid.XLSX && format != grid.CSV:
		return nil, fault.New(fault.Invalid, "sheet.format", fault.Field("upload"))
	case f.Size > grid.MaxBytes:
		return nil, fault.New(fault.TooLarge, "too_large", fault.Field("upload"), fault.Param("max_bytes", fmt.Sprint(grid.MaxBytes)))
	}
	actor, err := identity.From(ctx)
	if err != nil {
		return nil, err
	}
	imp := &Import{ID: id.New("imp"), Kind: k.Full, Name: f.Name, UnitID: in.Unit, Step: in.Step, State: Reading, person: identity.By(ctx),
		tokenID: actor.TokenID, allow: actor.Allow, uploadID: f.ID, format: format}
	err = db.InTx(ctx, func(ctx context.Context) error {
		if err := imp.room(ctx); err != nil {
			return err
		}
		imp.At = db.Now(ctx)
		if err := imp.insert(ctx); err != nil {
			return err
		}
		return job.Enqueue(ctx, ImportJob, imp.ID, job.Unique(imp.ID))
	})
	if err != nil {
		return nil, fmt.Errorf("import %s: %w", k.Full, err)
	}
	return imp, nil
}

// checkTarget refuses a unit or a first step that there is not.
func (s *Sheets) checkTarget(ctx context.Context, k *kind.Kind, unitID, step string) error {
	if unitID != "" {
		if u, err := s.Tree.Get(ctx, unitID); err != nil || !u.Open() {
			return fault.New(fault.Invalid, "unknown_value", fault.Field("unit"))
		}
	}
	if step == "" {
		return nil
	}
	if t := k.Lifecycle.Transition(step); t == nil || !slices.Contains(t.From, k.Lifecycle.Initial) {
		return fault.New(fault.Invalid, "unknown_value", fault.Field("transition"))
	}
	return nil
}

// room refuses one more import than a person may have under way.
func (i *Import) room(ctx context.Context) error {
	var n int
	err := db.QueryRow(ctx, "SELECT count(*) FROM sheet_import WHERE person = ? AND state IN (?)", i.person, []string{Reading, Taking, Undoing}).Scan(&n)
	if err == nil && n >= underWay {
		err = fault.New(fault.Limited, "sheet.too_many_imports", fault.Retry(10*time.Second))
	}
	return err
}

// Mapping says what the heads of a sheet stand for.
type Mapping struct {
	Columns []string // by head: a column of the kind, "" for none
	Unit    string
	Step    string
}

// Map reads an import again with other columns, and remembers for the next sheet with
// these heads what they stand for. Faults: NotFound; Conflict wrong_state; Invalid
// unknown_value, duplicate (columns).
func (s *Sheets) Map(ctx context.Context, importID string, m Mapping) (*Import, error) {
	var imp *Import
	err := db.InTx(ctx, func(ctx context.Context) error {
		var err error
		if imp, err = s.held(ctx, importID, Ready); err != nil {
			return err
		}
		k, err := s.Kinds.Of(ctx, imp.Kind)
		if err != nil {
			return err
		}
		if err := s.checkTarget(ctx, k, m.Unit, m.Step); err != nil {
			return err
		}
		if err := checkMapping(k, imp, m.Columns); err != nil {
			return err
		}
		if !slices.Equal(m.Columns, imp.Columns) {
			if err := remember(ctx, imp, m.Columns); err != nil {
				return err
			}
		}
		imp.Columns, imp.UnitID, imp.Step, imp.State, imp.Counts = m.Columns, m.Unit, m.Step, Reading, Counts{}
		if err := imp.update(ctx); err != nil {
			return err
		}
		return job.Enqueue(ctx, ImportJob, imp.ID, job.Unique(imp.ID))
	})
	if err != nil {
		return nil, fmt.Errorf("map columns: %w", err)
	}
	return imp, nil
}

func checkMapping(k *kind.Kind, imp *Import, columns []string) error {
	if len(columns) != len(imp.Heads) {
		return fault.New(fault.Invalid, "invalid", fault.Field("columns"))
	}
	known := column.Of(k)
	for i, name := range columns {
		at := fmt.Sprintf("columns[%d]", i)
		switch {
		case name == "":
		case !slices.ContainsFunc(known, func(c column.Column) bool { return c.Name == name }):
			return fault.New(fault.Invalid, "unknown_value", fault.Field(at))
		case slices.Contains(columns[:i], name):
			return fault.New(fault.Invalid, "duplicate", fault.Field(at))
		}
	}
	return nil
}

// Take takes the good rows in the background and leaves the rest. Faults: NotFound;
// Conflict wrong_state.
func (s *Sheets) Take(ctx context.Context, importID string) (*Import, error) {
	return s.turnTo(ctx, importID, Taking, "sheet.take", Ready)
}

// Undo takes back in the background what the import made or changed: drafts are
// discarded, changes reversed; what has moved on since stays, and says so. Faults: as
// Take.
func (s *Sheets) Undo(ctx context.Context, importID string) (*Import, error) {
	return s.turnTo(ctx, importID, Undoing, "sheet.undo", Taking, Taken)
}

// turnTo brings an import from one of the states into another, logged.
func (s *Sheets) turnTo(ctx context.Context, importID, state, action string, from ...string) (*Import, error) {
	var imp *Import
	err := db.InTx(ctx, func(ctx context.Context) error {
		var err error
		if imp, err = s.held(ctx, importID, from...); err != nil {
			return err
		}
		imp.State = state
		if err := imp.setState(ctx); err != nil {
			return err
		}
		detail := map[string]any{"rows": imp.Rows(), "good": imp.Good, "done": imp.Done}
		if err := audit.Append(ctx, audit.Entry{Action: action, Object: imp.ID, Kind: imp.Kind, UnitID: imp.UnitID, Detail: detail}); err != nil {
			return err
		}
		return job.Enqueue(ctx, ImportJob, imp.ID, job.Unique(imp.ID))
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", action, err)
	}
	return imp, nil
}

// Drop forgets an import nothing of which was taken. Faults: as Take.
func (s *Sheets) Drop(ctx context.Context, importID string) error {
	var imp *Import
	err := db.InTx(ctx, func(ctx context.Context) error {
		var err error
		if imp, err = s.held(ctx, importID, Reading, Ready, Failed); err != nil {
			return err
		}
		return forget(ctx, []string{imp.ID})
	})
	if err != nil {
		return fmt.Errorf("drop import: %w", err)
	}
	_ = s.Uploads.Abort(ctx, imp.uploadID) // else it ends by itself
	return nil
}

// held is the caller's import in one of the states, locked until the transaction ends.
func (s *Sheets) held(ctx context.Context, importID string, states ...string) (*Import, error) {
	if err := db.Lock(ctx, "sheet:"+importID); err != nil {
		return nil, err
	}
	imp, err := s.Import(ctx, importID)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(states, imp.State) {
		return nil, fault.New(fault.Conflict, "wrong_state", fault.Param("state", imp.State))
	}
	return imp, nil
}

// Import is the caller's import with the id. Fault: NotFound.
func (s *Sheets) Import(ctx context.Context, importID string) (*Import, error) {
	list, err := findImports(ctx, "id = ? AND person = ?", importID, identity.By(ctx))
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	return list[0], nil
}

// Imports are the caller's, the newest first, at most 50.
func (s *Sheets) Imports(ctx context.Context) ([]*Import, error) {
	return findImports(ctx, "person = ? ORDER BY at DESC, id DESC LIMIT 50", identity.By(ctx))
}

func jsonText(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return "" // strings, numbers and maps of them: cannot be
	}
	return string(raw)
}
