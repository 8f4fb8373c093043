package province

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/province/table"
	"github.com/doanket/doanket/core/text"
)

// Folder is a province as data: what a folder under tenants/ says.
type Folder struct {
	Slug      string         `yaml:"slug"`
	Code      string         `yaml:"code"`
	Name      string         `yaml:"name"`
	Hosts     []string       `yaml:"hosts"`
	Settings  map[string]any `yaml:"settings"`
	UnitKinds []UnitKind     `yaml:"unit_kinds"`

	Units   []table.UnitRow            `yaml:"-"`
	Posts   []PostRow                  `yaml:"-"`
	Roles   []access.Role              `yaml:"-"`
	Modules []string                   `yaml:"-"` // on, those that are tried included
	Pilots  map[string][]string        `yaml:"-"` // module that is tried → codes of the only units where it is on, with all below
	Fields  map[string][]kind.OwnField `yaml:"-"` // kind → fields the province adds

	Programme *programme.Book `yaml:"-"` // nil where the folder does not speak of it

	lines map[string]int // "roles.yaml:roles[0].id" → its line
}

// UnitKind is one of the province's own kinds of units.
type UnitKind struct {
	ID      string        `yaml:"id"`
	Label   manifest.Text `yaml:"label"`
	Branch  string        `yaml:"branch"`
	Parents []string      `yaml:"parents"`
}

// PostRow is a line of posts.csv: a person and one post.
type PostRow struct {
	Login, FamilyMiddle, Given, Role, Unit string
	From                                   calendar.Date
}

// ReadFolder reads a province's folder. Every mistake is Invalid and names the
// file and line.
func ReadFolder(dir string) (*Folder, error) {
	f := &Folder{}
	if err := f.readYAML(dir, "tenant.yaml", f); err != nil {
		return nil, err
	}
	plainDays(f.Settings)
	roles := struct {
		Roles []access.Role `yaml:"roles"`
	}{}
	if err := f.readYAML(dir, "roles.yaml", &roles); err != nil {
		return nil, err
	}
	modules := struct {
		Enabled []string            `yaml:"enabled"`
		Pilots  map[string][]string `yaml:"pilots"`
	}{}
	if err := f.readYAML(dir, "modules.yaml", &modules); err != nil {
		return nil, err
	}
	fields := struct {
		Fields map[string][]kind.OwnField `yaml:"fields"`
	}{}
	if err := f.readYAML(dir, "fields.yaml", &fields); err != nil && !fault.HasCode(err, "file_missing") { // most provinces add none
		return nil, err
	}
	book := programme.Book{}
	switch err := f.readYAML(dir, "programme.yaml", &book); {
	case err == nil:
		f.Programme = &book
	case !fault.HasCode(err, "file_missing"):
		return nil, err
	}
	f.Roles, f.Modules, f.Pilots, f.Fields = roles.Roles, modules.Enabled, modules.Pilots, fields.Fields
	f.clean()
	var err error
	if f.Units, err = ReadUnits(filepath.Join(dir, "units.csv")); err != nil {
		return nil, err
	}
	if f.Posts, err = readPosts(filepath.Join(dir, "posts.csv"), f); err != nil {
		return nil, err
	}
	return f, f.check()
}

func (f *Folder) clean() {
	f.Slug, f.Code, f.Name = clean(f.Slug), clean(f.Code), clean(f.Name)
	for i := range f.UnitKinds {
		f.UnitKinds[i].Label = manifest.Text{VI: clean(f.UnitKinds[i].Label.VI), EN: clean(f.UnitKinds[i].Label.EN)}
	}
	for i := range f.Roles {
		f.Roles[i].Label = access.Label{VI: clean(f.Roles[i].Label.VI), EN: clean(f.Roles[i].Label.EN)}
	}
}

// clean is a text as the rooms keep it, so that a folder typed on another
// keyboard is no change.
func clean(s string) string {
	s, _ = text.Line(s)
	return s
}

// check finds what only shows when the files are read together.
func (f *Folder) check() error {
	if f.Slug == "" || strings.TrimSpace(f.Name) == "" {
		return fault.New(fault.Invalid, "file_malformed", fault.Param("file", "tenant.yaml"), fault.Param("why", "slug and name must be given"))
	}
	for _, u := range f.Units {
		if len(f.UnitKinds) > 0 && !slices.ContainsFunc(f.UnitKinds, func(k UnitKind) bool { return k.ID == u.Kind }) {
			return table.BadLine("units.csv", u.Line, "kind "+u.Kind+" is not among unit_kinds of tenant.yaml", nil)
		}
	}
	return nil
}
