package admin

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/sheet"
	"github.com/doanket/doanket/core/sheet/tree"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
)

// UnitTables answers for tables of units on their way into the tree.
type UnitTables struct {
	Tree   *unit.Tree
	Sheets *sheet.Sheets // whose files are read apart
	Gate   permission.Gate
}

func (h UnitTables) tables() tree.Tables { return tree.Tables{Tree: h.Tree, Apart: h.Sheets.Apart} }

// shownRows is how many rows of a table an answer holds, those that ask for a look first.
const shownRows = 300

// Routes are what can be asked of tables of units.
func (h UnitTables) Routes() []endpoint.Route {
	route := func(method, path string, status int, act endpoint.Endpoint, summary string) endpoint.Route {
		return endpoint.Route{Method: method, Path: path, Status: status, Budget: endpoint.Long, Auth: endpoint.Session, Body: endpoint.Form, Act: act, Summary: summary}
	}
	return []endpoint.Route{
		route(http.MethodGet, "/unit-imports/template.xlsx", http.StatusOK, endpoint.Handle(h.template), "An empty sheet for units, with the codes they can stand under"),
		route(http.MethodPost, "/unit-imports/preview", http.StatusOK, endpoint.WithForm(endpoint.Handle(h.preview)), "What would become of each row of a table of units; nothing is written"),
		route(http.MethodPost, "/unit-imports", http.StatusCreated, endpoint.WithForm(endpoint.Handle(h.take)), "Open and change the units of a table, all at once, as they were previewed"),
	}
}

// top is the first unit in the order of the tree that the caller administers, and what
// they may do at others. Fault: Forbidden.
func (h UnitTables) top(ctx context.Context) (*unit.Unit, func(path string) bool, error) {
	known := map[string]bool{}
	may := func(path string) bool {
		yes, asked := known[path]
		if !asked {
			yes = h.Gate.Can(ctx, "admin:units", "", path)
			known[path] = yes
		}
		return yes
	}
	all, err := h.Tree.List(ctx, unit.Filter{Open: true})
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(all.Items, func(u unit.Unit) bool { return may(u.Path) })
	if i < 0 {
		return nil, nil, fault.New(fault.Forbidden, "forbidden", fault.Field("action"), fault.Param("action", "admin:units"))
	}
	return &all.Items[i], may, nil
}

func (h UnitTables) template(c *endpoint.Call, _ struct{}) (*endpoint.Stream, error) {
	_, may, err := h.top(c.Ctx)
	if err != nil {
		return nil, err
	}
	f, err := h.tables().Template(c.Ctx, c.Lang, may)
	if err != nil {
		return nil, err
	}
	c.Attachment("attachment", f.Mime, c.Sentence("unit.table", nil)+"."+f.Format)
	c.Header.Set("Cache-Control", "no-store")
	return &endpoint.Stream{Body: f, Length: f.Size}, nil
}

type unitTableOut struct {
	Name   string          `json:"name"`
	Seen   string          `json:"seen"` // to be sent back with what is taken
	Counts unitTableCounts `json:"counts"`
	Rows   []unitTableRow  `json:"rows"` // refused ones first, then those something is to be said of, changed, new
	More   int             `json:"more"` // rows that are not in the answer
}

type unitTableCounts struct {
	Rows    int `json:"rows"`
	New     int `json:"new"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
	Refused int `json:"refused"`
}

type unitTableRow struct {
	Row   int             `json:"row"`
	Code  string          `json:"code"`
	Name  string          `json:"name"`
	State string          `json:"state" enum:"new,changed,same,refused"`
	Said  []unitTableSaid `json:"said,omitempty"` // why it is refused, or what else there is to tell
}

type unitTableSaid struct {
	Cell   string `json:"cell,omitempty"` // "C7"
	Column string `json:"column,omitempty"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

type unitTableIn struct{} // a form with the file

// received reads the file of a form for whoever administers units somewhere.
func (h UnitTables) received(c *endpoint.Call) (s *tree.Source, top *unit.Unit, may func(path string) bool, err error) {
	if top, may, err = h.top(c.Ctx); err != nil {
		return nil, nil, nil, err
	}
	if c.File == nil {
		return nil, nil, nil, fault.New(fault.Invalid, "required", fault.Field("file"))
	}
	s, err = h.tables().Read(c.Ctx, c.File.Name, c.File.Body)
	return s, top, may, err
}

func (h UnitTables) preview(c *endpoint.Call, _ unitTableIn) (unitTableOut, error) {
	source, _, may, err := h.received(c)
	if err != nil {
		return unitTableOut{}, err
	}
	out, err := h.tables().Try(c.Ctx, source, may)
	if err != nil {
		return unitTableOut{}, err
	}
	return tableShown(c, source, out), nil
}

type unitTakeIn struct {
	Seen  string `json:"seen" required:"true" maxLength:"64"` // of the preview
	Basis string `json:"basis" maxLength:"500"`               // required where units that are there change
	Rows  string `json:"rows" enum:"all,good"`                // good: those that are right, though others are refused
}

// take brings a table in, as it was previewed.
func (h UnitTables) take(c *endpoint.Call, in unitTakeIn) (unitTableOut, error) {
	source, top, may, err := h.received(c)
	if err != nil {
		return unitTableOut{}, err
	}
	tried, err := h.tables().Try(c.Ctx, source, may)
	if err != nil {
		return unitTableOut{}, err
	}
	var out *tree.Outcome
	err = h.Gate.Act(c.Ctx, permission.Act{Permission: "admin:units", UnitPath: top.Path, Action: "unit.import", Object: top.ID, Kind: "unit",
		UnitID: top.ID, Reason: in.Basis, Detail: tried.Detail(source)}, func(ctx context.Context) (err error) {
		out, err = h.tables().Take(ctx, source, tree.Writing{Basis: in.Basis, May: may, GoodOnly: in.Rows == "good", Seen: in.Seen})
		return err
	})
	if err != nil {
		return unitTableOut{}, err
	}
	return tableShown(c, source, out), nil
}

// urgency is the order in which rows are looked at.
func urgency(r tree.Row) int {
	switch {
	case r.State == unit.LineRefused:
		return 0
	case len(r.Said) > 0:
		return 1
	}
	return 2 + slices.Index([]string{unit.LineChanged, unit.LineNew, unit.LineSame}, r.State)
}

func tableShown(c *endpoint.Call, s *tree.Source, o *tree.Outcome) unitTableOut {
	out := unitTableOut{Name: s.Name, Seen: o.Seen, Counts: unitTableCounts{len(o.Rows), o.New, o.Changed, o.Same, o.Refused}, Rows: []unitTableRow{}}
	rows := slices.Clone(o.Rows)
	slices.SortStableFunc(rows, func(a, b tree.Row) int { return urgency(a) - urgency(b) })
	out.More = max(0, len(rows)-shownRows)
	for _, r := range rows[:len(rows)-out.More] {
		row := unitTableRow{Row: r.Row, Code: r.Code, Name: r.Name, State: r.State}
		for _, x := range r.Said {
			row.Said = append(row.Said, cellSaid(c, x, r.Row))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// cellSaid is a complaint in the caller's language, with the cell it is about.
func cellSaid(c *endpoint.Call, x tree.Said, row int) unitTableSaid {
	what := c.Words.Sentence(c.Lang, x.Code, string(x.Kind), x.Params)
	code, params := "sheet.at_row", map[string]string{"row": strconv.Itoa(row), "what": what}
	if x.Cell != "" {
		code, params = "sheet.at_cell", map[string]string{"cell": x.Cell, "what": what}
	}
	return unitTableSaid{Cell: x.Cell, Column: x.Column, Code: x.Code, Detail: c.Sentence(code, params)}
}
