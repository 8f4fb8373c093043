package report

import (
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/manifest"
)

// Report is a report of a unit and a period, in one language.
type Report struct {
	Template   string          `json:"template"`
	Unit       UnitNamed       `json:"unit"`
	Period     calendar.Period `json:"period"`
	PeriodName string          `json:"period_name"`
	Lang       string          `json:"lang"`
	AsOf       time.Time       `json:"as_of"`
	Stale      bool            `json:"stale"` // figures are behind: what was written is still being counted
	Face       []FaceLine      `json:"face"`
	Opening    Written         `json:"opening"`
	Chapters   []Chapter       `json:"chapters"`
	Closing    Written         `json:"closing"`
	Figures    []Number        `json:"figures"` // in the order they are first shown; a run or cell names one by its place, from 1
	Seen       string          `json:"seen"`    // digest of all that is written above, whatever the language: who freezes names it
	Frozen     *Frozen         `json:"-"`
}

// UnitNamed is a unit as a report names it.
type UnitNamed struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Branch string `json:"branch"`
}

// Chapter is a numbered part of a report.
type Chapter struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	Sections []Section `json:"sections"`
}

// Section is what a module adds, and what people write beside it.
type Section struct {
	ID     string  `json:"id"`
	Title  string  `json:"title"`
	Blocks []Block `json:"blocks"`
	Text   Written `json:"text"`
}

// Block is a sentence, a table or a list of records.
type Block struct {
	Runs    []Run        `json:"runs,omitempty"`
	Table   *FigureTable `json:"table,omitempty"`
	Records *RecordList  `json:"records,omitempty"`
}

// Run is a piece of a sentence or what stands in a cell; Figure is the place of
// its figure in Report.Figures from 1, 0 for words; Part is which of its amounts
// stands there: "" the value, else proven, claimed, approved, before, target,
// numerator or denominator.
type Run struct {
	Text   string `json:"text"`
	Figure int    `json:"figure,omitempty"`
	Part   string `json:"part,omitempty"`
}

// FigureTable is figures in rows; each row has as many cells as the head but the first.
type FigureTable struct {
	Title string     `json:"title"`
	Head  []string   `json:"head"`
	Rows  []TableRow `json:"rows"`
	Empty int        `json:"empty,omitempty"` // rows left out because all their figures are nothing or 0
}

// TableRow is a row of a table.
type TableRow struct {
	Label string `json:"label"`
	Total bool   `json:"total,omitempty"`
	Cells []Run  `json:"cells"`
}

// RecordList is a list of records.
type RecordList struct {
	Title    string      `json:"title"`
	Head     []string    `json:"head"`
	Rows     []RecordRow `json:"rows"`
	More     bool        `json:"more,omitempty"`     // there are more than the list holds
	Withheld int         `json:"withheld,omitempty"` // of a frozen report: rows the reader may not read
}

// RecordRow is a record of a list.
type RecordRow struct {
	ID    string   `json:"id"`
	Cells []string `json:"cells"`
}

// Number is a number of the report with what it rests on: its lineage is that of
// the measure, the unit, the period and the part. Amounts are in the measure's
// unit, nil when there is nothing to count.
type Number struct {
	Measure     string           `json:"measure"`
	Label       string           `json:"label"`
	In          string           `json:"in"`
	Unit        UnitNamed        `json:"unit"`
	Period      calendar.Period  `json:"period"`
	Part        *string          `json:"part,omitempty"` // the value of the split it is of
	Value       *float64         `json:"value"`
	Proven      *float64         `json:"proven"`
	Claimed     *float64         `json:"claimed"`
	Approved    *float64         `json:"approved"`
	NoProof     bool             `json:"no_proof,omitempty"` // the measure asks for no paper
	Numerator   float64          `json:"numerator"`
	Denominator float64          `json:"denominator"`
	Before      *float64         `json:"before"` // the value a year before
	Target      *manifest.Target `json:"target"`
	Status      string           `json:"status" enum:"met,near,missed,none"`
	Recomputing bool             `json:"recomputing"`
}

// figure is a figure of indicator as a report keeps it.
func figure(f indicator.Figure) Number {
	return Number{Value: f.Value, Proven: f.Proven, Claimed: f.Claimed, Approved: f.Approved, NoProof: f.NoProof, Numerator: f.Numerator, Denominator: f.Denominator,
		Target: f.Target, Status: f.Status, Recomputing: f.Recomputing}
}

// Written is what people wrote at a place of the report.
type Written struct {
	Key     string          `json:"key"`
	Text    string          `json:"text"`           // as it was written
	Shown   string          `json:"shown"`          // as the paper shows it: {period}, {next} and {unit} are filled in
	From    calendar.Period `json:"from,omitempty"` // the period it was written for, where that is another: it is carried over
	Version int             `json:"version"`        // 0: nothing is written for this period yet
}

// FaceLine is a part of what heads and closes the paper.
type FaceLine struct {
	Written
	Label string `json:"label"`
}

// Frozen is who froze the report, when, and the SHA-256 of what was frozen.
type Frozen struct {
	ID     string    `json:"id"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	SHA256 string    `json:"sha256"`
}
