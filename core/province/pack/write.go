package pack

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity/name"
)

// New is the province a folder is written for.
type New struct {
	Slug, Code, Name string
	Admin            Admin
	Communes         []Commune
}

// Admin is who comes first and invites the others.
type Admin struct{ Login, Name string }

// Write writes the folder of a new province, ready to be applied: each choice of the
// pack with its source above it. Faults: Invalid required; Conflict exists for a folder
// that is there already.
func (p *Pack) Write(dir string, n New) error {
	for field, value := range map[string]string{"slug": n.Slug, "code": n.Code, "name": n.Name, "admin": n.Admin.Name} {
		if strings.TrimSpace(value) == "" {
			return fault.New(fault.Invalid, "required", fault.Field(field))
		}
	}
	units, err := table(append([][]string{{"code", "parent", "kind", "name", "short_name", "from", "to"}}, n.units()...))
	if err != nil {
		return err
	}
	family, given := name.Split(n.Admin.Name)
	posts, err := table([][]string{{"login", "family_middle", "given", "role", "unit", "from"}, {n.Admin.Login, family, given, adminRole, n.Code, firstDay}})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil { //nolint:gosec // a province as data is no secret
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil { //nolint:gosec // likewise
		if os.IsExist(err) {
			return fault.New(fault.Conflict, "exists", fault.Field("dir"), fault.Cause(err))
		}
		return err
	}
	for file, text := range map[string]string{"tenant.yaml": p.tenant(n), "modules.yaml": p.modules(), "roles.yaml": string(p.shared[rolesFile]), "units.csv": units, "posts.csv": posts} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil { //nolint:gosec // likewise
			return err
		}
	}
	return nil
}

// adminRole is the role of whoever comes first, as roles.yaml of the packs calls it.
const adminRole = "tenant_admin"

// tenant is tenant.yaml.
func (p *Pack) tenant(n New) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: a province as data, begun from the pack %q. `doanket tenant apply` creates it\n# and brings it to this state; applied twice it changes nothing.\n", n.Name, p.ID)
	fmt.Fprintf(&b, "slug: %s\ncode: %q\nname: %s\nhosts: [] # own host names beside %s.<base domain>\nsettings:\n  locale: vi\n  postal_days: 3 # days a letter takes when the day of receipt is unknown\n", n.Slug, n.Code, n.Name, n.Slug)
	p.settings(&b, "deadlines", p.Deadlines)
	p.settings(&b, "duties", p.Duties)
	p.settings(&b, "limits", p.Limits)
	if len(p.Heads) > 0 {
		fmt.Fprintf(&b, "  heads: [%s] # who lead a unit: told when work there or below is late\n", strings.Join(p.Heads, ", "))
	}
	b.Write(p.shared[unitKindsFile])
	return b.String()
}

// settings is one setting with its choices, the source of each above it.
func (p *Pack) settings(b *strings.Builder, setting string, all []Choice) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(b, "  %s:\n", setting)
	for _, c := range all {
		fmt.Fprintf(b, "    # %s: %s\n    %s: %v\n", c.Label.VI, c.Source.VI, c.Set, c.Value)
	}
}

// modules is modules.yaml.
func (p *Pack) modules() string {
	var b strings.Builder
	b.WriteString("# Task areas switched on in this province, each with where it comes from. One that is only\n# tried stands under pilots: as well, with the codes of the units: pilots: {" + p.Modules[0].Set + ": [18685]}\nenabled:\n")
	for _, c := range p.Modules {
		fmt.Fprintf(&b, "  # %s\n  - %s\n", c.Source.VI, c.Set)
	}
	return b.String()
}

func table(rows [][]string) (string, error) {
	var b strings.Builder
	err := csv.NewWriter(&b).WriteAll(rows)
	return b.String(), err
}
