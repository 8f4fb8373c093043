package grid

// Shape is how the values of a column are written.
type Shape int

// The shapes.
const (
	Text Shape = iota // also codes: what begins with 0 keeps it
	Whole
	Decimal
	Day
)

// Head is the top of a column.
type Head struct {
	Name   string // by which it is found again, whatever its label becomes; in a hidden row of XLSX
	Label  string
	Shape  Shape
	Hint   string   // XLSX: shown beside the head of a template
	Choose []string // XLSX: what a template offers in the column
	Strict bool     // nothing but what is offered may stand there
	Wide   bool     // long text
}

// HeadRows are the rows of an XLSX file above its data: labels, and hidden names.
const HeadRows = 2

func (h Head) width() float64 {
	switch {
	case h.Wide:
		return 48
	case h.Shape == Text:
		return 24
	}
	return 14
}
