package province

import (
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/province/table"
)

// ReadUnits reads a file as units.csv. Faults: Invalid "file_missing",
// "file_malformed".
func ReadUnits(path string) (out []table.UnitRow, err error) {
	err = opened(path, func(name string, in io.Reader) error {
		out, err = table.Units(name, in)
		return err
	})
	return out, err
}

// readPosts reads who holds which post; roles and units must be the folder's.
func readPosts(path string, f *Folder) ([]PostRow, error) {
	var out []PostRow
	err := opened(path, func(name string, in io.Reader) error {
		return table.Read(name, in, "login,family_middle,given,role,unit,from", func(line int, v []string) error {
			from, err := calendar.ParseDate(v[5])
			switch {
			case err != nil:
				return table.BadLine(name, line, "bad date "+v[5], err)
			case v[0] == "" || v[2] == "":
				return table.BadLine(name, line, "login and given must be given", nil)
			case !slices.ContainsFunc(f.Roles, func(r access.Role) bool { return r.ID == v[3] }):
				return table.BadLine(name, line, "role "+v[3]+" is not in roles.yaml", nil)
			case !slices.ContainsFunc(f.Units, func(u table.UnitRow) bool { return u.Code == v[4] }):
				return table.BadLine(name, line, "unit "+v[4]+" is not in units.csv", nil)
			}
			out = append(out, PostRow{Login: v[0], FamilyMiddle: v[1], Given: v[2], Role: v[3], Unit: v[4], From: from})
			return nil
		})
	})
	return out, err
}

// opened hands a file on under its bare name.
func opened(path string, read func(name string, in io.Reader) error) error {
	name := filepath.Base(path)
	file, err := os.Open(path)
	if err != nil {
		return fault.New(fault.Invalid, "file_missing", fault.Param("file", name), fault.Cause(err))
	}
	defer file.Close()
	return read(name, file)
}
