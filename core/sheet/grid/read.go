package grid

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/upload/archive"
	"github.com/doanket/doanket/core/upload/child"
)

// What a file that comes in may cost.
const (
	MaxBytes   = 32 << 20
	MaxColumns = 200
	MaxCells   = 5_000_000
	MaxText    = 256 << 20 // bytes of all cells together: one long text may stand in many

	maxInflated = 512 << 20 // all parts of an XLSX file together, as they say themselves; archive/zip holds them to it
	maxOther    = 32 << 20  // parts that are neither rows nor shared texts: those are kept in memory
	maxParts    = 1_000
	onDisk      = 4 << 20 // rows and shared texts larger than this are inflated to disk
)

// Reader gives the rows of a file, blank ones among them.
type Reader interface {
	// Next is the next row and its cells without blank ones at the end; io.EOF at the
	// end. Numbers and days of XLSX come as they are stored, see Day.
	Next() (cells []string, err error)
	// Day is the day that a number in a cell stands for.
	Day(number float64) (time.Time, error)
	Close() error
}

// Open begins to read a file, until ctx ends and apart where a command is given. titles
// are those of the sheet to read, if there is one; else it is the first one shown.
// Faults, all Invalid or TooLarge and final: sheet.damaged, sheet.format,
// sheet.too_costly, sheet.too_many_columns, not_utf8.
func Open(ctx context.Context, apart child.Command, format string, file *os.File, size int64, titles ...string) (Reader, error) {
	switch {
	case size > MaxBytes:
		return nil, fault.New(fault.TooLarge, "too_large", fault.Field("file"), fault.Param("max_bytes", strconv.Itoa(MaxBytes)))
	case apart != nil:
		return openApart(ctx, apart, format, file, titles)
	}
	return open(format, file, size, titles)
}

// open reads in this process.
func open(format string, file *os.File, size int64, titles []string) (Reader, error) {
	switch format {
	case CSV:
		return openCSV(file)
	case XLSX:
		return openXLSX(file, size, titles)
	}
	return nil, unknownFormat()
}

func unknownFormat() error { return fault.New(fault.Invalid, "sheet.format", fault.Field("file")) }

func damaged(err error) error {
	return fault.New(fault.Invalid, "sheet.damaged", fault.Field("file"), fault.Cause(err))
}

func tooCostly() error { return fault.New(fault.TooLarge, "sheet.too_costly", fault.Field("file")) }

func tooManyColumns() error {
	return fault.New(fault.TooLarge, "sheet.too_many_columns", fault.Field("file"), fault.Param("max", strconv.Itoa(MaxColumns)))
}

func notUTF8() error { return fault.New(fault.Invalid, "not_utf8", fault.Field("file")) }

// inspect refuses what would cost too much before anything is inflated, and what
// declares entities of its own.
func inspect(file io.ReaderAt, size int64) error {
	list, err := archive.Open(file, size, maxParts*prolog)
	switch {
	case errors.Is(err, archive.ErrCostly):
		return tooCostly()
	case err != nil:
		return damaged(err)
	}
	var all, other uint64
	for _, part := range list.File {
		all += part.UncompressedSize64
		name := strings.ToLower(strings.ReplaceAll(part.Name, "\\", "/"))
		if !strings.HasPrefix(name, "xl/worksheets/sheet") && name != "xl/sharedstrings.xml" {
			other += part.UncompressedSize64
		}
		if len(list.File) > maxParts || part.UncompressedSize64 > maxInflated || all > maxInflated || other > maxOther {
			return tooCostly()
		}
		if err := plain(part, name); err != nil {
			return err
		}
	}
	return nil
}

// prolog is how much may stand before the first element of a part.
const prolog = 64 << 10

var firstElement = regexp.MustCompile(`<[A-Za-z_]`)

// plain refuses a part that declares a document type: no spreadsheet program writes
// one, and entities are declared in it.
func plain(part *zip.File, name string) error {
	if !strings.HasSuffix(name, ".xml") && !strings.HasSuffix(name, ".rels") {
		return nil
	}
	body, err := part.Open()
	if err != nil {
		return damaged(err)
	}
	defer body.Close()
	head, err := io.ReadAll(io.LimitReader(body, prolog))
	if err != nil {
		return damaged(err)
	}
	before := firstElement.FindIndex(head)
	if before == nil || bytes.Contains(bytes.ToUpper(head[:before[0]]), []byte("<!DOCTYPE")) {
		return damaged(errors.New("a document type, or nothing, in " + name))
	}
	return nil
}

// sheet reads XLSX.
type sheet struct {
	book  *excelize.File
	rows  *excelize.Rows
	taken taken
	of    bool // days count from 1904
}

func openXLSX(file *os.File, size int64, titles []string) (Reader, error) {
	if err := inspect(file, size); err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(io.NewSectionReader(file, 0, size), excelize.Options{UnzipSizeLimit: maxInflated, UnzipXMLSizeLimit: onDisk, RawCellValue: true})
	if err != nil {
		return nil, damaged(err)
	}
	s := &sheet{book: book}
	if err := s.begin(titles); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

func (s *sheet) begin(titles []string) error {
	props, err := s.book.GetWorkbookProps()
	if err != nil {
		return damaged(err)
	}
	s.of = props.Date1904 != nil && *props.Date1904
	title := ""
	for _, name := range s.book.GetSheetList() {
		if shown, err := s.book.GetSheetVisible(name); err != nil || !shown {
			continue
		}
		if title == "" {
			title = name
		}
		for _, want := range titles {
			if name == want {
				title = name
			}
		}
	}
	if title == "" {
		return damaged(errors.New("no sheet is shown"))
	}
	if s.rows, err = s.book.Rows(title); err != nil {
		return damaged(err)
	}
	return nil
}

// Next is the next row.
func (s *sheet) Next() ([]string, error) {
	if !s.rows.Next() {
		if err := s.rows.Error(); err != nil {
			return nil, damaged(err)
		}
		return nil, io.EOF
	}
	cells, err := s.rows.Columns()
	if err != nil {
		return nil, damaged(err)
	}
	return s.taken.bounded(cells)
}

// Day counts as spreadsheets do.
func (s *sheet) Day(number float64) (time.Time, error) { return day(number, s.of) }

func day(number float64, from1904 bool) (time.Time, error) {
	if number < 1 || number > 200_000 || math.IsNaN(number) {
		return time.Time{}, fault.New(fault.Invalid, "bad_date")
	}
	return excelize.ExcelDateToTime(number, from1904)
}

// Close lets go of what lies on disk.
func (s *sheet) Close() error {
	var err error
	if s.rows != nil {
		err = s.rows.Close()
	}
	return errors.Join(err, s.book.Close())
}

// taken is what the rows of a file have cost so far.
type taken struct{ cells, text int }

// bounded drops blank cells at the end and holds the row against what a file may
// cost.
func (t *taken) bounded(cells []string) ([]string, error) {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) > MaxColumns {
		return nil, tooManyColumns()
	}
	for _, c := range cells {
		t.text += len(c)
	}
	if t.cells += len(cells); t.cells > MaxCells || t.text > MaxText {
		return nil, tooCostly()
	}
	return cells, nil
}

// lines reads CSV.
type lines struct {
	csv   *csv.Reader
	taken taken
}

func openCSV(file io.ReadSeeker) (Reader, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	text := bufio.NewReaderSize(file, 64<<10)
	head, err := text.Peek(4 << 10)
	if err != nil && err != io.EOF && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, damaged(err)
	}
	if bytes.HasPrefix(head, []byte(mark)) {
		head = head[len(mark):]
		if _, err := text.Discard(len(mark)); err != nil {
			return nil, damaged(err)
		}
	}
	l := &lines{csv: csv.NewReader(text)}
	l.csv.FieldsPerRecord, l.csv.LazyQuotes, l.csv.Comma = -1, true, comma(head)
	return l, nil
}

// comma is what stands between the values of the first line: Excel in Vietnamese
// writes semicolons.
func comma(head []byte) rune {
	first, _, _ := bytes.Cut(head, []byte("\n"))
	best := ','
	for _, sign := range ";\t" {
		if bytes.Count(first, []byte(string(sign))) > bytes.Count(first, []byte(string(best))) {
			best = sign
		}
	}
	return best
}

// Next is the next line.
func (l *lines) Next() ([]string, error) {
	cells, err := l.csv.Read()
	if err == io.EOF {
		return nil, err
	}
	if err != nil {
		return nil, damaged(err)
	}
	for i, c := range cells {
		if !utf8.ValidString(c) {
			return nil, notUTF8()
		}
		cells[i] = live(c)
	}
	return l.taken.bounded(cells)
}

// Day refuses: numbers of a text file are no days.
func (l *lines) Day(float64) (time.Time, error) {
	return time.Time{}, fault.New(fault.Invalid, "bad_date")
}

// Close does nothing: the file is the caller's.
func (l *lines) Close() error { return nil }
