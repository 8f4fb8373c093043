package manifest

import (
	"bytes"
	"errors"
	"io"
	"io/fs"

	"github.com/doanket/doanket/core/manifest/source"
	"go.yaml.in/yaml/v3"
)

// maxSource bounds a manifest: what a module says of itself is not trusted.
const maxSource = 1 << 20

// labelFile is what labels.yaml holds: the texts Go and CEL refer to by code.
type labelFile struct {
	Problems map[string]Text `yaml:"problems"`
}

// Parse reads module.yaml and, beside it, labels.yaml and a file per kind in
// kinds/, and checks everything that can be checked without evaluating CEL;
// rule.Check does that. The manifest is nil when it cannot be read at all.
func Parse(files fs.FS) (*Manifest, []Problem) { return parse(files, false) }

func parse(files fs.FS, base bool) (*Manifest, []Problem) {
	main, err := fs.ReadFile(files, "module.yaml")
	if err != nil {
		return nil, []Problem{{"module.yaml", 1, "the manifest cannot be read: " + err.Error(), "put module.yaml beside the Go files and embed it"}}
	}
	r := &reader{m: &Manifest{file: "module.yaml", lines: map[string]place{}, base: base}}
	r.document("module.yaml", main, r.m, "")
	parts := [][]byte{main}
	labels, err := fs.ReadFile(files, "labels.yaml")
	if err == nil {
		r.labels("labels.yaml", labels)
		parts = append(parts, labels)
	}
	kinds, _ := fs.Glob(files, "kinds/*.yaml") // the pattern is sound, so there is no error
	if len(kinds) > 0 && len(parts) == 1 {
		parts = append(parts, []byte("problems: {}"))
	}
	for _, name := range kinds {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			r.fail(name, 1, "the kind cannot be read: "+err.Error(), "let kinds/ hold files only")
			continue
		}
		r.kind(name, data)
		parts = append(parts, data)
	}
	r.m.source = joined(parts)
	return r.finish()
}

// separator stands between the documents of a manifest's source.
var separator = []byte("\n---\n")

func joined(parts [][]byte) []byte {
	for i := range len(parts) - 1 {
		parts[i] = bytes.TrimRight(parts[i], "\n")
	}
	return bytes.Join(parts, separator)
}

// ParseBytes reads a manifest from one stream, as Manifest.Source gives it:
// the manifest, then the labels, then one document for each kind that has a
// file of its own.
func ParseBytes(name string, data []byte) (*Manifest, []Problem) {
	r := &reader{m: &Manifest{file: name, lines: map[string]place{}, source: data}}
	for i, part := range bytes.Split(data, separator) {
		switch i {
		case 0:
			r.document(name, part, r.m, "")
		case 1:
			r.labels(name, part)
		default:
			r.kind(name, part)
		}
		r.skip += bytes.Count(part, []byte("\n")) + 2
	}
	return r.finish()
}

// reader collects what is wrong while it reads.
type reader struct {
	m        *Manifest
	skip     int // lines of the stream before the document being read
	problems []Problem
	broken   bool // the document cannot be decoded; checking it makes no sense
}

func (r *reader) finish() (*Manifest, []Problem) {
	if r.broken {
		return nil, r.problems
	}
	r.m.complete()
	return r.m, append(r.problems, lint(r.m)...)
}

func (r *reader) labels(name string, data []byte) {
	var l labelFile
	r.document(name, data, &l, "")
	if len(l.Problems) > 0 && r.m.Problems == nil {
		r.m.Problems = map[string]Text{}
	}
	for code, text := range l.Problems {
		r.m.Problems[code] = text
	}
}

func (r *reader) kind(name string, data []byte) {
	var k Kind
	r.document(name, data, &k, Path("kinds", len(r.m.Kinds)))
	r.m.Kinds = append(r.m.Kinds, k)
}

func (r *reader) fail(file string, line int, what, fix string) {
	r.problems = append(r.problems, Problem{file, line, what, fix})
	r.broken = true
}

// document decodes one YAML document strictly and notes the line of all it
// meets; at is its place in the manifest.
func (r *reader) document(file string, data []byte, into any, at string) {
	if len(data) > maxSource {
		r.fail(file, 1, "the manifest is larger than 1 MiB", "say less")
		return
	}
	var doc, more yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	if err := decoder.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			r.fail(file, 1, "the file is empty", "start with api_version: mod/v1")
			return
		}
		r.yamlError(file, data, err)
		return
	}
	if err := decoder.Decode(&more); err == nil {
		r.fail(file, r.skip+more.Line, "the file holds a second document", "remove the line ---; texts go into labels.yaml, kinds into kinds/")
		return
	}
	w := walker{reader: r, file: file}
	w.node(doc.Content[0], typeOf(into), at)
	if r.broken {
		return
	}
	if err := doc.Content[0].Decode(into); err != nil {
		r.yamlError(file, data, err)
	}
}

// yamlError turns what is no YAML, or of another type, into problems with lines.
func (r *reader) yamlError(file string, data []byte, err error) {
	for _, c := range source.Complaints(data, err) {
		r.fail(file, r.skip+c.Line, c.What, "check the indentation and the type of the value")
	}
}

// complete fills what authors need not write.
func (m *Manifest) complete() {
	for i := range m.Kinds {
		k := &m.Kinds[i]
		k.Module, k.home = m.ID, m
		for j := range k.Slots {
			if s := &k.Slots[j]; s.Max == 0 {
				s.Max = max(10, s.Min)
			}
			if s := &k.Slots[j]; s.MaxMB == 0 {
				s.MaxMB = 50
			}
		}
	}
	m.completeDuties()
	for i := range m.Measures {
		m.Measures[i].Module = m.ID
		if m.Measures[i].At == "" {
			m.Measures[i].At = "unit"
		}
	}
}
