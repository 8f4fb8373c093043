package manifest

// Reports a section can stand in.
const (
	ReportHalfYear = "half_year" // of six months
	ReportYear     = "year"      // of a year
)

// Rows of a section's table.
const (
	RowsUnits    = "units"    // a row for each unit directly below
	RowsValues   = "values"   // a row for each value its measures are counted by
	RowsMeasures = "measures" // a row for each measure: value, proven, claimed, target, a year before
)

// Section is what a module adds to the reports on carrying out the resolution, of
// six months and of a year.
type Section struct {
	ID      string         `json:"id" yaml:"id"`
	Title   Text           `json:"title" yaml:"title"`
	Order   int            `json:"order" yaml:"order"`                                     // its place among the sections of all modules
	Reports []string       `json:"reports,omitempty" yaml:"reports" enum:"half_year,year"` // half_year, year; both unless said
	Blocks  []SectionBlock `json:"blocks" yaml:"blocks"`
}

// SectionBlock is a sentence, a table or a list of records: one of say, table and
// records.
type SectionBlock struct {
	Reports []string        `json:"reports,omitempty" yaml:"reports" enum:"half_year,year"` // of those of the section it stands in; all unless said
	Period  string          `json:"period,omitempty" yaml:"period" enum:"year,term"`        // year or term: that which holds the report's period, in place of that period
	Say     *Text           `json:"say,omitempty" yaml:"say"`                               // a sentence; its numbers are figures: {code}, {code.target}
	None    *Text           `json:"none,omitempty" yaml:"none"`                             // said in its place while all its figures are nothing or 0
	Table   *SectionTable   `json:"table,omitempty" yaml:"table"`
	Records *SectionRecords `json:"records,omitempty" yaml:"records"`
}

// SectionTable shows figures in rows and columns.
type SectionTable struct {
	Title    Text     `json:"title" yaml:"title"`
	Rows     string   `json:"rows" yaml:"rows" enum:"units,values,measures"` // units: each unit directly below; values: each value its measures are counted by; measures: each measure, with its parts
	Measures []string `json:"measures" yaml:"measures"`                      // codes of this module's, full names of the core's
}

// SectionRecords lists the records of a kind whose period: lies in that of the
// report; of them whoever reads sees what they may read.
type SectionRecords struct {
	Title   Text     `json:"title" yaml:"title"`
	Kind    string   `json:"kind" yaml:"kind"`             // full name of a kind of this module or of the core
	States  []string `json:"states" yaml:"states"`         // they are in
	Columns []string `json:"columns" yaml:"columns"`       // fields, or number, unit and state
	Limit   int      `json:"limit,omitempty" yaml:"limit"` // how many at most, 1 to 100; 30 when left out
}

// In reports whether the section stands in a report.
func (s *Section) In(report string) bool { return stands(s.Reports, report) }

// In reports whether the block stands in a report its section stands in.
func (b *SectionBlock) In(report string) bool { return stands(b.Reports, report) }

func stands(reports []string, report string) bool {
	for _, r := range reports {
		if r == report {
			return true
		}
	}
	return len(reports) == 0
}
