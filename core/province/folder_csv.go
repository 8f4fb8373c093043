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

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
)

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
		if u.From.IsZero() || !u.To.IsZero() && u.To.Before(u.From) {
			return badLine(path, line, "from must be given, and to not be before it", nil)
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
		for i := range v {
			v[i] = clean(v[i]) // also of the mark spreadsheets write first
		}
		if n == 0 {
			if strings.Join(v, ",") != header {
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
