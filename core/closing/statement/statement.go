package statement

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
)

// Format is the first word of a file.
const Format = "doanket-figures-1"

// Statement is a closed period.
type Statement struct {
	Head     Head
	Units    []Unit    // by id
	Records  []Record  // by id
	Measures []Measure // by code
}

// Head says what was closed, by whom and when.
type Head struct {
	Format   string          `json:"format"`
	Province string          `json:"province"`
	ID       string          `json:"id"` // of the closing
	Unit     string          `json:"unit"`
	UnitName string          `json:"unit_name"`
	Period   calendar.Period `json:"period"`
	Edition  int             `json:"edition"`            // 1, or more after a restatement
	Replaces string          `json:"replaces,omitempty"` // SHA-256 of the edition before
	Reason   string          `json:"reason,omitempty"`   // for which it was replaced
	By       string          `json:"by"`                 // person
	ByName   string          `json:"by_name"`
	At       time.Time       `json:"at"`
}

// Unit is a unit in reach, or one outside whose work a unit in reach took over.
type Unit struct {
	ID   string `json:"id"`
	Path string `json:"path"`
	Code string `json:"code,omitempty"`
	Name string `json:"name"`
	Heir string `json:"heir,omitempty"` // the one unit that took over when it ended
}

// Record is a record that counts, as it was.
type Record struct {
	ID       string     `json:"id"`
	Kind     string     `json:"kind"`
	Version  int        `json:"version"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Evidence is a document that proves the record.
type Evidence struct {
	Document string `json:"document"`
	Version  int    `json:"version"`
	Slot     string `json:"slot"`
	SHA256   string `json:"sha256"`
	Broken   bool   `json:"broken,omitempty"` // its bytes were known to be damaged
}

// Digest is what contributions say of the record they come from.
func (r Record) Digest() string {
	raw, _ := json.Marshal(r) // texts and numbers
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8])
}

// Measure is how a measure counts, what counts and what that comes to.
type Measure struct {
	Code     string           `json:"code"`
	Revision string           `json:"revision,omitempty"` // of its declaration; none: of a duty
	Label    manifest.Text    `json:"label"`
	Kind     string           `json:"kind"`
	In       string           `json:"in,omitempty"` // percent, count…
	Target   *manifest.Target `json:"target,omitempty"`
	Need     int64            `json:"need,omitempty"`   // of a coverage: records that reach a unit
	Duty     bool             `json:"duty,omitempty"`   // of what a duty obliges to
	AllOf    []string         `json:"all_of,omitempty"` // of a coverage made of others: their codes
	Unless   []string         `json:"unless,omitempty"` // of those: which must not hold
	Count    Count            `json:"count"`

	Must          []string       `json:"-"` // units, by id
	Owings        []Owing        `json:"-"`
	Contributions []Contribution `json:"-"`
	Figures       []Figure       `json:"-"`
}

// Count is how many lines of each sort a measure has.
type Count struct {
	Must          int `json:"must,omitempty"`
	Owings        int `json:"owings,omitempty"`
	Contributions int `json:"contributions,omitempty"`
	Figures       int `json:"figures"`
}

// Contribution is a record's part in a measure at a unit.
type Contribution struct {
	Record string        `json:"record"`
	Rests  string        `json:"rests"` // Digest of the record
	Unit   string        `json:"unit"`
	Day    calendar.Date `json:"day"` // of a stock: the last on which it changed
	Num    int64         `json:"num,omitempty"`
	Den    int64         `json:"den,omitempty"`
	Proven int64         `json:"proven,omitempty"`
	Cover  bool          `json:"cover,omitempty"` // it reaches the unit and adds nothing by itself
}

// Owing is what a unit owed of a duty in the period, in obligations.
type Owing struct {
	Unit    string   `json:"unit"`
	Path    string   `json:"path"` // as the obligations were opened
	Owed    int64    `json:"owed"` // without the excused
	Met     int64    `json:"met"`
	Late    int64    `json:"late"`
	Proven  int64    `json:"proven"`
	Excused int64    `json:"excused"`
	Records []string `json:"records,omitempty"`
}

// Figure is a measure at a unit, everything below included; Value, Proven and
// Claimed are in the measure's unit, null where there is nothing to divide by.
type Figure struct {
	Unit    string   `json:"unit"`
	Num     int64    `json:"num"`
	Den     int64    `json:"den"`
	Value   *float64 `json:"value"`
	Proven  *float64 `json:"proven"`
	Claimed *float64 `json:"claimed"`
}

// Seal ends a file.
type Seal struct {
	SHA256    string `json:"sha256"`
	Key       string `json:"key"`       // ed25519, base64
	Signature string `json:"signature"` // of Signed(SHA256), base64
}

// Signed is what the signature of a hash is over.
func Signed(hash string) []byte { return []byte(Format + "\n" + hash + "\n") }

// line is one line: exactly one member is there.
type line struct {
	Head         *Head         `json:"head,omitempty"`
	Unit         *Unit         `json:"unit,omitempty"`
	Record       *Record       `json:"record,omitempty"`
	Measure      *Measure      `json:"measure,omitempty"`
	Must         string        `json:"must,omitempty"`
	Owing        *Owing        `json:"owing,omitempty"`
	Contribution *Contribution `json:"contribution,omitempty"`
	Figure       *Figure       `json:"figure,omitempty"`
	Digest       *Digest       `json:"digest,omitempty"`
	Seal         *Seal         `json:"seal,omitempty"`
}

// Digest is the SHA-256 of a section.
type Digest struct {
	Of     string `json:"of"`
	SHA256 string `json:"sha256"`
}

// The sections that are no measure.
const (
	OfUnits   = "units"
	OfRecords = "records"
)
