package table

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/fault"
)

const unitHeader = "code,parent,kind,name,short_name,from,to\n"

// FuzzUnits: a table of units is refused with the line to mend, or is a tree
// whose parents stand above; written out again it reads the same.
func FuzzUnits(f *testing.F) {
	for _, rows := range []string{"", "T,,province,Tỉnh An,An,2025-07-01,\nX1,T,commune,Xã Một,,2025-07-01,2026-01-01\n", "T,,province,\"Tỉnh\nAn\",,,\n", "X,Y,commune,A,,,\n",
		"T,,p,A,,2025-02-30,\n", "T,,p,\"A,,,\n", "T,,p,A,,,\nT,,p,B,,,\n", "\xff,,p,A,,,\n", "T,,p\n"} {
		f.Add(unitHeader + rows)
	}
	f.Add("\ufeff" + unitHeader + "T,,p,A,,,\n")
	f.Fuzz(func(t *testing.T, text string) {
		units, err := Units("units.csv", strings.NewReader(text))
		if err != nil {
			e := fault.Of(err)
			line, bad := strconv.Atoi(e.Params["line"])
			if e.Kind != fault.Invalid || e.Params["file"] != "units.csv" || e.Params["why"] == "" || bad != nil || line < 1 || line > strings.Count(text, "\n")+1 {
				t.Errorf("refused as %+v", e)
			}
			return
		}
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		above := map[string]bool{"": true}
		for _, u := range units {
			if !above[u.Parent] || above[u.Code] {
				t.Errorf("%+v: parent not above, or code twice", u)
			}
			above[u.Code] = true
			if err := w.Write([]string{u.Code, u.Parent, u.Kind, u.Name, u.ShortName, u.From.String(), u.To.String()}); err != nil {
				t.Fatal(err)
			}
		}
		w.Flush()
		again, err := Units("units.csv", strings.NewReader(unitHeader+out.String()))
		if err != nil || !slices.EqualFunc(units, again, sameRow) {
			t.Errorf("%+v, written out and read again %+v, %v", units, again, err)
		}
	})
}

// sameRow compares what a row says, not where it stood. A cell's end of line is
// written as \n by whatever writes CSV.
func sameRow(a, b UnitRow) bool {
	plain := func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }
	return plain(a.Code) == plain(b.Code) && plain(a.Parent) == plain(b.Parent) && plain(a.Kind) == plain(b.Kind) && plain(a.Name) == plain(b.Name) &&
		plain(a.ShortName) == plain(b.ShortName) && a.From == b.From && a.To == b.To
}
