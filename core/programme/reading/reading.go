package reading

// Limits of what is read.
const (
	MaxText      = 1 << 20 // bytes of text; what goes beyond is not read
	maxLines     = 20_000  // what goes beyond is not read: a megabyte of single letters would take seconds
	maxParagraph = 20_000  // bytes; longer ones are cut, or begin another
	maxClauses   = 1000    // as a province may follow
	maxGroups    = 1000    // sections and groups
)

// Roles of a section.
const (
	Context = "context" // situation, causes, views
	Goals   = "goals"   // aims and targets
	Tasks   = "tasks"   // what is to be done
	Assign  = "assign"  // who carries it out
)

// Resolution is a text as read. Its ids come from its order alone.
type Resolution struct {
	Name     string        `json:"name"`   // "NGHỊ QUYẾT"
	About    string        `json:"about"`  // what it is on
	Number   string        `json:"number"` // "05-NQ/TU"
	Sections []ReadSection `json:"sections"`
	Clauses  []ReadClause  `json:"clauses"`
	Targets  []ReadTarget  `json:"targets"`
	Lines    []string      `json:"lines"` // the text it was read from, which From and To count, from 1
}

// ReadSection is a part of the text with the groups it is numbered by.
type ReadSection struct {
	ID     string      `json:"id"` // "III"
	Title  string      `json:"title"`
	Role   string      `json:"role"` // context, goals, tasks or assign
	From   int         `json:"from"`
	Groups []ReadGroup `json:"groups"`
}

// ReadGroup is a numbered group of tasks, or an assignment.
type ReadGroup struct {
	ID    string `json:"id"`    // "III.7"
	Title string `json:"title"` // "" for an assignment, whose words are its clauses
	From  int    `json:"from"`
}

// ReadClause is something the text obliges somebody to.
type ReadClause struct {
	ID   string `json:"id"` // "III.7.a"
	Text string `json:"text"`
	Lead string `json:"lead,omitempty"` // who, where the text says so
	With string `json:"with,omitempty"`
	Due  string `json:"due,omitempty"` // by when, of a table's row
	From int    `json:"from"`
	To   int    `json:"to"`
}

// ReadTarget is a bullet of the targets with what it measures.
type ReadTarget struct {
	ID         string          `json:"id"` // "CT-4"
	Text       string          `json:"text"`
	From       int             `json:"from"`
	To         int             `json:"to"`
	Indicators []ReadIndicator `json:"indicators"`
}

// Kinds of a target.
const (
	Coverage   = "coverage"   // 100 % of those named
	Threshold  = "threshold"  // over, or at least, so much
	Range      = "range"      // from so much to so much
	Presence   = "presence"   // once in the term
	Recurrence = "recurrence" // in a rhythm
	Activity   = "activity"   // without number or rhythm
)

// ReadIndicator is one thing a target measures.
type ReadIndicator struct {
	ID     string  `json:"id"` // "CT-4a"; that of the target where it is the only one
	Text   string  `json:"text"`
	Kind   string  `json:"kind"`
	Op     string  `json:"op,omitempty"`     // "=", ">", ">=" or "..", with Kind coverage, threshold and range
	Value  float64 `json:"value,omitempty"`  // percent
	To     float64 `json:"to,omitempty"`     // of a range
	Rhythm string  `json:"rhythm,omitempty"` // term, year or half
}

// Groups are the groups of all sections of a role.
func (r *Resolution) Groups(role string) []ReadGroup {
	var out []ReadGroup
	for _, s := range r.Sections {
		if s.Role == role {
			out = append(out, s.Groups...)
		}
	}
	return out
}

// Indicators are those of all targets.
func (r *Resolution) Indicators() []ReadIndicator {
	var out []ReadIndicator
	for _, t := range r.Targets {
		out = append(out, t.Indicators...)
	}
	return out
}
