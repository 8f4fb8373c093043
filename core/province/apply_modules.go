package province

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/province/spelling"
	"github.com/doanket/doanket/core/tenant"
)

// modules switches on what the folder names, where it is only tried at the units it
// names, and off what it does not.
func (a *application) modules(ctx context.Context, have *tenant.Tenant) error {
	for _, m := range a.Kinds.Installed() {
		is, err := a.switched(ctx, have, m.ID)
		if err != nil {
			return err
		}
		want, on := "", slices.Contains(a.folder.Modules, m.ID)
		units := a.folder.Pilots[m.ID]
		if on {
			want = tried(units)
		}
		if !a.settle("module "+m.ID, "switch", want, is) {
			continue
		}
		ids, err := a.trying(ctx, m.ID, units)
		if err != nil {
			return err
		}
		if len(units) > 0 && len(ids) == 0 {
			a.applied.Keep("module "+m.ID, "switch")
			continue // none of them is open any more: on nowhere is not on everywhere
		}
		a.note("switch module %s: %s", m.ID, strings.TrimSpace(map[bool]string{true: "on " + strings.Join(units, ", "), false: "off"}[on]))
		if err := a.SwitchModule(ctx, m.ID, on, ids...); err != nil {
			return err
		}
	}
	return nil
}

// switched is how a module stands, as it is remembered: "" off, as good as never
// touched, "on", or with the codes of the units that try it.
func (a *application) switched(ctx context.Context, have *tenant.Tenant, moduleID string) (string, error) {
	if !have.On(moduleID) {
		return "", nil
	}
	var codes []string
	for _, id := range have.Pilot(moduleID) {
		u, err := a.Tree.Get(ctx, id)
		if fault.Is(err, fault.NotFound) {
			continue // of a tree that was replaced
		}
		if err != nil {
			return "", err
		}
		codes = append(codes, u.Code)
	}
	return tried(codes), nil
}

// tried is a module that is on, only at the units with these codes where there are any.
func tried(codes []string) string {
	codes = slices.Clone(codes)
	slices.Sort(codes)
	return strings.TrimSpace("on " + strings.Join(slices.Compact(codes), " "))
}

// trying are the open units with the codes, none twice; a closed one is drift.
func (a *application) trying(ctx context.Context, moduleID string, codes []string) ([]string, error) {
	var ids []string
	for _, code := range codes {
		unitID := a.applied.Now("unit "+code, "id")
		if unitID == "" {
			a.drift("module %s: not tried at %s, which is not there", moduleID, code)
			continue
		}
		u, err := a.Tree.Get(ctx, unitID)
		if err != nil {
			return nil, err
		}
		if !u.Open() {
			a.drift("module %s: not tried at %s, which is closed", moduleID, code)
			continue
		}
		if !slices.Contains(ids, unitID) {
			ids = append(ids, unitID)
		}
	}
	return ids, nil
}

// maxPilot is how many units may try a module: with more it is on in the province.
const maxPilot = 100

// knownPilots looks at the modules that are tried and the units that try them.
func (f *Folder) knownPilots(s *spelling.Spelling) {
	codes := make([]string, len(f.Units))
	for i, u := range f.Units {
		codes[i] = u.Code
	}
	for _, id := range keys(f.Pilots) {
		at := "pilots." + id
		s.Word("modules.yaml", at, "module that is enabled", id, f.Modules)
		if n := len(f.Pilots[id]); n == 0 || n > maxPilot {
			s.Refuse("modules.yaml", at, fmt.Sprintf("%s is tried at %d units, of 1 to %d", id, n, maxPilot))
		}
		for i, code := range f.Pilots[id] {
			s.Word("modules.yaml", fmt.Sprintf("%s[%d]", at, i), "unit", code, codes)
		}
	}
}
