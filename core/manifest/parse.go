package manifest

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// maxSource bounds a manifest: what a module says of itself is not trusted.
const maxSource = 1 << 20

// labelFile is what labels.yaml holds: the texts Go and CEL refer to by code.
type labelFile struct {
	Problems map[string]Text `yaml:"problems"`
}

// Parse reads module.yaml and, beside it, labels.yaml, and checks everything
// that can be checked without evaluating CEL; rule.Check does that. The
// manifest is nil when it cannot be read at all.
func Parse(files fs.FS) (*Manifest, []Problem) {
	main, err := fs.ReadFile(files, "module.yaml")
	if err != nil {
		return nil, []Problem{{"module.yaml", 1, "the manifest cannot be read: " + err.Error(), "put module.yaml beside the Go files and embed it"}}
	}
	r := &reader{m: &Manifest{file: "module.yaml", lines: map[string]place{}}}
	r.document("module.yaml", main, r.m)
	labels, err := fs.ReadFile(files, "labels.yaml")
	if err == nil {
		r.labels("labels.yaml", labels)
		main = bytes.Join([][]byte{bytes.TrimRight(main, "\n"), labels}, []byte("\n---\n"))
	}
	r.m.source = main
	return r.finish()
}

// ParseBytes reads a manifest from one stream, as Manifest.Source gives it:
// the manifest and, as a second document, the labels.
func ParseBytes(name string, data []byte) (*Manifest, []Problem) {
	r := &reader{m: &Manifest{file: name, lines: map[string]place{}, source: data}}
	docs := bytes.SplitN(data, []byte("\n---\n"), 2)
	r.document(name, docs[0], r.m)
	if len(docs) == 2 {
		r.skip = bytes.Count(docs[0], []byte("\n")) + 2
		r.labels(name, docs[1])
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
	r.document(name, data, &l)
	if len(l.Problems) > 0 && r.m.Problems == nil {
		r.m.Problems = map[string]Text{}
	}
	for code, text := range l.Problems {
		r.m.Problems[code] = text
	}
}

func (r *reader) fail(file string, line int, what, fix string) {
	r.problems = append(r.problems, Problem{file, line, what, fix})
	r.broken = true
}

// document decodes one YAML document strictly and notes the line of all it
// meets.
func (r *reader) document(file string, data []byte, into any) {
	if len(data) > maxSource {
		r.fail(file, 1, "the manifest is larger than 1 MiB", "say less")
		return
	}
	var doc yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			r.fail(file, 1, "the file is empty", "start with api_version: mod/v1")
			return
		}
		r.yamlError(file, err)
		return
	}
	w := walker{reader: r, file: file}
	w.node(doc.Content[0], typeOf(into), "")
	if r.broken {
		return
	}
	if err := doc.Content[0].Decode(into); err != nil {
		r.yamlError(file, err)
	}
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

// yamlError turns the library's sentences into problems with lines.
func (r *reader) yamlError(file string, err error) {
	texts := []string{err.Error()}
	var te *yaml.TypeError
	if errors.As(err, &te) {
		texts = te.Errors
	}
	for _, text := range texts {
		line, what := 1, text
		if m := yamlLine.FindStringSubmatch(text); m != nil {
			line, _ = strconv.Atoi(m[1])
			what = m[2]
		}
		r.fail(file, r.skip+line, what, "check the indentation and the type of the value")
	}
}

// complete fills what authors need not write.
func (m *Manifest) complete() {
	for i := range m.Kinds {
		k := &m.Kinds[i]
		k.Module = m.ID
		for j := range k.Slots {
			if s := &k.Slots[j]; s.Max == 0 {
				s.Max = max(10, s.Min)
			}
			if s := &k.Slots[j]; s.MaxMB == 0 {
				s.MaxMB = 50
			}
		}
		for j := range k.Lifecycle.Transitions {
			if t := &k.Lifecycle.Transitions[j]; t.NeedsGo() && t.OnUnavailable == "" {
				t.OnUnavailable = "503"
			}
		}
	}
	for i := range m.Measures {
		if m.Measures[i].At == "" {
			m.Measures[i].At = "unit"
		}
	}
}
