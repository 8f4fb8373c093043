package sheet

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/sheet"
	"github.com/doanket/doanket/core/sheet/column"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/problem"
)

// importRoutes are what can be asked of sheets on their way in.
func (h Handler) importRoutes() []endpoint.Route {
	route := func(method, path string, status int, act endpoint.Endpoint, summary string) endpoint.Route {
		return endpoint.Route{Method: method, Path: path, Status: status, Budget: endpoint.Quick, Auth: endpoint.Session, Body: endpoint.JSON, Act: act, Summary: summary}
	}
	rejected := route(http.MethodGet, "/imports/{id}/rejected.xlsx", http.StatusOK, endpoint.Handle(h.rejected), "Rows that were not taken, with the reason beside each")
	rejected.Budget = endpoint.Long
	return []endpoint.Route{
		route(http.MethodGet, "/imports", http.StatusOK, endpoint.Handle(h.list), "My imports, the newest first"),
		route(http.MethodPost, "/imports", http.StatusCreated, endpoint.Handle(h.begin), "Take an upload as a sheet of records: it is read and tried out, nothing is written"),
		route(http.MethodGet, "/imports/{id}", http.StatusOK, endpoint.Handle(h.get), "How far an import is"),
		route(http.MethodDelete, "/imports/{id}", http.StatusNoContent, endpoint.Handle(h.drop), "Forget an import nothing of which was taken"),
		route(http.MethodPut, "/imports/{id}/columns", http.StatusOK, endpoint.Handle(h.columns), "Say what the columns of a sheet stand for; the next one with these heads is read so"),
		route(http.MethodGet, "/imports/{id}/rows", http.StatusOK, endpoint.Handle(h.rows), "Rows of an import and what would become of each"),
		route(http.MethodPost, "/imports/{id}/take", http.StatusOK, endpoint.Handle(h.take), "Take the good rows, leave the rest"),
		route(http.MethodPost, "/imports/{id}/undo", http.StatusOK, endpoint.Handle(h.undo), "Take back all that an import made or changed"),
		rejected,
	}
}

type importOut struct {
	ID         string         `json:"id"`
	Kind       string         `json:"kind"`
	Name       string         `json:"name"`
	State      string         `json:"state" enum:"reading,ready,failed,taking,taken,undoing,undone"`
	Unit       string         `json:"unit,omitempty"`       // keeps the records of rows which name none
	Transition string         `json:"transition,omitempty"` // taken with each new record
	Problem    string         `json:"problem,omitempty"`    // why it failed, in words
	HeadRow    int            `json:"head_row"`
	Columns    []importColumn `json:"columns"`
	Counts     importCounts   `json:"counts"`
	CreatedAt  time.Time      `json:"created_at"`
	Undoable   time.Time      `json:"undoable_until"`
}

type importColumn struct {
	Head   string `json:"head"`
	Column string `json:"column"` // a field, or a column of the record itself ("record.unit"); "": none
}

type importCounts struct {
	Rows    int `json:"rows"`
	Good    int `json:"good"`
	Bad     int `json:"bad"`
	Same    int `json:"same"`
	Done    int `json:"done"`
	Refused int `json:"refused"`
	Undone  int `json:"undone"`
	Kept    int `json:"kept"`
}

func (h Handler) shown(c *endpoint.Call, i *sheet.Import) importOut {
	n := i.Counts
	out := importOut{ID: i.ID, Kind: i.Kind, Name: i.Name, State: i.State, Unit: i.UnitID, Transition: i.Step, HeadRow: i.HeadRow, Columns: []importColumn{},
		Counts: importCounts{n.Rows(), n.Good, n.Bad, n.Same, n.Done, n.Refused, n.Undone, n.Kept}, CreatedAt: i.At, Undoable: i.At.Add(sheet.Kept)}
	for n, head := range i.Heads {
		out.Columns = append(out.Columns, importColumn{head, i.Columns[n]})
	}
	if i.Problem != nil {
		out.Problem = c.Sentence(i.Problem.Code, i.Problem.Params)
	}
	return out
}

type beginIn struct {
	Kind       string `json:"kind" required:"true" maxLength:"100"`
	Upload     string `json:"upload" required:"true" maxLength:"64"`
	Unit       string `json:"unit" maxLength:"64"`
	Transition string `json:"transition" maxLength:"100"`
}

func (h Handler) begin(c *endpoint.Call, in beginIn) (importOut, error) {
	i, err := h.Sheets.Begin(c.Ctx, sheet.Start{Kind: in.Kind, Upload: in.Upload, Unit: in.Unit, Step: in.Transition})
	if err != nil {
		return importOut{}, err
	}
	c.Header.Set("Location", endpoint.Prefix+"/imports/"+i.ID)
	return h.shown(c, i), nil
}

func (h Handler) list(c *endpoint.Call, _ struct{}) (endpoint.Items[importOut], error) {
	list, err := h.Sheets.Imports(c.Ctx)
	out := endpoint.Items[importOut]{Items: []importOut{}}
	for _, i := range list {
		out.Items = append(out.Items, h.shown(c, i))
	}
	return out, err
}

// answer is an import after an act on it.
func (h Handler) answer(c *endpoint.Call, i *sheet.Import, err error) (importOut, error) {
	if err != nil {
		return importOut{}, err
	}
	return h.shown(c, i), nil
}

func (h Handler) get(c *endpoint.Call, in endpoint.ByID) (importOut, error) {
	i, err := h.Sheets.Import(c.Ctx, in.ID)
	return h.answer(c, i, err)
}

func (h Handler) drop(c *endpoint.Call, in endpoint.ByID) (endpoint.Nothing, error) {
	return endpoint.Nothing{}, h.Sheets.Drop(c.Ctx, in.ID)
}

type columnsIn struct {
	ID         string   `path:"id"`
	Columns    []string `json:"columns" required:"true"` // by head; "": none
	Unit       string   `json:"unit" maxLength:"64"`
	Transition string   `json:"transition" maxLength:"100"`
}

func (h Handler) columns(c *endpoint.Call, in columnsIn) (importOut, error) {
	i, err := h.Sheets.Map(c.Ctx, in.ID, sheet.Mapping{Columns: in.Columns, Unit: in.Unit, Step: in.Transition})
	return h.answer(c, i, err)
}

func (h Handler) take(c *endpoint.Call, in endpoint.ByID) (importOut, error) {
	i, err := h.Sheets.Take(c.Ctx, in.ID)
	return h.answer(c, i, err)
}

func (h Handler) undo(c *endpoint.Call, in endpoint.ByID) (importOut, error) {
	i, err := h.Sheets.Undo(c.Ctx, in.ID)
	return h.answer(c, i, err)
}

type rowsIn struct {
	ID     string   `path:"id"`
	State  []string `query:"state"`
	Limit  int      `query:"limit"`
	Cursor string   `query:"cursor" maxLength:"20"` // number of the row before
}

type importRow struct {
	Row    int        `json:"row"`
	State  string     `json:"state" enum:"good,bad,same,done,refused,undone,kept"`
	Record string     `json:"record,omitempty"`
	Cells  []string   `json:"cells"`
	Errors []rowError `json:"errors,omitempty"`
}

// rowError is what is wrong at a cell, or with the whole row.
type rowError struct {
	Cell   string `json:"cell,omitempty"` // "C7"
	Column string `json:"column,omitempty"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

func (h Handler) rows(c *endpoint.Call, in rowsIn) (endpoint.Page[importRow], error) {
	limit, err := endpoint.Limit(in.Limit, 50, 100)
	if err != nil {
		return endpoint.Page[importRow]{}, err
	}
	after := 0
	if in.Cursor != "" {
		if after, err = strconv.Atoi(in.Cursor); err != nil || after < 0 {
			return endpoint.Page[importRow]{}, fault.New(fault.Invalid, "bad_cursor", fault.Field("cursor"))
		}
	}
	list, err := h.Sheets.Rows(c.Ctx, in.ID, in.State, after, limit)
	if err != nil {
		return endpoint.Page[importRow]{}, err
	}
	out := endpoint.Page[importRow]{Items: []importRow{}}
	for _, r := range list {
		row := importRow{Row: r.Row, State: r.State, Record: r.RecordID, Cells: r.Cells}
		if row.Cells == nil {
			row.Cells = []string{}
		}
		if r.Problem != nil {
			row.Errors = errorsOf(c, r.Problem, r.Row)
		}
		out.Items = append(out.Items, row)
	}
	if len(list) == limit {
		out.Next = strconv.Itoa(list[limit-1].Row)
	}
	return out, nil
}

// errorsOf says each problem of a row in the caller's language, with the cell it is at.
func errorsOf(c *endpoint.Call, p *sheet.Problem, row int) []rowError {
	var out []rowError
	for _, x := range p.Cells {
		said := problem.Of(fault.New(p.Kind, x.Code, withParams(x.Params)), c.Words, c.ID, c.Lang).Detail
		code, params := "sheet.at_row", map[string]string{"row": strconv.Itoa(row), "what": said}
		if x.Cell != "" {
			code, params = "sheet.at_cell", map[string]string{"cell": x.Cell, "what": said}
		}
		name := x.Column
		if name == column.Unit {
			name = "unit"
		}
		out = append(out, rowError{Cell: x.Cell, Column: name, Code: x.Code, Detail: c.Sentence(code, params)})
	}
	return out
}

func withParams(params map[string]string) fault.Option {
	return func(e *fault.Error) { e.Params = params }
}

// rejected is the sheet of what was not taken.
func (h Handler) rejected(c *endpoint.Call, in endpoint.ByID) (*endpoint.Stream, error) {
	i, err := h.Sheets.Import(c.Ctx, in.ID)
	if err != nil {
		return nil, err
	}
	f, err := h.Sheets.Rejected(c.Ctx, in.ID, c.Lang, func(p *sheet.Problem, row int) string {
		if p == nil {
			return ""
		}
		var said []string
		for _, e := range errorsOf(c, p, row) {
			said = append(said, e.Detail)
		}
		return strings.Join(said, "\n")
	})
	if err != nil {
		return nil, err
	}
	name, _, _ := strings.Cut(i.Name, ".")
	return sent(c, f, name+" - "+c.Sentence("sheet.not_taken", nil)), nil
}
