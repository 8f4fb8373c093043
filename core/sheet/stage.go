package sheet

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sheet/column"
	"github.com/doanket/doanket/core/sheet/grid"
)

// line is a row of a sheet on its way: what it says, and what would become of it.
type line struct {
	row     int
	cells   []string
	command record.Command
	before  map[string]any // of a change: what the fields were
	state   string
	problem *Problem
}

// stage reads the whole file of an import, tries every row out and keeps what would
// become of each. Begun anew it begins from the first row.
func (s *Sheets) stage(ctx context.Context, imp *Import) error {
	file, size, err := s.fetch(ctx, imp)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close(); _ = os.Remove(file.Name()) }()
	in, err := grid.Open(ctx, s.Apart, imp.format, file, size, dataTitle.VI, dataTitle.EN)
	if err != nil {
		return s.fail(ctx, imp, err)
	}
	defer in.Close()
	st := &staging{s: s, imp: imp, in: in, cells: column.Reader{Tree: s.Tree, Day: in.Day}, seen: map[string]bool{}}
	if err = st.begin(ctx); err == nil {
		err = st.all(ctx)
	}
	if f := fault.Of(err); err != nil && (f.Kind == fault.Invalid || f.Kind == fault.TooLarge || f.Kind == fault.NotFound) {
		return s.fail(ctx, imp, err)
	}
	return err
}

// fetch brings the bytes to this machine's disk: a sheet is read back and forth.
func (s *Sheets) fetch(ctx context.Context, imp *Import) (*os.File, int64, error) {
	_, body, err := s.Uploads.Open(ctx, imp.uploadID)
	if err != nil {
		return nil, 0, fmt.Errorf("open the sheet: %w", err)
	}
	defer body.Close()
	file, err := os.CreateTemp("", "doanket-import-")
	if err != nil {
		return nil, 0, fault.New(fault.Unavailable, "storage_unavailable", fault.Cause(err))
	}
	size, err := io.Copy(file, io.LimitReader(body, grid.MaxBytes+1))
	if err != nil {
		return nil, 0, errors.Join(err, file.Close(), os.Remove(file.Name()))
	}
	return file, size, nil
}

func (s *Sheets) fail(ctx context.Context, imp *Import, why error) error {
	imp.State, imp.Problem, imp.Counts = Failed, fileProblem(why), Counts{}
	return db.InTx(ctx, func(ctx context.Context) error {
		if _, err := db.Exec(ctx, "DELETE FROM sheet_row WHERE import_id = ?", imp.ID); err != nil {
			return err
		}
		return imp.update(ctx)
	})
}

// staging reads one file.
type staging struct {
	s     *Sheets
	imp   *Import
	in    grid.Reader
	cells column.Reader
	row   int // read last
	full  int // rows so far in which something stands
	ahead [][]string
	seen  map[string]bool // ids of records that rows have named
	gone  bool            // the import was dropped meanwhile
	*layout
}

// begin finds the heads and forgets what an earlier reading kept.
func (st *staging) begin(ctx context.Context) error {
	k, err := st.s.Kinds.Of(ctx, st.imp.Kind)
	if err != nil {
		return err
	}
	for len(st.ahead) < topRows {
		row, err := st.in.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		st.ahead = append(st.ahead, slices.Clone(row))
	}
	if st.layout, err = findLayout(ctx, k, st.ahead); err != nil {
		return err
	}
	if imp := st.imp; imp.HeadRow == st.headRow && len(imp.Columns) == len(st.names) { // people said so
		st.names = imp.Columns
		st.place()
	}
	st.ahead, st.row = st.ahead[st.headRow:], st.headRow
	imp := st.imp
	imp.HeadRow, imp.Heads, imp.Columns, imp.Counts, imp.Problem = st.headRow, st.heads, st.names, Counts{}, nil
	return db.InTx(ctx, func(ctx context.Context) error {
		if _, err := db.Exec(ctx, "DELETE FROM sheet_row WHERE import_id = ?", imp.ID); err != nil {
			return err
		}
		return imp.update(ctx)
	})
}

// next is the next row that is not blank.
func (st *staging) next() ([]string, error) {
	for {
		var row []string
		var err error
		if len(st.ahead) > 0 {
			row, st.ahead = st.ahead[0], st.ahead[1:]
		} else if row, err = st.in.Next(); err != nil {
			return nil, err
		}
		st.row++
		if len(row) == 0 { // a sheet may be formatted down to its millionth row
			continue
		}
		if st.full++; st.full > MaxRows {
			return nil, fault.New(fault.TooLarge, "sheet.too_many_rows", fault.Field("file"), fault.Param("max", fmt.Sprint(MaxRows)))
		}
		return slices.Clone(row), nil
	}
}

// all reads to the end, a hundred rows at a time.
func (st *staging) all(ctx context.Context) error {
	for !st.gone {
		var chunk []*line
		for len(chunk) < record.MaxBatch {
			cells, err := st.next()
			if err == io.EOF {
				break
			}
			if err != nil {
				return err
			}
			chunk = append(chunk, &line{row: st.row, cells: cells})
		}
		if len(chunk) == 0 {
			st.imp.State = Ready
			return db.InTx(ctx, st.imp.setState)
		}
		if err := st.try(ctx, chunk); err != nil {
			return err
		}
		if err := st.keep(ctx, chunk); err != nil {
			return err
		}
	}
	return nil
}

// try finds out what would become of rows.
func (st *staging) try(ctx context.Context, chunk []*line) error {
	var ids []string
	for _, l := range chunk {
		st.read(ctx, l)
		if l.command.RecordID != "" {
			ids = append(ids, l.command.RecordID)
		}
	}
	known := map[string]*record.Record{}
	if len(ids) > 0 {
		var err error
		if known, err = st.s.Records.Readable(ctx, ids); err != nil {
			return err
		}
	}
	var asked []*line
	var commands []record.Command
	for _, l := range chunk {
		if l.command.RecordID != "" && l.state == "" {
			st.compare(l, known[l.command.RecordID])
		}
		if l.state == "" {
			asked, commands = append(asked, l), append(commands, l.command)
		}
	}
	if len(asked) == 0 {
		return nil
	}
	outcomes, err := st.s.Records.Try(ctx, commands)
	if err != nil {
		return err
	}
	for i, o := range outcomes {
		switch l := asked[i]; {
		case o.Err == nil:
			l.state = Good
		case fault.Is(o.Err, fault.Unavailable), fault.Is(o.Err, fault.Internal):
			return o.Err // of no row: again later
		default:
			l.state, l.problem = Bad, st.refusal(o.Err, l.row)
		}
	}
	return nil
}

// read turns cells into a command.
func (st *staging) read(ctx context.Context, l *line) {
	var wrong []CellProblem
	l.command.Fields = map[string]any{}
	for i, name := range st.names {
		c, known := st.columns[name]
		if !known || !c.Fill {
			continue
		}
		cell := ""
		if i < len(l.cells) {
			cell = strings.TrimSpace(l.cells[i])
		}
		switch name {
		case column.ID:
			l.command.RecordID = cell
			continue
		case column.Unit:
			if cell == "" {
				continue
			}
			unitID, problem := st.cells.Unit(ctx, cell)
			if problem != nil {
				wrong = append(wrong, st.cellProblem(name, l.row, *problem))
				continue
			}
			l.command.UnitID = unitID.(string)
			continue
		}
		value, cut, problem := st.cells.Value(ctx, c, cell)
		switch {
		case problem != nil:
			wrong = append(wrong, st.cellProblem(name, l.row, *problem))
		case cut:
		case value != nil:
			l.command.Fields[name] = value
		default:
			l.command.Fields[name] = nil
		}
	}
	if id := l.command.RecordID; id != "" {
		if st.seen[id] {
			wrong = append(wrong, CellProblem{Cell: st.at(column.ID, l.row), Column: column.ID, Code: "sheet.twice"})
		}
		st.seen[id] = true
	} else {
		wrong = st.toMake(l, wrong)
	}
	if len(wrong) > 0 {
		l.state, l.problem = Bad, &Problem{Kind: fault.Invalid, Code: "invalid", Cells: wrong}
	}
}

// toMake completes the command of a new record.
func (st *staging) toMake(l *line, wrong []CellProblem) []CellProblem {
	c := &l.command
	c.Kind, c.Submit = st.imp.Kind, st.imp.Step
	for name, v := range c.Fields {
		if v == nil {
			delete(c.Fields, name)
		}
	}
	if c.UnitID == "" {
		c.UnitID = st.imp.UnitID
	}
	if c.UnitID == "" && !slices.ContainsFunc(wrong, func(p CellProblem) bool { return p.Column == column.Unit }) {
		wrong = append(wrong, CellProblem{Cell: st.at(column.Unit, l.row), Column: column.Unit, Code: "sheet.no_unit"})
	}
	return wrong
}

// compare leaves of a change what differs from the record as it stands.
func (st *staging) compare(l *line, have *record.Record) {
	bad := func(name, code string) {
		l.state, l.problem = Bad, &Problem{Kind: fault.Invalid, Code: code, Cells: []CellProblem{{Cell: st.at(name, l.row), Column: name, Code: code}}}
	}
	switch {
	case have == nil || have.Kind != st.imp.Kind || have.Phase == record.Discarded:
		bad(column.ID, "sheet.unknown_record")
		return
	case l.command.UnitID != "" && l.command.UnitID != have.UnitID:
		bad(column.Unit, "sheet.unit_fixed")
		return
	}
	l.before = map[string]any{}
	for name, v := range l.command.Fields {
		now := have.Fields[name]
		if clean, problems := kind.Clean(st.columns[name].Field, name, v); len(problems) == 0 && reflect.DeepEqual(clean, now) {
			delete(l.command.Fields, name)
			continue
		}
		l.before[name] = now
	}
	l.command.UnitID, l.command.Version = "", have.Version
	if len(l.command.Fields) == 0 {
		l.state = Same
	}
}

// keep stores a hundred rows and counts them.
func (st *staging) keep(ctx context.Context, chunk []*line) error {
	var more Counts
	rows := make([][]any, len(chunk))
	for i, l := range chunk {
		before, problem, recordID := "", "", l.command.RecordID
		switch l.state {
		case Good:
			more.Good++
		case Bad:
			more.Bad++
		case Same:
			more.Same++
		}
		if l.command.Kind != "" {
			recordID = id.New("rec")
		} else if l.before != nil {
			before = jsonText(l.before)
		}
		if l.problem != nil {
			problem = jsonText(l.problem)
		}
		rows[i] = []any{st.imp.ID, l.row, l.state, l.command.UnitID, recordID, l.command.Version, jsonText(l.cells), jsonText(l.command.Fields), before, problem}
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		if _, err := db.InsertRows(ctx, "INSERT INTO sheet_row (import_id, row, state, unit_id, record_id, version, cells, fields, before, problem)", rows); err != nil {
			return err
		}
		on, err := st.imp.count(ctx, more)
		if err == nil && !on {
			st.gone = true
			_, err = db.Exec(ctx, "DELETE FROM sheet_row WHERE import_id = ?", st.imp.ID)
		}
		return err
	})
}
