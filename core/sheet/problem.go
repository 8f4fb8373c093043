package sheet

import (
	"encoding/json"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/sheet/column"
)

// Problem is what is wrong with a file or a row, in codes that are said to the person
// in their language.
type Problem struct {
	Kind   fault.Kind        `json:"kind"`
	Code   string            `json:"code"`
	Params map[string]string `json:"params,omitempty"`
	Cells  []CellProblem     `json:"cells,omitempty"`
}

// CellProblem is what is wrong at a cell; without a cell, with the row.
type CellProblem struct {
	Cell   string            `json:"cell,omitempty"` // "C7"
	Column string            `json:"column,omitempty"`
	Code   string            `json:"code"`
	Params map[string]string `json:"params,omitempty"`
}

// fileProblem is why a file cannot be read.
func fileProblem(err error) *Problem {
	f := fault.Of(err)
	return &Problem{Kind: f.Kind, Code: f.Code, Params: f.Params}
}

// at is the address of a cell, "" for a column the sheet has not.
func (l *layout) at(name string, row int) string {
	n, there := l.where[name]
	if !there {
		return ""
	}
	cell, err := excelize.CoordinatesToCellName(n+1, row)
	if err != nil {
		return ""
	}
	return cell
}

// cellProblem is a problem of a column in a row.
func (l *layout) cellProblem(name string, row int, e fault.FieldError) CellProblem {
	return CellProblem{Cell: l.at(name, row), Column: name, Code: e.Code, Params: e.Params}
}

// refusal is why the records would not take a row, each complaint at its cell.
func (l *layout) refusal(err error, row int) *Problem {
	f := fault.Of(err)
	p := &Problem{Kind: f.Kind, Code: f.Code, Params: f.Params}
	for _, e := range f.Fields {
		name := e.Field
		if i := strings.IndexAny(name, ".["); i > 0 {
			name = name[:i]
		}
		if name == "unit" || name == "action" { // what they may do depends on where
			name = column.Unit
		}
		if e.Params == nil && e.Code == f.Code {
			e.Params = f.Params
		}
		p.Cells = append(p.Cells, l.cellProblem(name, row, e))
	}
	if len(p.Cells) == 0 {
		p.Cells = []CellProblem{{Code: f.Code, Params: f.Params}}
	}
	return p
}

func problemOf(text string) (*Problem, error) {
	if text == "" {
		return nil, nil
	}
	p := new(Problem)
	return p, json.Unmarshal([]byte(text), p)
}
