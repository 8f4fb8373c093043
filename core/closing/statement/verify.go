package statement

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"io"
	"reflect"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
)

// What a problem is.
const (
	BadFigure    = "figure"    // it is not what the contributions add up to
	BadCount     = "count"     // lines were taken out or put in
	BadEvidence  = "evidence"  // the record is not what its contributions rest on
	BadRecord    = "record"    // a contribution names a record that is not there
	BadDigest    = "digest"    // lines of a section were changed
	BadHash      = "hash"      // lines were changed
	BadSignature = "signature" // the signature is not of the hash
	BadKey       = "key"       // signed by another key than the one asked for
)

// Problem is one thing that does not hold.
type Problem struct {
	What    string `json:"what"`
	Of      string `json:"of,omitempty"` // measure, or section
	Unit    string `json:"unit,omitempty"`
	Record  string `json:"record,omitempty"`
	Written string `json:"written,omitempty"`
	Reckons string `json:"reckons,omitempty"` // what it comes to
}

// Report is what Verify found.
type Report struct {
	Province string          `json:"province"`
	ID       string          `json:"id"`
	Unit     string          `json:"unit"`
	UnitName string          `json:"unit_name"`
	Period   calendar.Period `json:"period"`
	Edition  int             `json:"edition"`
	By       string          `json:"by"`
	At       time.Time       `json:"at"`
	Key      string          `json:"key"` // that signed it
	SHA256   string          `json:"sha256"`

	Measures      int       `json:"measures"`
	Figures       int       `json:"figures"`
	Contributions int       `json:"contributions"`
	Problems      []Problem `json:"problems"`
}

// maxProblems is how many problems a report names.
const maxProblems = 100

// Verify reckons every figure of a file anew from its contributions and checks
// hashes and signature; key is the province's public key in base64, "" when it
// is not known: then a file that somebody made up whole and signed himself passes,
// and only its Key tells. Faults: Invalid closing.not_a_statement, closing.not_a_key.
func Verify(in io.Reader, key string) (*Report, error) {
	if key != "" && publicKey(key) == nil {
		return nil, fault.New(fault.Invalid, "closing.not_a_key", fault.Field("key"))
	}
	f, err := read(in)
	if err != nil {
		return nil, err
	}
	h := f.Head
	r := &Report{Province: h.Province, ID: h.ID, Unit: h.Unit, UnitName: h.UnitName, Period: h.Period, Edition: h.Edition, By: h.ByName, At: h.At,
		Key: f.seal.Key, SHA256: f.sum, Measures: len(f.Measures), Problems: []Problem{}}
	r.reckon(&f.Statement)
	r.digests(f)
	r.signature(f, key)
	return r, nil
}

func publicKey(text string) ed25519.PublicKey {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(raw) != ed25519.PublicKeySize {
		return nil
	}
	return raw
}

func (r *Report) found(p Problem) {
	if len(r.Problems) < maxProblems {
		r.Problems = append(r.Problems, p)
	}
}

// reckon makes all figures anew and holds contributions against their records.
func (r *Report) reckon(s *Statement) {
	c := newComputer(s)
	records := map[string]string{}
	for _, rec := range s.Records {
		records[rec.ID] = rec.Digest()
	}
	named := map[string]bool{} // records whose evidence was named already
	for i := range s.Measures {
		m := &s.Measures[i]
		r.Figures, r.Contributions = r.Figures+len(m.Figures), r.Contributions+len(m.Contributions)
		if have := (Count{len(m.Must), len(m.Owings), len(m.Contributions), len(m.Figures)}); have != m.Count {
			r.found(Problem{What: BadCount, Of: m.Code, Written: fmt.Sprintf("%+v", m.Count), Reckons: fmt.Sprintf("%+v", have)})
		}
		r.compare(m, c.figures(m))
		for _, n := range m.Contributions {
			digest, there := records[n.Record]
			switch {
			case !there:
				r.found(Problem{What: BadRecord, Of: m.Code, Unit: n.Unit, Record: n.Record})
			case digest != n.Rests && !named[n.Record]:
				named[n.Record] = true
				r.found(Problem{What: BadEvidence, Of: m.Code, Unit: n.Unit, Record: n.Record, Written: n.Rests, Reckons: digest})
			}
		}
	}
}

// compare holds the written figures of a measure against those reckoned.
func (r *Report) compare(m *Measure, reckoned []Figure) {
	want := map[string]Figure{}
	for _, f := range reckoned {
		want[f.Unit] = f
	}
	for _, f := range m.Figures {
		if w := want[f.Unit]; !reflect.DeepEqual(f, w) {
			r.found(Problem{What: BadFigure, Of: m.Code, Unit: f.Unit, Written: f.String(), Reckons: w.String()})
		}
		delete(want, f.Unit)
	}
	for _, f := range reckoned {
		if _, left := want[f.Unit]; left {
			r.found(Problem{What: BadFigure, Of: m.Code, Unit: f.Unit, Reckons: f.String()})
		}
	}
}

// String is a figure as a problem names it: its value, of which proven and
// claimed, and what it is divided of.
func (f Figure) String() string {
	number := func(v *float64) string {
		if v == nil {
			return "-"
		}
		return fmt.Sprintf("%g", *v)
	}
	return fmt.Sprintf("%s = %s + %s (%g/%g)", number(f.Value), number(f.Proven), number(f.Claimed), float64(f.Num)/scale, float64(f.Den)/scale)
}

func (r *Report) digests(f *file) {
	for i, have := range f.summed {
		if said := f.said[i]; said != have {
			r.found(Problem{What: BadDigest, Of: have.Of, Written: said.Of + " " + said.SHA256, Reckons: have.SHA256})
		}
	}
	if want := len(f.Measures) + 2; len(f.said) != want {
		r.found(Problem{What: BadDigest, Written: fmt.Sprint(len(f.said)), Reckons: fmt.Sprint(want)})
	}
	if f.sum != f.seal.SHA256 {
		r.found(Problem{What: BadHash, Written: f.seal.SHA256, Reckons: f.sum})
	}
}

func (r *Report) signature(f *file, key string) {
	if key != "" && key != f.seal.Key {
		r.found(Problem{What: BadKey, Written: f.seal.Key, Reckons: key})
	}
	public := publicKey(f.seal.Key)
	signature, err := base64.StdEncoding.DecodeString(f.seal.Signature)
	if public == nil || err != nil || !ed25519.Verify(public, Signed(f.seal.SHA256), signature) {
		r.found(Problem{What: BadSignature, Written: f.seal.Key})
	}
}

// Sound reads a statement and refuses one that is not what the key signed under
// the hash. Fault: Internal "internal".
func Sound(in io.Reader, key, sum string) (*Statement, error) {
	f, err := read(in)
	if err != nil {
		return nil, err
	}
	r := &Report{}
	r.digests(f)
	r.signature(f, key)
	if f.sum != sum || len(r.Problems) > 0 {
		return nil, fault.New(fault.Internal, "internal", fault.Cause(fmt.Errorf("the statement is not what was signed: %+v", r.Problems)))
	}
	return &f.Statement, nil
}
