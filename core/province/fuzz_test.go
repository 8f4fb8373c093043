package province_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/province"
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
	path := filepath.Join(f.TempDir(), "units.csv")
	f.Fuzz(func(t *testing.T, text string) {
		units, err := readUnits(t, path, text)
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
		again, err := readUnits(t, path, unitHeader+out.String())
		if err != nil || !slices.EqualFunc(units, again, sameRow) {
			t.Errorf("%+v, written out and read again %+v, %v", units, again, err)
		}
	})
}

// sameRow compares what a row says, not where it stood. A cell's end of line is
// written as \n by whatever writes CSV.
func sameRow(a, b province.UnitRow) bool {
	plain := func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }
	return plain(a.Code) == plain(b.Code) && plain(a.Parent) == plain(b.Parent) && plain(a.Kind) == plain(b.Kind) && plain(a.Name) == plain(b.Name) &&
		plain(a.ShortName) == plain(b.ShortName) && a.From == b.From && a.To == b.To
}

func readUnits(t *testing.T, path, text string) ([]province.UnitRow, error) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return province.ReadUnits(path)
}

// FuzzRestore gives Restore an archive with one part exchanged: it is refused
// as malformed and leaves nothing behind, or the province is there and backs
// up again.
func FuzzRestore(f *testing.F) {
	r := coretest.New(f, coretest.Options{})
	life(f, r)
	dir, none := f.TempDir(), context.Background()
	path := filepath.Join(dir, "an.backup")
	if _, err := r.Provinces.Backup(none, coretest.An, path); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	part := 0
	repacked(f, whole, func(name string, body []byte) (string, []byte) {
		f.Add(part, name, body)
		f.Add(part, name, flipped(body, len(body)/2))
		f.Add(part, "../"+name, body[:len(body)/2])
		part++
		return name, body
	})
	f.Fuzz(func(t *testing.T, exchanged int, newName string, newBody []byte) {
		at := 0
		given := repacked(t, whole, func(name string, body []byte) (string, []byte) {
			if at++; at-1 == exchanged && !strings.ContainsRune(newName, 0) {
				return newName, newBody
			}
			return name, body
		})
		broken := filepath.Join(dir, "given")
		if err := os.WriteFile(broken, given, 0o600); err != nil {
			t.Fatal(err)
		}
		// The store's server has the working directory, so the input is told here.
		what := strconv.Itoa(exchanged) + " exchanged for " + strconv.Quote(newName) + " " + strconv.Quote(string(newBody))
		_, err := r.Provinces.Restore(none, broken, "moi")
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", what, err)
			}
			leavesNothing(t, r, what)
			return
		}
		if _, err := r.Provinces.Backup(none, "moi", filepath.Join(dir, "again")); err != nil {
			t.Errorf("%s was restored but cannot be backed up: %v", what, err)
		}
		if err := r.Provinces.Remove(none, "moi"); err != nil {
			t.Fatal(err)
		}
	})
}
