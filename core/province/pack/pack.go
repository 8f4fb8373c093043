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

	Roles     []Choice `json:"roles" yaml:"-"`             // of roles.yaml, which is copied as it is
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
	sourcesFile   = "role_sources.yaml" // id of a role → what it rests on
	unitKindsFile = "unit_kinds.yaml"
)

// Read reads all packs, by id. A mistake is Invalid file_malformed with the file.
func Read(files fs.FS) ([]Pack, error) {
	names, err := fs.Glob(files, "*"+suffix)
	if err != nil {
		return nil, err
	}
	shared := map[string][]byte{}
	for _, name := range []string{rolesFile, sourcesFile, unitKindsFile} {
		if shared[name], err = fs.ReadFile(files, name); err != nil {
			return nil, fault.New(fault.Invalid, "file_missing", fault.Param("file", name), fault.Cause(err))
		}
	}
	roles, err := readRoles(shared)
	if err != nil {
		return nil, err
	}
	var out []Pack
	for _, name := range names {
		p := Pack{ID: strings.TrimSuffix(path.Base(name), suffix), Roles: roles, shared: shared}
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

// readRoles are the roles all packs share, each with what it rests on.
func readRoles(shared map[string][]byte) ([]Choice, error) {
	var file struct {
		Roles []struct {
			ID    string        `yaml:"id"`
			Label manifest.Text `yaml:"label"`
		} `yaml:"roles"`
	}
	sources := map[string]manifest.Text{}
	for name, into := range map[string]any{rolesFile: &file, sourcesFile: &sources} {
		if err := yaml.Unmarshal(shared[name], into); err != nil {
			return nil, fault.New(fault.Invalid, "file_malformed", fault.Param("file", name), fault.Param("why", err.Error()), fault.Cause(err))
		}
	}
	out := make([]Choice, len(file.Roles))
	for i, r := range file.Roles {
		out[i] = Choice{Set: r.ID, Value: true, Label: r.Label, Source: sources[r.ID]}
	}
	return out, nil
}

// unsourced names the first choice that does not say where it comes from.
func (p *Pack) unsourced() string {
	for _, c := range slices.Concat(p.Roles, p.Modules, p.Duties, p.Deadlines, p.Limits) {
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
