package grid_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/sheet/grid"
	"github.com/doanket/doanket/core/upload/child"
)

// apart reads as the server does.
var apart = child.Command{os.Args[0], "read-file"}

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == apart[1] {
		child.Run(os.Args[2:], grid.Children)
	}
	os.Exit(m.Run())
}

// read is every row of a file, or why there is none: the same here and apart.
func read(t *testing.T, format string, raw []byte) ([][]string, error) {
	t.Helper()
	here, why := readBy(t, nil, format, raw)
	there, also := readBy(t, apart, format, raw)
	if !reflect.DeepEqual(here, there) || (why == nil) != (also == nil) || why != nil && fault.Of(why).Code != fault.Of(also).Code {
		t.Errorf("here %d rows, %v; apart %d rows, %v", len(here), why, len(there), also)
	}
	return there, also
}

func readBy(t *testing.T, command child.Command, format string, raw []byte) ([][]string, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "sheet")
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in, err := grid.Open(t.Context(), command, format, f, int64(len(raw)))
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var out [][]string
	for {
		row, err := in.Next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, append([]string{}, row...))
		if len(out) > 2_000_000 {
			t.Fatal("rows without end")
		}
	}
}

// altered is a small book with parts put in place of its own.
func altered(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	b := excelize.NewFile()
	defer b.Close()
	if err := b.SetSheetRow("Sheet1", "A1", &[]any{"Tên", "Số"}); err != nil {
		t.Fatal(err)
	}
	var plain, out bytes.Buffer
	if err := b.Write(&plain); err != nil {
		t.Fatal(err)
	}
	in, err := zip.NewReader(bytes.NewReader(plain.Bytes()), int64(plain.Len()))
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(&out)
	put := func(name string, body io.Reader) {
		p, err := w.Create(name)
		if err == nil {
			_, err = io.Copy(p, body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range in.File {
		if _, own := parts[f.Name]; own {
			continue
		}
		body, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		put(f.Name, body)
	}
	for name, body := range parts {
		put(name, strings.NewReader(body))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const (
	sheetPart = "xl/worksheets/sheet1.xml"
	sheetHead = `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetFoot = `</sheetData></worksheet>`
)

// TestWhatCostsTooMuchIsRefused: bombs, entities, cells far out, broken books.
func TestWhatCostsTooMuchIsRefused(t *testing.T) {
	t.Parallel()
	lol := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>` + sheetHead[38:] + `<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>` + sheetFoot
	outside := `<?xml version="1.0"?>` + strings.Repeat(" ", 8<<10) + `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>` + sheetHead[38:] + `<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>` + sheetFoot
	for name, c := range map[string]struct {
		raw  []byte
		code string
	}{
		"no archive":              {[]byte("PK nothing"), "sheet.damaged"},
		"an archive of something": {altered(t, map[string]string{"xl/workbook.xml": "<x/>"}), "sheet.damaged"},
		"a bomb in the rows":      {altered(t, map[string]string{sheetPart: sheetHead + strings.Repeat(" ", 600<<20) + sheetFoot}), "sheet.too_costly"},
		"a bomb beside the rows":  {altered(t, map[string]string{"xl/styles.xml": "<x>" + strings.Repeat(" ", 40<<20) + "</x>"}), "sheet.too_costly"},
		"a thousand parts":        {altered(t, thousand()), "sheet.too_costly"},
		"entities":                {altered(t, map[string]string{sheetPart: lol}), "sheet.damaged"},
		"an entity from outside":  {altered(t, map[string]string{sheetPart: outside}), "sheet.damaged"},
		"a cell far out":          {altered(t, map[string]string{sheetPart: sheetHead + `<row r="1"><c r="XFD1"><v>1</v></c></row>` + sheetFoot}), "sheet.too_many_columns"},
	} {
		t.Run(name, func(t *testing.T) {
			rows, err := read(t, grid.XLSX, c.raw)
			if !fault.HasCode(err, c.code) {
				t.Errorf("%v, %d rows", err, len(rows))
			}
			for _, row := range rows {
				if text := strings.Join(row, ""); strings.Contains(text, "root:") || strings.Contains(text, "aaaa") {
					t.Errorf("an entity was put in: %q", text)
				}
			}
		})
	}
}

func thousand() map[string]string {
	out := map[string]string{}
	for i := range 1001 {
		out["xl/media/"+strings.Repeat("x", 1+i%3)+string(rune('a'+i%26))+strings.Repeat("y", i/26)] = "x"
	}
	return out
}

// TestASheetThatCostsEndsAlone: what no look beforehand can tell, the process that reads
// it is ended for; the server keeps its memory and its time.
func TestASheetThatCostsEndsAlone(t *testing.T) {
	if testing.Short() {
		t.Skip("makes large files")
	}
	shared := func(text int) string {
		return `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>` + strings.Repeat("chữ ", text/5) + `</t></si></sst>`
	}
	same := func(rows int) string {
		return sheetHead + strings.Repeat(`<row>`+strings.Repeat(`<c t="s"><v>0</v></c>`, 100)+`</row>`, rows) + sheetFoot
	}
	for name, c := range map[string]struct {
		format string
		raw    []byte
		code   string
	}{
		"one text of 20 MB in 100,000 cells":   {grid.XLSX, altered(t, map[string]string{"xl/sharedStrings.xml": shared(20 << 20), sheetPart: same(1000)}), "sheet.too_costly"},
		"one text of 30 KB in a million cells": {grid.XLSX, altered(t, map[string]string{"xl/sharedStrings.xml": shared(30 << 10), sheetPart: same(10_000)}), "sheet.too_costly"},
		"a row of elements without end":        {grid.XLSX, altered(t, map[string]string{sheetPart: sheetHead + "<row>" + strings.Repeat(`<c><v>1</v></c>`, 1<<20) + "</row>" + sheetFoot}), "sheet.too_many_columns"},
		"elements four million deep":           {grid.XLSX, altered(t, map[string]string{sheetPart: sheetHead + "<row><c>" + strings.Repeat("<v>", 4<<20)}), ""},
		"an attribute of 100 MB":               {grid.XLSX, altered(t, map[string]string{sheetPart: sheetHead + `<row r="` + strings.Repeat("1", 100<<20) + `"></row>` + sheetFoot}), "sheet.damaged"},
		"32 million commas":                    {grid.CSV, bytes.Repeat([]byte(","), grid.MaxBytes), "sheet.too_costly"},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			begun := time.Now()
			rows, err := readBy(t, apart, c.format, c.raw)
			runtime.ReadMemStats(&after)
			t.Logf("%d KiB: %d rows, %v after %v, %d MiB allocated here", len(c.raw)>>10, len(rows), err, time.Since(begun).Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20)
			if c.code == "" && err != nil || c.code != "" && !fault.HasCode(err, c.code) {
				t.Errorf("%v, want %q", err, c.code)
			}
		})
	}
}

// TestTextFilesAreReadAsExcelWritesThem: marks, semicolons, tabs, quotes, apostrophes
// before what would be a formula.
func TestTextFilesAreReadAsExcelWritesThem(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string]string{
		"commas":     "\ufeffTên,Số\r\n\"a, b\",'=1\r\n",
		"semicolons": "Tên;Số\n\"a, b\";'=1\n",
		"tabs":       "Tên\tSố\na, b\t'=1\t\t\n",
	} {
		rows, err := read(t, grid.CSV, []byte(raw))
		if err != nil || len(rows) != 2 || rows[0][0] != "Tên" || len(rows[1]) != 2 || rows[1][0] != "a, b" || rows[1][1] != "=1" {
			t.Errorf("%s: %q %v", name, rows, err)
		}
	}
	if _, err := read(t, grid.CSV, []byte("T\xean,S\n")); !fault.HasCode(err, "not_utf8") {
		t.Errorf("an old encoding: %v", err)
	}
	if _, err := read(t, grid.CSV, []byte(strings.Repeat(",", 300)+"x")); !fault.HasCode(err, "sheet.too_many_columns") {
		t.Errorf("many columns: %v", err)
	}
}
