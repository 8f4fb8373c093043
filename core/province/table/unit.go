package table

import (
	"io"

	"github.com/doanket/doanket/core/calendar"
)

// UnitRow is a line of units.csv.
type UnitRow struct {
	Code, Parent, Kind, Name, ShortName string
	From, To                            calendar.Date

	Line int // where it stands
}

// Units reads a unit table: code,parent,kind,name,short_name,from,to; parents
// stand above. Fault: Invalid "file_malformed".
func Units(file string, in io.Reader) ([]UnitRow, error) {
	var out []UnitRow
	codes := map[string]bool{"": true}
	err := Read(file, in, "code,parent,kind,name,short_name,from,to", func(line int, v []string) error {
		u := UnitRow{Code: v[0], Parent: v[1], Kind: v[2], Name: v[3], ShortName: v[4], Line: line}
		switch {
		case u.Code == "" || u.Kind == "" || u.Name == "":
			return BadLine(file, line, "code, kind and name must be given", nil)
		case codes[u.Code]:
			return BadLine(file, line, "code "+u.Code+" stands twice", nil)
		case !codes[u.Parent]:
			return BadLine(file, line, "parent "+u.Parent+" does not stand above this line", nil)
		}
		var err error
		if u.From, err = calendar.ParseDate(v[5]); err != nil {
			return BadLine(file, line, "bad date "+v[5], err)
		}
		if u.To, err = calendar.ParseDate(v[6]); err != nil {
			return BadLine(file, line, "bad date "+v[6], err)
		}
		if u.From.IsZero() || !u.To.IsZero() && u.To.Before(u.From) {
			return BadLine(file, line, "from must be given, and to not be before it", nil)
		}
		codes[u.Code] = true
		out = append(out, u)
		return nil
	})
	return out, err
}
