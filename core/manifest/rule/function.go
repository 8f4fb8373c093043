package rule

import (
	"slices"

	"github.com/doanket/doanket/core/manifest"
)

// Function is something an expression may call, said for authors.
type Function struct {
	Call    string // as it is written
	Gives   string
	Says    string
	Example string // an expression that compiles
	Ours    bool   // beside what CEL has itself
}

// Functions are what expressions may call: ours first, then what CEL has itself
// and manifests need most. Another name does not compile.
func Functions() []Function { return slices.Clone(functions) }

var functions = []Function{
	{"days(date, n)", "date", "the day n calendar days later, earlier when n is negative", "held_on < days(today, -30)", true},
	{"workdays(date, n)", "date", "the day n working days later in the province's calendar", "due_on <= workdays(held_on, 5)", true},
	{"months(date, n)", "date", "the same day n months later, the last of the month where it has none", "held_on < months(today, -6)", true},
	{"month(date)", "number or null", "the month of the date, 1 to 12; null while it is missing", "month(held_on) == 1", true},
	{"period(date, 'grain')", "text", "the period that holds the date, `'2026-08'`, `'2026-Q3'`, `'2026-H2'`, `'2026'`, `'2025-2030'`, by month, quarter, half, year or term; `''` while it is missing. Those of one grain are ordered as time is", "period(held_on, 'quarter') < period(today, 'quarter')", true},
	{"written(date)", "text", "the date as papers write it, for titles: `'05/11/2026'`; `''` while it is missing", "title == 'Thăm ngày ' + written(held_on)", true},
	{"days_between(from, to)", "number or null", "calendar days from one date to the other; null while one is missing", "num(days_between(held_on, due_on)) > 15", true},
	{"num(n)", "number", "the number, 0 where it is missing", "num(people) > 5", true},
	{"count(list)", "number", "how many rows or entries", "count(parts) == 0", true},
	{"has_doc('slot')", "bool", "whether the slot holds evidence", "!has_doc('minutes')", true},
	{"docs('slot')", "number", "how many documents the slot holds", "docs('minutes') > 1", true},
	{"setting('key', default)", "number", "the province's number of that name, the default where it says nothing", "num(people) > setting('visit_people', 5)", true},
	{"size(text)", "number", "characters of a text, entries of a list", "size(title) < 10", false},
	{"text.contains('a'), text.startsWith('a'), text.endsWith('a')", "bool", "parts of a text, letter by letter", "title.startsWith('Thăm')", false},
	{"text.matches('^[0-9]+$')", "bool", "whether a regular expression (RE2) is found in the text", "title.matches('^[0-9]+/KH')", false},
	{"x in list", "bool", "whether an entry is there", "state in ['draft', 'held']", false},
	{"list.exists(x, …), list.all(x, …)", "bool", "whether something holds for one row, for every row", "parts.exists(p, p.grade == 'good')", false},
	{"list.filter(x, …), list.map(x, …)", "list", "the rows for which it holds, something of every row", "count(parts.filter(p, p.grade == 'good')) > 1", false},
	{"condition ? a : b", "a or b", "one of two", "(form == 'onsite' ? 1 : 2) > 1", false},
	{"string(n)", "text", "a number as text", "title == string(num(people))", false},
	{"a && b, a || b, !a", "bool", "and, or, not", "people != null && people > 5", false},
}

// Name is something every expression sees beside the fields of its kind.
type Name struct{ Name, Type, Says string }

// Names are what every expression sees beside the fields of its kind.
func Names() []Name { return slices.Clone(names) }

var names = []Name{
	{"state", "text", "id of the state the record will be in"},
	{"number", "text", "the record's number, '' while it has none"},
	{"unit", "text", "id of the unit that keeps the record"},
	{"addressee", "text", "id of the unit it was delivered to, '' while it was not"},
	{"transition", "text", "name of the step being taken, '' for a save"},
	{"today", "date", "the day, in Asia/Ho_Chi_Minh"},
	{"id", "text", "the record's own id"},
	{"created_on", "date", "the day the record was made"},
}

// TypeOf says what an expression sees of a field of a type.
func TypeOf(fieldType string) string {
	switch fieldType {
	case manifest.TypeInt, manifest.TypeMoney:
		return "whole number, `null` while missing"
	case manifest.TypeDecimal:
		return "number, `null` while missing"
	case manifest.TypeBool:
		return "bool, `false` while missing"
	case manifest.TypeEnums, manifest.TypeUnits, manifest.TypeRefs:
		return "list of texts"
	case manifest.TypeList:
		return "list of rows; `row.cell` reads a cell"
	case manifest.TypeDate:
		return "text `'2026-08-20'`, `''` while missing"
	case manifest.TypeDateTime:
		return "text as RFC 3339, `''` while missing"
	case manifest.TypeRef, manifest.TypeUnit, manifest.TypeUser:
		return "text, its id; `''` while missing"
	case manifest.TypeGeo, manifest.TypeJSON:
		return "anything"
	}
	return "text, `''` while missing"
}
