package paper

import (
	"time"

	"github.com/doanket/doanket/core/calendar"
)

// Paper is an official paper on A4.
type Paper struct {
	Face
	Body []Block

	Draft   string    // what marks a draft in the head of every page; "" for none
	Created time.Time // as the file's properties say
	Note    string    // as the file's properties say: what the paper can be checked by
}

// Face is what heads and closes the paper. Lists are of lines.
type Face struct {
	Party      bool          // the layout of Party papers
	Above      []string      // bodies above
	Issuer     string        // who issues
	Number     string        // "" leaves room for the office to write it
	Symbol     string        // "BC-MTTQ-BTT"
	Place      string        // where
	Day        calendar.Date // when; absent leaves room
	Type       string        // "BÁO CÁO"
	Abstract   string        // trích yếu
	Bases      []string      // what it rests on
	Authority  string        // "TM. BAN THƯỜNG TRỰC"
	Position   string        // "CHỦ TỊCH"
	Signer     string        // a name
	Recipients []string
}

// Block is a part of the body: Heading, Sentence or Table.
type Block interface{ write(w *writer) }

// Heading is a title in the body; the first level stands in capitals.
type Heading struct {
	Level int // 1 to 3
	Text  string
}

// Sentence is a paragraph.
type Sentence []Run

// Run is a piece of text.
type Run struct {
	Text   string
	Italic bool
	Link   string // an address it opens
	Note   string // a footnote; the same words are one footnote
}

// Table is a titled table with one head row that is repeated on every page.
type Table struct {
	Title   string
	Columns []Column
	Rows    []Row
	Below   string // a remark under it
}

// Column is a column of a table.
type Column struct {
	Head  Run
	Share int  // of the width, beside the others'
	Right bool // numbers stand right
}

// Row is a row of a table, a cell for each column.
type Row struct {
	Cells []Run
	Bold  bool
}
