package document

import (
	"io"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/text"
	"github.com/doanket/doanket/core/upload"
)

// Meta is what the paper's face says.
type Meta struct {
	Name     string `json:"name,omitempty"`
	Kind     string `json:"kind,omitempty"`
	Number   string `json:"number,omitempty"`
	IssuedOn string `json:"issued_on,omitempty"` // YYYY-MM-DD
	Issuer   string `json:"issuer,omitempty"`
	Summary  string `json:"summary,omitempty"`
}

// Source is where a document's bytes come from: exactly one of UploadID,
// DocumentID and Body.
type Source struct {
	UploadID   string
	DocumentID string
	Body       io.Reader // with Name, and Size and SHA256 as far as known
	Size       int64     // -1: unknown
	Name       string
	SHA256     string
}

// Document is a document at its current version.
type Document struct {
	ID          string    `json:"id"`
	Name        string    `json:"name"`
	Size        int64     `json:"size"`
	Mime        string    `json:"mime"`
	SHA256      string    `json:"sha256"`
	Version     int       `json:"version"`
	Kind        string    `json:"kind,omitempty"`
	Number      string    `json:"number,omitempty"`
	IssuedOn    string    `json:"issued_on,omitempty"`
	Issuer      string    `json:"issuer,omitempty"`
	Summary     string    `json:"summary,omitempty"`
	Scan        string    `json:"scan"` // not_scanned | clean
	Sound       bool      `json:"sound"`
	CreatedAt   time.Time `json:"created_at"`
	CreatedBy   string    `json:"created_by"`
	Slot        string    `json:"slot,omitempty"`         // when seen from a record
	BoundStep   string    `json:"bound_step,omitempty"`   // when seen from a record: the step that rests on it
	DuplicateOf string    `json:"duplicate_of,omitempty"` // after Attach: another with the same bytes, if the caller sees it
	Records     []string  `json:"records,omitempty"`      // in Get: those the caller may read
	Correctable bool      `json:"correctable,omitempty"`  // in Get: the caller may correct what its face says
}

// Version is one version of a document.
type Version struct {
	Version   int       `json:"version"`
	Name      string    `json:"name"`
	Size      int64     `json:"size"`
	Mime      string    `json:"mime"`
	SHA256    string    `json:"sha256"`
	Sound     bool      `json:"sound"`
	CreatedAt time.Time `json:"created_at"`
	CreatedBy string    `json:"created_by"`
}

// notScanned is what a document says of viruses while no scanner is configured.
const notScanned = "not_scanned"

// checkMeta cleans what people typed and refuses marks of secrecy.
func checkMeta(m Meta, kinds []string) (Meta, error) {
	for _, said := range []struct {
		field string
		value *string
		most  int
	}{{"number", &m.Number, 100}, {"issuer", &m.Issuer, 300}, {"summary", &m.Summary, 2000}} {
		clean, err := text.Check(said.field, *said.value, said.most, false)
		if err != nil {
			return m, err
		}
		*said.value = clean
	}
	if m.Name != "" {
		name, err := upload.CleanName(m.Name)
		if err != nil {
			return m, err
		}
		m.Name = name
	}
	if m.IssuedOn != "" {
		day, err := calendar.ParseDate(m.IssuedOn)
		if err != nil {
			return m, fault.New(fault.Invalid, "bad_date", fault.Field("issued_on"), fault.Cause(err))
		}
		m.IssuedOn = day.String()
	}
	if err := checkKind(m.Kind, kinds); err != nil {
		return m, err
	}
	return m, checkMarks(m)
}

func checkMarks(m Meta) error {
	if err := upload.CheckSecretName("name", m.Name); err != nil {
		return err
	}
	if err := upload.CheckSecret("summary", m.Summary); err != nil {
		return err
	}
	return upload.CheckSecretNumber("number", m.Number)
}

// named is the document's name: the person's, with the extension of what it is.
func (m Meta) named(file string) string {
	if m.Name == "" {
		return file
	}
	if upload.Extension(m.Name) == upload.Extension(file) {
		return m.Name
	}
	return upload.Shorten(m.Name + "." + upload.Extension(file))
}

// over fills what m leaves out from an older face.
func (m Meta) over(d *documentRow) Meta {
	keep := func(new, old string) string {
		if new != "" {
			return new
		}
		return old
	}
	return Meta{Name: m.Name, Kind: keep(m.Kind, d.Kind), Number: keep(m.Number, d.Number), IssuedOn: keep(m.IssuedOn, d.IssuedOn),
		Issuer: keep(m.Issuer, d.Issuer), Summary: keep(m.Summary, d.Summary)}
}
