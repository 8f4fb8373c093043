package province

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/tenant"
)

// registry brings name, code, hosts and settings to what the folder says.
func (a *application) registry(ctx context.Context, have *tenant.Tenant) error {
	f, change := a.folder, map[string]any{}
	if a.settle("province", "name", f.Name, have.Name) {
		change["name"] = f.Name
	}
	if a.settle("province", "code", f.Code, have.Code) {
		change["code"] = f.Code
	}
	if a.settle("province", "hosts", strings.Join(f.Hosts, " "), strings.Join(have.Hosts, " ")) {
		change["hosts"] = f.Hosts
	}
	settings, err := a.settings(have)
	if err != nil {
		return err
	}
	said := keys(change)
	if len(settings) > 0 {
		change["settings"] = settings
		for _, name := range keys(settings) {
			said = append(said, "settings."+name)
		}
	}
	if len(change) == 0 {
		return nil
	}
	a.note("change province %s: %s", f.Slug, strings.Join(said, ", "))
	_, err = a.Tenants.Change(ctx, f.Slug, change)
	return err
}

// settings are those of the folder that are to be merged in. What the folder
// leaves open is remembered as it stands, so that the day the folder names it,
// a person's change is known for one.
func (a *application) settings(have *tenant.Tenant) (map[string]any, error) {
	merged := have.Settings
	if len(a.folder.Settings) > 0 {
		var err error
		if merged, err = merged.Merged(a.folder.Settings); err != nil {
			return nil, err
		}
	}
	wants, haves := byName(merged), byName(have.Settings)
	out := map[string]any{}
	for _, name := range tenant.SettingNames() {
		want, named := a.folder.Settings[name]
		if !named {
			a.applied.Set("setting "+name, "value", haves[name])
			a.applied.Keep("setting "+name, "value")
		} else if a.settle("setting "+name, "value", wants[name], haves[name]) {
			out[name] = want
		}
	}
	return out, nil
}

// byName is each setting as JSON.
func byName(s tenant.Settings) map[string]string {
	var raw map[string]json.RawMessage
	text, err := json.Marshal(s)
	if err == nil {
		err = json.Unmarshal(text, &raw)
	}
	out := make(map[string]string, len(raw))
	for name, value := range raw {
		out[name] = string(value)
	}
	if err != nil {
		return nil // settings came from JSON: they go back
	}
	return out
}

func keys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
