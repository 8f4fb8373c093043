package dump

// format is the version of the file.
const format = 1

// Head is the first line.
type Head struct {
	Format int      `json:"format"`
	Steps  []string `json:"steps"` // migrations the data has been through
}

// Table is the line before a table's rows, each of which is an array in the
// order of Columns. Rows counts them, so that a cut dump is known.
type Table struct {
	Table   string     `json:"table"`
	Columns []Column   `json:"columns"`
	Indexes [][]string `json:"indexes,omitempty"` // plain ones, by columns
	Rows    int64      `json:"rows"`
}

// Column is one column of a table as the database has it. Type is portable:
// one of Types, or "" for a type of one dialect only.
type Column struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	NotNull bool   `json:"not_null,omitempty"`
	Key     int    `json:"key,omitempty"` // place in the primary key from 1, 0 outside it
}

// Types are the portable types of columns.
var Types = []string{"text", "int", "float", "num", "bool", "time", "date", "json", "bytes"}

// end is the last line.
type end struct {
	Tables int `json:"tables"`
}
