package tree

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/upload"
	"github.com/doanket/doanket/core/upload/child"
)

var (
	dataTitle   = manifest.Text{VI: "Dữ liệu", EN: "Data"}
	unitTitle   = manifest.Text{VI: "Đơn vị", EN: "Units"}
	choiceTitle = manifest.Text{VI: "Danh mục", EN: "Choices"}
)

// Tables answers for whichever province is in ctx.
type Tables struct {
	Tree  *unit.Tree
	Apart child.Command // the process files are read in
}

// Source is a file of units.
type Source struct {
	Name string
	sheet
}

// Read reads a file of this name. Faults: Invalid sheet.format and others final for the
// file, body.cut; TooLarge; Unavailable.
func (t Tables) Read(ctx context.Context, name string, body io.Reader) (*Source, error) {
	name, err := upload.CleanName(name)
	if err != nil {
		return nil, err
	}
	disk, err := os.CreateTemp("", "doanket-units-")
	if err != nil {
		return nil, fault.New(fault.Unavailable, "storage_unavailable", fault.Cause(err))
	}
	defer func() { _ = disk.Close(); _ = os.Remove(disk.Name()) }()
	size, err := io.Copy(disk, io.LimitReader(body, maxBytes+1))
	if err != nil {
		return nil, fault.New(fault.Invalid, "body.cut", fault.Cause(err))
	}
	s, err := t.read(ctx, strings.TrimPrefix(strings.ToLower(path.Ext(name)), "."), disk, size)
	if err != nil {
		return nil, err
	}
	return &Source{Name: name, sheet: *s}, nil
}

// Row is a row and what becomes of it.
type Row struct {
	Row     int
	Code    string
	Name    string
	State   string // see unit.LineNew …
	Changed []string
	Said    []Said // why it is refused, or what else there is to tell
}

// Said is something to tell of a row, at the cell it is about.
type Said struct {
	Kind   fault.Kind // "" for what does not refuse the row
	Cell   string
	Column string
	Code   string
	Params map[string]string
}

// Outcome is what becomes of a table.
type Outcome struct {
	New, Changed, Same, Refused int
	Rows                        []Row
	Seen                        string // names this outcome: nothing else is taken by whoever has seen it
}

// named is how many codes a line of the log names.
const named = 200

// Detail is what the log of the province says of a table that was taken.
func (o *Outcome) Detail(s *Source) map[string]any {
	codes := []string{}
	for _, r := range o.Rows {
		if (r.State == unit.LineNew || r.State == unit.LineChanged) && len(codes) < named {
			codes = append(codes, r.Code)
		}
	}
	return map[string]any{"file": s.Name, "new": o.New, "changed": o.Changed, "same": o.Same, "refused": o.Refused, "codes": codes}
}

// Writing is how a table is taken.
type Writing struct {
	Basis    string
	May      func(path string) bool
	GoodOnly bool   // take the good rows though others are refused
	Seen     string // the outcome that was looked at, "" for any
}

// Try tells what would become of a table; nothing is written.
func (t Tables) Try(ctx context.Context, s *Source, may func(path string) bool) (*Outcome, error) {
	out, err := t.Tree.Try(ctx, s.table(ctx, "", may))
	if err != nil {
		return nil, err
	}
	return s.outcome(out), nil
}

// Take brings a table into the tree. Faults: those of Tree.Take; Stale unit.table_moved
// where it would become of it something else than was seen; Conflict unit.table_refused.
func (t Tables) Take(ctx context.Context, s *Source, w Writing) (*Outcome, error) {
	var shown *Outcome
	_, err := t.Tree.Take(ctx, s.table(ctx, w.Basis, w.May), func(out []unit.Outcome) error {
		shown = s.outcome(out)
		switch {
		case w.Seen != "" && w.Seen != shown.Seen:
			return fault.New(fault.Stale, "unit.table_moved")
		case shown.Refused > 0 && !w.GoodOnly:
			return fault.New(fault.Conflict, "unit.table_refused", fault.Param("count", fmt.Sprint(shown.Refused)))
		}
		return nil
	})
	return shown, err
}

func (s *Source) table(ctx context.Context, basis string, may func(path string) bool) unit.Table {
	return unit.Table{Act: unit.Act{On: calendar.Today(db.Now(ctx)), Basis: basis}, Source: s.Name, Lines: s.lines, May: may}
}

// outcome is what the tree says, with the cells of the file.
func (s *Source) outcome(list []unit.Outcome) *Outcome {
	out, sum := &Outcome{}, sha256.New()
	for i, o := range list {
		l := s.lines[i]
		r := Row{Row: l.Row, Code: l.Code, Name: l.Name, State: o.State, Changed: o.Changed}
		if r.Name == "" {
			r.Name = o.Unit.Name
		}
		switch o.State {
		case unit.LineNew:
			out.New++
		case unit.LineChanged:
			out.Changed++
		case unit.LineSame:
			out.Same++
		default:
			out.Refused++
			r.Said = s.refusal(o.Err, l.Row)
		}
		if o.Alike != "" {
			r.Said = append(r.Said, s.remark("unit.alike", "name", l.Row, map[string]string{"name": o.Alike}))
		}
		if o.Since {
			r.Said = append(r.Said, s.remark("unit.since_kept", "on", l.Row, map[string]string{"since": o.Unit.From.String()}))
		}
		fmt.Fprintln(sum, r.Row, r.State, r.Code, r.Changed, r.Said)
		out.Rows = append(out.Rows, r)
	}
	out.Seen = hex.EncodeToString(sum.Sum(nil)[:16])
	return out
}

func (s *Source) remark(code, field string, row int, params map[string]string) Said {
	cell, name := s.at(field, row)
	return Said{Cell: cell, Column: name, Code: code, Params: params}
}

// refusal is why a row is not taken, each complaint at its cell.
func (s *Source) refusal(err error, row int) []Said {
	f := fault.Of(err)
	var out []Said
	for _, e := range f.Fields {
		params := e.Params
		if params == nil && (e.Code == f.Code || e.Code == "unknown_value") {
			params = f.Params
		}
		code := e.Code
		if code == "unknown_value" { // the whole says more
			code = f.Code
		}
		said := s.remark(code, e.Field, row, params)
		said.Kind = f.Kind
		out = append(out, said)
	}
	if len(out) == 0 {
		out = []Said{{Kind: f.Kind, Code: f.Code, Params: f.Params}}
	}
	return out
}
