package manifest

import (
	"cmp"
	"strconv"
	"strings"
)

// APIVersion is the only manifest version there is.
const APIVersion = "mod/v1"

// CoreID is the id of the base manifest, which no module may take.
const CoreID = "core"

// Text is one text in both languages of the screen.
type Text struct {
	VI string `json:"vi" yaml:"vi"`
	EN string `json:"en" yaml:"en"`
}

// In is the text for a locale; Vietnamese unless English is asked for.
func (t Text) In(locale string) string {
	if len(locale) >= 2 && locale[:2] == "en" {
		return t.EN
	}
	return t.VI
}

// IsZero reports whether neither language is there.
func (t Text) IsZero() bool { return t == Text{} }

// Manifest declares a module: its records, rules, figures and texts.
type Manifest struct {
	APIVersion string          `json:"api_version" yaml:"api_version"`
	ID         string          `json:"id" yaml:"id"`
	Version    string          `json:"version" yaml:"version"`
	Label      Text            `json:"label" yaml:"label"`
	Hint       Text            `json:"hint,omitzero" yaml:"hint"`
	Grants     Grants          `json:"grants,omitzero" yaml:"grants"`
	Roles      []ModuleRole    `json:"roles,omitempty" yaml:"roles"`
	Kinds      []Kind          `json:"kinds,omitempty" yaml:"kinds"`
	Duties     []Duty          `json:"duties,omitempty" yaml:"duties"`
	Measures   []Measure       `json:"measures,omitempty" yaml:"measures"`
	Boards     []Board         `json:"boards,omitempty" yaml:"boards"`
	Sections   []Section       `json:"sections,omitempty" yaml:"sections"`
	Menu       []MenuEntry     `json:"menu,omitempty" yaml:"menu"`
	Events     []Event         `json:"events,omitempty" yaml:"events"`
	Jobs       []Job           `json:"jobs,omitempty" yaml:"jobs"`
	Problems   map[string]Text `json:"problems,omitempty" yaml:"problems"`

	program string           // where several versions are installed: which
	file    string           // name of the main file
	base    bool             // the core's own
	source  []byte           // one stream of all its files
	lines   map[string]place // "kinds[0].name" → where it stands
}

// place is a line of a file of the manifest.
type place struct {
	file string
	line int
}

// Grants is what a module may do beyond its own kinds; the operator sees it
// at install and a wider one needs fresh approval.
type Grants struct {
	Create []string `json:"create,omitempty" yaml:"create"` // kinds its effects may create
	Read   []string `json:"read,omitempty" yaml:"read"`     // foreign kinds needs: and measures may look at
}

// Reaches of a permission. Those beyond the unit start at the place the unit
// belongs to: below a commune's committee lies what lies below the commune.
const (
	ReachOwn              = "own"               // the post's own unit
	ReachBranch           = "branch"            // … and units of its branch at and below its place
	ReachSubtree          = "subtree"           // all units at and below its place
	ReachAddressed        = "addressed"         // records delivered to the unit
	ReachAddressedSubtree = "addressed_subtree" // … or to any unit at or below its place
)

// ModuleRole is a part people play in a module; the province maps its own
// roles to it.
type ModuleRole struct {
	ID    string `json:"id" yaml:"id"`
	Label Text   `json:"label" yaml:"label"`
	Hint  Text   `json:"hint,omitzero" yaml:"hint"`
	Reach string `json:"reach" yaml:"reach"` // of its permissions unless an action says "read@subtree"
}

// Kinds of measures.
const (
	MeasureCount    = "count"
	MeasureSum      = "sum"
	MeasureRatio    = "ratio"
	MeasureCoverage = "coverage"
	MeasureAverage  = "average"
	MeasureStock    = "stock"
)

// MeasureKinds are all of them; callers must not change it.
var MeasureKinds = []string{MeasureCount, MeasureSum, MeasureRatio, MeasureCoverage, MeasureAverage, MeasureStock}

// Measure is a figure the core computes from records of one kind.
type Measure struct {
	Code      string   `json:"code" yaml:"code"`
	Module    string   `json:"module" yaml:"-"` // filled by Parse
	Label     Text     `json:"label" yaml:"label"`
	Hint      Text     `json:"hint,omitzero" yaml:"hint"`
	Kind      string   `json:"kind" yaml:"kind"`
	Of        string   `json:"of" yaml:"of"`                           // full name of the kind counted
	Unit      string   `json:"unit" yaml:"unit"`                       // percent, count, people, …
	At        string   `json:"at,omitempty" yaml:"at"`                 // unit (default), to, or a unit field
	When      string   `json:"when,omitempty" yaml:"when"`             // CEL: the record counts (denominator)
	Reached   string   `json:"reached,omitempty" yaml:"reached"`       // a state: the record counts in it and in later ones
	Approved  string   `json:"approved,omitempty" yaml:"approved"`     // a state from which what counts is approved, told apart from what is claimed
	Numerator string   `json:"numerator,omitempty" yaml:"numerator"`   // CEL: bool, or a number (ratio of sums)
	Value     string   `json:"value,omitempty" yaml:"value"`           // sum, average: CEL number or field; stock: what a record holds, else 1; ratio of sums: the denominator
	Period    string   `json:"period,omitempty" yaml:"period"`         // date field the record falls into a period by; stock: the day it came in
	Until     string   `json:"until,omitempty" yaml:"until"`           // stock: date field of the day it went out; the day the record ends at the latest
	By        string   `json:"by,omitempty" yaml:"by"`                 // enum or unit field, unit or to: the figure is also shown by value
	LatestBy  []string `json:"latest_by,omitempty" yaml:"latest_by"`   // unit and fields: of the records that agree in them the newest of each period counts
	Proof     []string `json:"proof,omitempty" yaml:"proof"`           // slots that must hold a sound document to be proven
	UnitKinds []string `json:"unit_kinds,omitempty" yaml:"unit_kinds"` // coverage: the units that must be reached
	Times     int      `json:"times,omitempty" yaml:"times"`           // coverage: records it takes in each period of per
	Per       string   `json:"per,omitempty" yaml:"per"`               // coverage: month, quarter, half or year (default)
	AllOf     []string `json:"all_of,omitempty" yaml:"all_of"`         // coverage: codes of coverages of the module that must all hold for a unit; "!code" after the first: must not hold
	Covers    []string `json:"covers,omitempty" yaml:"covers"`         // coverage: "unit", unit fields and unit cells ("rows.area") reached by a record
	OfDuty    string   `json:"of_duty,omitempty" yaml:"of_duty"`       // coverage: id of the duty whose obligations must be met, in place of of, unit_kinds and covers
	Target    *Target  `json:"target,omitempty" yaml:"target"`
	Serves    []string `json:"serves,omitempty" yaml:"serves"`   // ids of the clauses it is the figure of
	Meets     []string `json:"meets,omitempty" yaml:"meets"`     // codes of the targets of the resolution it is the figure of
	Compute   string   `json:"compute,omitempty" yaml:"compute"` // go: the module folds the rows
}

// FullName is "module.code", under which figures are kept and asked for: two
// modules may use the same code.
func (m *Measure) FullName() string { return m.Module + "." + m.Code }

// Target is what a figure should reach.
type Target struct {
	Op    string  `json:"op" yaml:"op" enum:">=,<=,>,<,=,between"` // >=, <=, >, <, =, between
	Value float64 `json:"value" yaml:"value"`
	Max   float64 `json:"max,omitempty" yaml:"max"` // upper end for between
}

// Board is a page of figures.
type Board struct {
	ID       string   `json:"id" yaml:"id"`
	Label    Text     `json:"label" yaml:"label"`
	Measures []string `json:"measures" yaml:"measures"`
}

// MenuEntry is a line of the menu that opens a kind's list.
type MenuEntry struct {
	Kind  string `json:"kind" yaml:"kind"`
	Label Text   `json:"label" yaml:"label"`
	Order int    `json:"order" yaml:"order"`
	Icon  string `json:"icon,omitempty" yaml:"icon"` // one of Icons; none draws a folder
}

// Event names what a module wants to hear of.
type Event struct {
	On string `json:"on" yaml:"on"` // "core.recommendation.answer": kind and transition
	Go bool   `json:"go" yaml:"go"`
}

// Job is something done on a schedule, once per province and slot.
type Job struct {
	Name  string `json:"name" yaml:"name"`
	Label Text   `json:"label" yaml:"label"`
	Cron  string `json:"cron" yaml:"cron"` // Asia/Ho_Chi_Minh
	Go    bool   `json:"go" yaml:"go"`
}

// Source is the manifest as one YAML stream, labels and kinds included; parsing it
// gives the same manifest.
func (m *Manifest) Source() []byte { return m.source }

// Kind finds a kind by its short or full name, nil if there is none.
func (m *Manifest) Kind(name string) *Kind {
	for i := range m.Kinds {
		if k := &m.Kinds[i]; k.Name == name || k.FullName() == name {
			return k
		}
	}
	return nil
}

// Measure finds a measure by its code or full name, nil if there is none.
func (m *Manifest) Measure(name string) *Measure {
	for i := range m.Measures {
		if me := &m.Measures[i]; me.Code == name || me.FullName() == name {
			return me
		}
	}
	return nil
}

// ProblemCode is what a problem's code is called outside its module,
// "module.code": two modules may use the same code. A code the manifest has no
// text for is the core's and stays as it is.
func (m *Manifest) ProblemCode(code string) string {
	if _, own := m.Problems[code]; own {
		return m.ID + "." + code
	}
	return code
}

// Role finds a module role, nil if there is none.
func (m *Manifest) Role(id string) *ModuleRole {
	for i := range m.Roles {
		if m.Roles[i].ID == id {
			return &m.Roles[i]
		}
	}
	return nil
}

// Path makes a path into the manifest: Path("kinds", 0, "name") is
// "kinds[0].name".
func Path(parts ...any) string {
	out := ""
	for _, p := range parts {
		switch v := p.(type) {
		case int:
			out += "[" + strconv.Itoa(v) + "]"
		case string:
			if out != "" && v != "" {
				out += "."
			}
			out += v
		}
	}
	return out
}

func itoa(n int) string { return strconv.Itoa(n) }

// CompareVersions orders versions of three numbers ("1.10.0"); what is no number
// counts as 0.
func CompareVersions(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(x), len(y)) {
		if c := cmp.Compare(versionPart(x, i), versionPart(y, i)); c != 0 {
			return c
		}
	}
	return 0
}

func versionPart(parts []string, i int) int {
	if i >= len(parts) {
		return 0
	}
	n, _ := strconv.Atoi(parts[i])
	return n
}

// Program names the code that decides for the manifest: the module, and its
// version where several are installed.
func (m *Manifest) Program() string {
	if m.program != "" {
		return m.program
	}
	return m.ID
}

// At tells the manifest that it speaks for one of several versions, kept under
// this name.
func (m *Manifest) At(program string) { m.program = program }
