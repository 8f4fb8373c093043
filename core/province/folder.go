package province

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
)

// Folder is a province as data: what a folder under tenants/ says.
type Folder struct {
	Slug      string         `yaml:"slug"`
	Code      string         `yaml:"code"`
	Name      string         `yaml:"name"`
	Hosts     []string       `yaml:"hosts"`
	Settings  map[string]any `yaml:"settings"`
	UnitKinds []UnitKind     `yaml:"unit_kinds"`

	Units   []UnitRow     `yaml:"-"`
	Posts   []PostRow     `yaml:"-"`
	Roles   []access.Role `yaml:"-"`
	Modules []string      `yaml:"-"`
}

// UnitKind is one of the province's own kinds of units.
type UnitKind struct {
	ID      string        `yaml:"id"`
	Label   manifest.Text `yaml:"label"`
	Parents []string      `yaml:"parents"`
}

// UnitRow is a line of units.csv.
type UnitRow struct {
	Code, Parent, Kind, Name, ShortName string
	From, To                            calendar.Date

	line int // where it stands
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
	if err := readYAML(dir, "tenant.yaml", f); err != nil {
		return nil, err
	}
	roles := struct {
		Roles []access.Role `yaml:"roles"`
	}{}
	if err := readYAML(dir, "roles.yaml", &roles); err != nil {
		return nil, err
	}
	modules := struct {
		Enabled []string `yaml:"enabled"`
	}{}
	if err := readYAML(dir, "modules.yaml", &modules); err != nil {
		return nil, err
	}
	f.Roles, f.Modules = roles.Roles, modules.Enabled
	var err error
	if f.Units, err = ReadUnits(filepath.Join(dir, "units.csv")); err != nil {
		return nil, err
	}
	if f.Posts, err = readPosts(filepath.Join(dir, "posts.csv"), f); err != nil {
		return nil, err
	}
	return f, f.check(dir)
}

// check finds what only shows when the files are read together.
func (f *Folder) check(dir string) error {
	if f.Slug == "" || strings.TrimSpace(f.Name) == "" {
		return fault.New(fault.Invalid, "file_malformed", fault.Param("file", "tenant.yaml"), fault.Param("why", "slug and name must be given"))
	}
	for _, u := range f.Units {
		if len(f.UnitKinds) > 0 && !slices.ContainsFunc(f.UnitKinds, func(k UnitKind) bool { return k.ID == u.Kind }) {
			return badLine(filepath.Join(dir, "units.csv"), u.line, "kind "+u.Kind+" is not among unit_kinds of tenant.yaml", nil)
		}
	}
	return nil
}

func readYAML(dir, name string, into any) error {
	file, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return fault.New(fault.Invalid, "file_missing", fault.Param("file", name), fault.Cause(err))
	}
	defer file.Close()
	d := yaml.NewDecoder(file)
	d.KnownFields(true)
	if err := d.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		return fault.New(fault.Invalid, "file_malformed", fault.Param("file", name), fault.Param("why", err.Error()), fault.Cause(err))
	}
	return nil
}

// ReadUnits reads a unit table: code,parent,kind,name,short_name,from,to.
func ReadUnits(path string) ([]UnitRow, error) {
	var out []UnitRow
	err := readCSV(path, "code,parent,kind,name,short_name,from,to", func(line int, v []string) error {
		u := UnitRow{Code: v[0], Parent: v[1], Kind: v[2], Name: v[3], ShortName: v[4], line: line}
		if u.Code == "" || u.Kind == "" || u.Name == "" {
			return badLine(path, line, "code, kind and name must be given", nil)
		}
		if slices.ContainsFunc(out, func(o UnitRow) bool { return o.Code == u.Code }) {
			return badLine(path, line, "code "+u.Code+" stands twice", nil)
		}
		if u.Parent != "" && !slices.ContainsFunc(out, func(o UnitRow) bool { return o.Code == u.Parent }) {
			return badLine(path, line, "parent "+u.Parent+" does not stand above this line", nil)
		}
		var err error
		if u.From, err = calendar.ParseDate(v[5]); err != nil {
			return badLine(path, line, "bad date "+v[5], err)
		}
		if u.To, err = calendar.ParseDate(v[6]); err != nil {
			return badLine(path, line, "bad date "+v[6], err)
		}
		out = append(out, u)
		return nil
	})
	return out, err
}

// readPosts reads who holds which post; roles and units must be the folder's.
func readPosts(path string, f *Folder) ([]PostRow, error) {
	var out []PostRow
	err := readCSV(path, "login,family_middle,given,role,unit,from", func(line int, v []string) error {
		from, err := calendar.ParseDate(v[5])
		switch {
		case err != nil:
			return badLine(path, line, "bad date "+v[5], err)
		case v[0] == "" || v[2] == "":
			return badLine(path, line, "login and given must be given", nil)
		case !slices.ContainsFunc(f.Roles, func(r access.Role) bool { return r.ID == v[3] }):
			return badLine(path, line, "role "+v[3]+" is not in roles.yaml", nil)
		case !slices.ContainsFunc(f.Units, func(u UnitRow) bool { return u.Code == v[4] }):
			return badLine(path, line, "unit "+v[4]+" is not in units.csv", nil)
		}
		out = append(out, PostRow{Login: v[0], FamilyMiddle: v[1], Given: v[2], Role: v[3], Unit: v[4], From: from})
		return nil
	})
	return out, err
}

func readCSV(path, header string, row func(line int, v []string) error) error {
	file, err := os.Open(path)
	if err != nil {
		return fault.New(fault.Invalid, "file_missing", fault.Param("file", filepath.Base(path)), fault.Cause(err))
	}
	defer file.Close()
	r := csv.NewReader(file)
	for n := 0; ; n++ {
		v, err := r.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF) && n > 0:
			return nil
		case errors.As(err, &broken):
			return badLine(path, broken.Line, broken.Err.Error(), err)
		case err != nil:
			return badLine(path, 1, "the first line must be "+header, err)
		}
		line, _ := r.FieldPos(0) // not n: a cell may hold lines, and lines may be empty
		if i := slices.IndexFunc(v, func(cell string) bool { return !utf8.ValidString(cell) || strings.ContainsRune(cell, 0) }); i >= 0 {
			return badLine(path, line, "the text is not UTF-8", nil)
		}
		if n == 0 {
			if got := strings.TrimPrefix(strings.Join(v, ","), "\ufeff"); got != header { // spreadsheets write a mark first
				return badLine(path, line, "the first line must be "+header, nil)
			}
			continue
		}
		if err := row(line, v); err != nil {
			return err
		}
	}
}

func badLine(path string, line int, why string, cause error) error {
	return fault.New(fault.Invalid, "file_malformed", fault.Param("file", filepath.Base(path)),
		fault.Param("line", fmt.Sprint(line)), fault.Param("why", why), fault.Cause(cause))
}
