package province

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/province/spelling"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/unit"
)

func (p *Provinces) vocabulary() spelling.Vocabulary {
	broken := slices.Clone(p.Broken)
	for _, r := range p.Kinds.Refused() {
		broken = append(broken, r.Module)
	}
	return spelling.Of(p.Kinds.Installed(), broken)
}

// known refuses roles, modules, kinds, actions, reaches and settings that are
// not there: all at once, each by its file and line.
func (f *Folder) known(v spelling.Vocabulary) error {
	s := spelling.New(f.lines)
	f.knownSettings(s, v)
	f.knownFields(s, v)
	for i, k := range f.UnitKinds {
		s.Word("tenant.yaml", fmt.Sprintf("unit_kinds[%d].branch", i), "branch", k.Branch, unit.Branches())
	}
	for i, id := range f.Modules {
		s.Word("modules.yaml", fmt.Sprintf("enabled[%d]", i), "module", id, slices.DeleteFunc(v.Modules(), func(id string) bool { return id == manifest.CoreID }))
	}
	f.knownUnitKinds(s, v)
	f.knownPilots(s)
	var roles []string
	for _, r := range f.Roles {
		roles = append(roles, r.ID)
	}
	for i, r := range f.Roles {
		at := fmt.Sprintf("roles[%d]", i)
		for j, parent := range r.Inherits {
			s.Word("roles.yaml", fmt.Sprintf("%s.inherits[%d]", at, j), "role", parent, roles)
		}
		f.knownParts(s, v, at, r)
		for j, p := range r.Permissions {
			f.knownPermission(s, v, fmt.Sprintf("%s.permissions[%d]", at, j), p)
		}
	}
	if len(s.Wrong) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "folder_unknown", fault.Fields(s.Wrong...))
}

// knownUnitKinds looks whether the province lists the kinds of units its modules
// count on. What the core's own kinds name a province may do without: then nobody
// there keeps such records.
func (f *Folder) knownUnitKinds(s *spelling.Spelling, v spelling.Vocabulary) {
	var kinds []string
	for _, k := range f.UnitKinds {
		kinds = append(kinds, k.ID)
	}
	if len(kinds) == 0 {
		return
	}
	for i, id := range f.Modules {
		if m := v.Manifests[id]; m != nil && id != manifest.CoreID {
			for _, kind := range m.UnitKinds() {
				s.Word("modules.yaml", fmt.Sprintf("enabled[%d]", i), "kind of units of "+id, kind, kinds)
			}
		}
	}
}

// knownParts looks at what a role plays in modules.
func (f *Folder) knownParts(s *spelling.Spelling, v spelling.Vocabulary, at string, r access.Role) {
	for _, id := range keys(r.Plays) {
		s.Word("roles.yaml", at+".plays."+id, "module", id, v.Modules())
		m := v.Manifests[id]
		if m == nil {
			continue
		}
		var parts []string
		for _, part := range m.Roles {
			parts = append(parts, part.ID)
		}
		for j, part := range r.Plays[id] {
			s.Word("roles.yaml", fmt.Sprintf("%s.plays.%s[%d]", at, id, j), "role of "+id, part, parts)
		}
	}
}

func (f *Folder) knownPermission(s *spelling.Spelling, v spelling.Vocabulary, at string, p access.Permission) {
	s.Word("roles.yaml", at+".reach", "reach", cmp.Or(string(p.Reach), string(access.Own)), reaches())
	if len(v.Broken) > 0 {
		return // it may be a word of a module that cannot be read now
	}
	s.Word("roles.yaml", at+".kind", "kind", p.Kind, append([]string{"*"}, v.Kinds...))
	actions := v.Actions(p.Kind)
	for _, r := range f.Roles {
		if p.Kind == "*" {
			actions = append(actions, access.Give(r.ID))
		}
	}
	s.Word("roles.yaml", at+".action", "action", p.Action, actions)
}

// reaches are the words of access as a folder writes them.
func reaches() []string {
	var out []string
	for _, r := range access.Reaches() {
		out = append(out, string(r))
	}
	return out
}

// knownSettings looks at the names under settings, its limits, deadlines and duties.
func (f *Folder) knownSettings(s *spelling.Spelling, v spelling.Vocabulary) {
	names := tenant.SettingNames()
	for _, name := range keys(f.Settings) {
		s.Word("tenant.yaml", "settings."+name, "setting", name, names)
		below, _ := f.Settings[name].(map[string]any)
		for _, key := range keys(below) {
			switch at := "settings." + name + "." + key; {
			case name == "limits":
				s.Word("tenant.yaml", at, "limit", key, tenant.LimitNames())
			case name == "deadlines" && len(v.Broken) == 0:
				s.Word("tenant.yaml", at, "deadline", key, v.Deadlines)
			case name == "duties" && len(v.Broken) == 0:
				s.Word("tenant.yaml", at, "duty", key, v.Duties)
			}
		}
	}
	f.knownSelfApprovals(s, v)
	f.knownReminders(s, v)
	f.knownReports(s, v)
}

// knownSelfApprovals looks at the units and steps of the exceptions.
func (f *Folder) knownSelfApprovals(s *spelling.Spelling, v spelling.Vocabulary) {
	list, _ := f.Settings["self_approvals"].([]any)
	codes := make([]string, len(f.Units))
	for i, u := range f.Units {
		codes[i] = u.Code
	}
	for i := range list {
		e, _ := list[i].(map[string]any)
		at := fmt.Sprintf("settings.self_approvals[%d].", i)
		if step, _ := e["step"].(string); len(v.Broken) == 0 {
			s.Word("tenant.yaml", at+"step", "step", step, v.Steps)
		}
		code, _ := e["unit"].(string)
		s.Word("tenant.yaml", at+"unit", "unit", code, codes)
	}
}
