package resolution

import (
	"context"
	"strconv"
	"time"

	"github.com/doanket/doanket/core/manifest/clause"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/programme/target"
	"github.com/doanket/doanket/core/search/extract"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
	"github.com/doanket/doanket/core/web/view"
)

// Handler answers for the resolution and what serves it.
type Handler struct {
	Programme *programme.Programme
	Gate      permission.Gate
	Tree      *unit.Tree
	Papers    *extract.Reader
	Placed    func(c *endpoint.Call, unitID string) string // the unit asked for, else the caller's own
}

type programmeOut struct {
	Version   int                      `json:"version"`
	Own       bool                     `json:"own"`       // the province maps its own resolution
	Reckoning bool                     `json:"reckoning"` // old records are still being reckoned by a map that has changed
	Title     string                   `json:"title"`     // of the resolution; "" where nobody has read it in
	Sections  []sectionTitleOut        `json:"sections"`
	Clauses   []clauseHomesOut         `json:"clauses"`
	Serves    map[string]clause.Served `json:"serves"` // the province's own map, by kind; empty where it has none
}

type sectionTitleOut struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

type clauseHomesOut struct {
	programme.Clause
	programme.Homes
}

// Get is the resolution with what serves each clause.
func (h Handler) Get(c *endpoint.Call, _ struct{}) (programmeOut, error) {
	b, err := h.Programme.Book(c.Ctx)
	if err != nil {
		return programmeOut{}, err
	}
	clauses, err := h.Programme.Clauses(c.Ctx)
	if err != nil {
		return programmeOut{}, err
	}
	homes, err := h.Programme.Homes(c.Ctx)
	if err != nil {
		return programmeOut{}, err
	}
	out := programmeOut{Version: b.Version + 1, Own: b.Own, Title: b.Title, Sections: []sectionTitleOut{}, Clauses: []clauseHomesOut{}, Serves: b.Serves}
	if out.Serves == nil {
		out.Serves = map[string]clause.Served{}
	}
	for _, s := range b.Sections {
		out.Sections = append(out.Sections, sectionTitleOut(s))
	}
	for _, one := range clauses {
		at, there := homes[one.ID]
		if !there {
			at = programme.Homes{Kinds: []programme.ClauseHome{}, Measures: []programme.ClauseFigure{}, Duties: []programme.ClauseFigure{}}
		}
		out.Clauses = append(out.Clauses, clauseHomesOut{one, at})
	}
	out.Reckoning, err = h.Programme.Reckoning(c.Ctx)
	c.Header.Set("ETag", `"v`+strconv.Itoa(b.Version+1)+`"`)
	return out, err
}

type programmeSetIn struct {
	IfMatch  string                   `header:"If-Match" maxLength:"60"`
	Title    string                   `json:"title,omitempty" maxLength:"4000"` // of the resolution
	Sections []programme.Heading      `json:"sections,omitempty"`
	Clauses  []programme.Clause       `json:"clauses" required:"true"`
	Serves   map[string]clause.Served `json:"serves,omitempty"`  // left out: as the modules say
	Targets  []target.Goal            `json:"targets,omitempty"` // of the resolution; left out: they stay as they are
}

// Set puts the province's clauses and its map in place of those it has. Needs
// If-Match; "*" is any version.
func (h Handler) Set(c *endpoint.Call, in programmeSetIn) (programmeOut, error) {
	if err := h.Gate.Check(c.Ctx, "admin:settings", "", ""); err != nil {
		return programmeOut{}, err
	}
	if err := c.Fresh(); err != nil {
		return programmeOut{}, err
	}
	version, err := endpoint.Version(in.IfMatch, true)
	if err != nil {
		return programmeOut{}, err
	}
	act := permission.Act{Permission: "admin:settings", Action: "programme.change", Object: "programme", Kind: "programme", Detail: map[string]any{"clauses": len(in.Clauses), "own": in.Serves != nil, "targets": len(in.Targets)}}
	err = h.Gate.Act(c.Ctx, act, func(ctx context.Context) error {
		err := h.Programme.Set(ctx, programme.Book{Title: in.Title, Sections: in.Sections, Clauses: in.Clauses, Serves: in.Serves}, version-1)
		if err != nil || in.Targets == nil {
			return err
		}
		return h.Programme.Adopt(ctx, in.Targets, c.Actor.Name)
	})
	if err != nil {
		return programmeOut{}, err
	}
	return h.Get(c, struct{}{})
}

type countIn struct {
	Unit   string `query:"unit"`
	Period string `query:"period" maxLength:"10"`
}

type countOut struct {
	Unit      view.UnitRef            `json:"unit"`
	Period    string                  `json:"period"`
	AsOf      time.Time               `json:"as_of"`
	Stale     bool                    `json:"stale"`
	Reckoning bool                    `json:"reckoning"`
	Items     []programme.ClauseCount `json:"items"`
}

// Count is how many records serve each clause where the question says, else
// where the caller works.
func (h Handler) Count(c *endpoint.Call, in countIn) (countOut, error) {
	t, err := h.Programme.Count(c.Ctx, h.Placed(c, in.Unit), in.Period)
	if err != nil {
		return countOut{}, err
	}
	return countOut{view.NameOf(&t.Unit), string(t.Period), t.AsOf, t.Stale, t.Reckoning, t.Items}, nil
}
