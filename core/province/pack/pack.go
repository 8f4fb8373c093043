package pack

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
)

// suffix is how the file of a pack ends; before it stands its id.
const suffix = ".pack.yaml"

// Pack is what a new province may begin with.
type Pack struct {
	ID    string        `json:"id" yaml:"-"`
	Label manifest.Text `json:"label" yaml:"label"`
	Hint  manifest.Text `json:"hint" yaml:"hint"`

	Modules   []Choice `json:"modules" yaml:"modules"`     // switched on
	Duties    []Choice `json:"duties" yaml:"duties"`       // settings.duties
	Deadlines []Choice `json:"deadlines" yaml:"deadlines"` // settings.deadlines
	Limits    []Choice `json:"limits" yaml:"limits"`       // settings.limits
	Heads     []string `json:"heads" yaml:"heads"`         // roles that lead a unit

	shared map[string][]byte // files all packs share, by name
}

// Choice is one thing a pack sets, and where it comes from.
type Choice struct {
	Set    string        `json:"set" yaml:"set"`
	Value  any           `json:"value,omitempty" yaml:"value"`
	Label  manifest.Text `json:"label,omitzero" yaml:"label"`
	Source manifest.Text `json:"source" yaml:"source"`
}

// The files all packs share.
const (
	rolesFile     = "roles.yaml"
	unitKindsFile = "unit_kinds.yaml"
)

// Read reads all packs, by id. A mistake is Invalid file_malformed with the file.
func Read(files fs.FS) ([]Pack, error) {
	names, err := fs.Glob(files, "*"+suffix)
	if err != nil {
		return nil, err
	}
	shared := map[string][]byte{}
	for _, name := range []string{rolesFile, unitKindsFile} {
		if shared[name], err = fs.ReadFile(files, name); err != nil {
			return nil, fault.New(fault.Invalid, "file_missing", fault.Param("file", name), fault.Cause(err))
		}
	}
	var out []Pack
	for _, name := range names {
		p := Pack{ID: strings.TrimSuffix(path.Base(name), suffix), shared: shared}
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fault.New(fault.Invalid, "file_missing", fault.Param("file", name), fault.Cause(err))
		}
		d := yaml.NewDecoder(bytes.NewReader(raw))
		d.KnownFields(true)
		if err := d.Decode(&p); err != nil {
			return nil, fault.New(fault.Invalid, "file_malformed", fault.Param("file", name), fault.Param("why", err.Error()), fault.Cause(err))
		}
		if why := p.unsourced(); why != "" {
			return nil, fault.New(fault.Invalid, "file_malformed", fault.Param("file", name), fault.Param("why", why))
		}
		out = append(out, p)
	}
	return out, nil
}

// unsourced names the first choice that does not say where it comes from.
func (p *Pack) unsourced() string {
	for _, c := range slices.Concat(p.Modules, p.Duties, p.Deadlines, p.Limits) {
		if c.Set == "" || c.Source.VI == "" || c.Source.EN == "" {
			return fmt.Sprintf("%q names no source", c.Set)
		}
	}
	return ""
}

// Find is the pack with the id; NotFound pack_unknown says which there are.
func Find(all []Pack, id string) (*Pack, error) {
	ids := make([]string, len(all))
	for i := range all {
		if ids[i] = all[i].ID; ids[i] == id {
			return &all[i], nil
		}
	}
	return nil, fault.New(fault.NotFound, "pack_unknown", fault.Param("pack", id), fault.Param("fix", manifest.OneOf(id, ids)))
}
