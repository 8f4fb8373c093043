package manifest

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest/find"
	"github.com/doanket/doanket/core/manifest/overlap"
	"github.com/doanket/doanket/core/manifest/showing"
)

// Types of fields and the Go values they have in a map of fields.
const (
	TypeText     = "text"     // string
	TypeLongText = "longtext" // string
	TypeInt      = "int"      // int64
	TypeDecimal  = "decimal"  // float64
	TypeMoney    = "money"    // int64, đồng
	TypeBool     = "bool"     // bool
	TypeDate     = "date"     // string "2006-01-02"
	TypeDateTime = "datetime" // string RFC 3339
	TypeEnum     = "enum"     // string
	TypeEnums    = "enums"    // []string
	TypeRef      = "ref"      // string, a record id
	TypeRefs     = "refs"     // []string
	TypeUnit     = "unit"     // string, a unit id
	TypeUnits    = "units"    // []string
	TypeUser     = "user"     // string, a person id
	TypeList     = "list"     // []map[string]any
	TypeGeo      = "geo"      // map[string]any{lat, lng}
	TypeJSON     = "json"     // any
)

// SensitivityRestricted marks a kind of whose documents the log names each reading.
const SensitivityRestricted = "restricted"

// ListClauses is the list of the clauses the province follows: a record serves
// those its field of that list names.
const ListClauses = "clause"

// ListMeasures is the list of all measures there are, by their full names.
const ListMeasures = "measure"

// Kind declares one kind of record.
type Kind struct {
	ID          int                   `json:"id,omitempty" yaml:"id"`
	Name        string                `json:"name" yaml:"name"`
	Module      string                `json:"module" yaml:"-"` // filled by Parse
	Label       Text                  `json:"label" yaml:"label"`
	Hint        Text                  `json:"hint,omitzero" yaml:"hint"`
	Number      string                `json:"number,omitempty" yaml:"number"`                             // "GS-{year}-{seq:4}"; {name} of a required enum stands for what books says of its value
	Books       map[string]string     `json:"books,omitempty" yaml:"books"`                               // value of the enum that number: names → what stands there; each value counts in a book of its own
	Title       string                `json:"title" yaml:"title"`                                         // field shown as the record's name
	Period      string                `json:"period,omitempty" yaml:"period"`                             // date field that places it in time
	Due         string                `json:"due,omitempty" yaml:"due"`                                   // date field Hôm nay watches
	Sensitivity string                `json:"sensitivity,omitempty" yaml:"sensitivity" enum:"restricted"` // restricted: the log names every reading of a document; what nobody may read in clear is sealed field by field
	OwnerKinds  []string              `json:"owner_kinds,omitempty" yaml:"owner_kinds"`                   // kinds of units that may keep such records; none = any
	Parent      string                `json:"parent,omitempty" yaml:"parent"`                             // ref field that names the record it stands below: whoever may read it reads that one too
	Minutes     map[string]float64    `json:"minutes,omitempty" yaml:"minutes"`                           // module role → minutes one record takes from beginning to end, as estimated; reading is not counted
	Example     map[string]any        `json:"example,omitempty" yaml:"example"`                           // values a first reader is shown as a record would be; kept and counted nowhere
	Serves      []string              `json:"serves,omitempty" yaml:"serves"`                             // ids of the clauses every record serves, unless the province maps its own resolution
	Fields      []Field               `json:"fields" yaml:"fields"`
	Reserved    Reserved              `json:"reserved,omitzero" yaml:"reserved"`
	Deadlines   []Deadline            `json:"deadlines,omitempty" yaml:"deadlines"`
	Rules       []Rule                `json:"rules,omitempty" yaml:"rules"`
	Slots       []Slot                `json:"slots,omitempty" yaml:"slots"`
	Access      map[string][]string   `json:"access,omitempty" yaml:"access"` // module role → actions
	Lifecycle   Lifecycle             `json:"lifecycle" yaml:"lifecycle"`
	Needs       map[string][]string   `json:"needs,omitempty" yaml:"needs"`           // transition → what its decision must know
	Finds       map[string]*find.Find `json:"finds,omitempty" yaml:"finds"`           // name → other records of the province that rules and decisions are told of
	Overlaps    *overlap.Span         `json:"overlaps,omitempty" yaml:"overlaps"`     // what of its records is compared with others, so that nothing is done twice
	OverlapOf   *overlap.Finding      `json:"overlap_of,omitempty" yaml:"overlap_of"` // it keeps the overlaps that are found
	Public      *showing.Publication  `json:"public,omitempty" yaml:"public"`         // what of its records a province may show to everybody
	Views       Views                 `json:"views,omitzero" yaml:"views"`
	Indexes     [][]string            `json:"indexes,omitempty" yaml:"indexes"`
	Links       []LinkType            `json:"links,omitempty" yaml:"links"` // ways in which its decisions tie a record to others

	home *Manifest // the manifest that declares it, filled by Parse
}

// OwnedBy reports whether a unit of the kind may keep such records.
func (k *Kind) OwnedBy(unitKind string) bool {
	return len(k.OwnerKinds) == 0 || slices.Contains(k.OwnerKinds, unitKind)
}

// Kin is a kind the expressions of this one may look at, by full name: of the same
// manifest or of the core. nil if it is another module's or absent.
func (k *Kind) Kin(full string) *Kind {
	switch module, _, _ := strings.Cut(full, "."); {
	case k.home != nil && module == k.home.ID:
		return k.home.Kind(full)
	case module == CoreID:
		return Core().Kind(full)
	}
	return nil
}

// Found is the kind a find of this one looks for.
func (k *Kind) Found(f *find.Find) *Kind {
	switch {
	case f.Kind == "" || f.Kind == k.FullName():
		return k
	case strings.Contains(f.Kind, "."):
		return k.Kin(f.Kind)
	}
	return k.Kin(k.Module + "." + f.Kind)
}

// FullName is "module.name".
func (k *Kind) FullName() string { return k.Module + "." + k.Name }

// Table is the kind's table in a province's database.
func (k *Kind) Table() string { return "m_" + k.Module + "__" + k.Name }

// MarshalJSON adds the full name, which clients key everything by.
func (k Kind) MarshalJSON() ([]byte, error) {
	type plain Kind
	return json.Marshal(struct {
		FullName string `json:"full_name"`
		plain
	}{k.FullName(), plain(k)})
}

// Field finds a field by name, nil if there is none.
func (k *Kind) Field(name string) *Field {
	for i := range k.Fields {
		if k.Fields[i].Name == name {
			return &k.Fields[i]
		}
	}
	return nil
}

// Slot finds a slot by code, nil if there is none.
func (k *Kind) Slot(code string) *Slot {
	for i := range k.Slots {
		if k.Slots[i].Code == code {
			return &k.Slots[i]
		}
	}
	return nil
}

// Deadline finds a deadline by its code, nil if there is none.
func (k *Kind) Deadline(code string) *Deadline {
	for i := range k.Deadlines {
		if k.Deadlines[i].Code == code {
			return &k.Deadlines[i]
		}
	}
	return nil
}

// Field is one typed field. Its id never changes meaning, so that a rename is
// a rename.
type Field struct {
	ID        int                 `json:"id" yaml:"id"`
	Name      string              `json:"name" yaml:"name"`
	Type      string              `json:"type" yaml:"type" enum:"text,longtext,int,decimal,money,bool,date,datetime,enum,enums,ref,refs,unit,units,user,list,geo,json"`
	Label     Text                `json:"label" yaml:"label"`
	Hint      Text                `json:"hint,omitzero" yaml:"hint"`
	Required  bool                `json:"required,omitempty" yaml:"required"` // to leave the draft
	Search    bool                `json:"search,omitempty" yaml:"search"`
	Index     bool                `json:"index,omitempty" yaml:"index"`
	Min       *float64            `json:"min,omitempty" yaml:"min"`
	Max       *float64            `json:"max,omitempty" yaml:"max"` // of a number; characters of a text; rows of a list; records of refs
	Values    []EnumValue         `json:"values,omitempty" yaml:"values"`
	Open      bool                `json:"open,omitempty" yaml:"open"`                                      // enum: values not listed are kept
	Serves    map[string][]string `json:"serves,omitempty" yaml:"serves"`                                  // enum: value → ids of the clauses a record with it serves
	List      string              `json:"list,omitempty" yaml:"list"`                                      // enum: the province's own list of values of that name, where it has one; clause: the clauses it follows
	To        string              `json:"to,omitempty" yaml:"to"`                                          // ref(s): full name of the kind they name
	ToKinds   []string            `json:"to_kinds,omitempty" yaml:"to_kinds"`                              // ref(s): of each of the kinds, where they are several
	ToStates  []string            `json:"to_states,omitempty" yaml:"to_states"`                            // ref(s): states in which a record may be named; none = any
	Back      Text                `json:"back,omitzero" yaml:"back"`                                       // ref(s): what the record named says of the one that names it
	UnitKinds []string            `json:"unit_kinds,omitempty" yaml:"unit_kinds"`                          // unit(s): kinds offered
	Within    string              `json:"within,omitempty" yaml:"within" enum:"place,branch,subtree,line"` // unit(s): how those that may be named stand to the unit of the record: place, branch, subtree or line
	Fields    []Field             `json:"fields,omitempty" yaml:"fields"`                                  // list: the columns of a row
	Derived   string              `json:"derived,omitempty" yaml:"derived"`                                // CEL, or "go"
	From      []string            `json:"from,omitempty" yaml:"from"`                                      // inputs of a derived field
	Default   string              `json:"default,omitempty" yaml:"default"`                                // CEL, on create
	ReadOnly  bool                `json:"read_only,omitempty" yaml:"read_only"`
	Sealed    bool                `json:"sealed,omitempty" yaml:"sealed"`
	Audience  string              `json:"audience,omitempty" yaml:"audience" enum:"own,both"` // who reads it once the record was sent, or is read through one below: both sides (default), or own: the side that keeps it
	Internal  bool                `json:"internal,omitempty" yaml:"internal"`                 // for rules and measures; no screen shows it
}

// Value finds an enum value, nil if it is not listed.
func (f *Field) Value(id string) *EnumValue {
	for i := range f.Values {
		if f.Values[i].ID == id {
			return &f.Values[i]
		}
	}
	return nil
}

// EnumValue is one choice of an enum.
type EnumValue struct {
	ID    string `json:"id" yaml:"id" required:"true"`
	Label Text   `json:"label" yaml:"label" required:"true"`
}

// Reserved keeps the ids and names of removed fields from being used again.
type Reserved struct {
	IDs   []int    `json:"ids,omitempty" yaml:"ids"`
	Names []string `json:"names,omitempty" yaml:"names"`
}

// Deadline is a clock of a record: it computes a date field from another one, or
// watches a date people set, and says by whom and until when something is owed.
type Deadline struct {
	Code      string        `json:"code" yaml:"code"`
	Label     Text          `json:"label" yaml:"label"`
	Field     string        `json:"field" yaml:"field"`                   // date field it fills; without from: the field people set
	From      string        `json:"from,omitempty" yaml:"from"`           // date field it counts from
	Length    int           `json:"length,omitempty" yaml:"length"`       // 1 or more with from
	Unit      string        `json:"unit,omitempty" yaml:"unit"`           // of the length
	Direction string        `json:"direction,omitempty" yaml:"direction"` // after or before from
	Setting   string        `json:"setting,omitempty" yaml:"setting"`     // key of the province's own length
	Law       bool          `json:"law" yaml:"law"`                       // the length is the law's
	Source    string        `json:"source,omitempty" yaml:"source"`       // law and article
	When      string        `json:"when,omitempty" yaml:"when"`           // CEL: the clock runs only while true; empty = always
	Party     string        `json:"party,omitempty" yaml:"party"`         // who owes it: unit (default), to, or a field of units
	Met       string        `json:"met,omitempty" yaml:"met"`             // a date field or CEL (date or bool) that says when it was met; empty = when the record is done
	Status    string        `json:"status,omitempty" yaml:"status"`       // to_confirm: the law is to be checked, it never counts as late
	ValidFrom calendar.Date `json:"valid_from,omitzero" yaml:"valid_from"`
	ValidTo   calendar.Date `json:"valid_to,omitzero" yaml:"valid_to"`
}

// Rule refuses a save, or warns of it, when its CEL expression is true.
type Rule struct {
	Code     string   `json:"code" yaml:"code"`
	When     string   `json:"when" yaml:"when"` // true = violation
	Field    string   `json:"field,omitempty" yaml:"field"`
	Advisory bool     `json:"advisory,omitempty" yaml:"advisory"`
	On       []string `json:"on,omitempty" yaml:"on"` // transitions; empty = every save but a draft's
}

// Slot is a place for evidence.
type Slot struct {
	Code     string   `json:"code" yaml:"code"`
	Label    Text     `json:"label" yaml:"label"`
	Hint     Text     `json:"hint,omitzero" yaml:"hint"`
	Types    []string `json:"types" yaml:"types"` // extensions: pdf docx xlsx jpg png …
	Min      int      `json:"min" yaml:"min"`     // needed by the transitions that name the slot; at least 1 there
	Max      int      `json:"max" yaml:"max"`
	MaxMB    int      `json:"max_mb" yaml:"max_mb"`
	DocKinds []string `json:"doc_kinds,omitempty" yaml:"doc_kinds"`
	Signed   bool     `json:"signed,omitempty" yaml:"signed"`
	Audience string   `json:"audience,omitempty" yaml:"audience" enum:"own,both"` // as a field's
}

// Views says how a kind is shown; the client draws from it.
type Views struct {
	List ListView `json:"list,omitzero" yaml:"list"`
}

// ListView is the table of records.
type ListView struct {
	Columns []string `json:"columns,omitempty" yaml:"columns"`
	Filters []string `json:"filters,omitempty" yaml:"filters"`
	Sort    string   `json:"sort,omitempty" yaml:"sort"` // "-held_on" = newest first
}
