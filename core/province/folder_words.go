package province

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/text"
	"github.com/doanket/doanket/core/unit"
)

// vocabulary is what the words of a folder may name in this installation.
type vocabulary struct {
	manifests map[string]*manifest.Manifest
	broken    []string // modules that are installed and cannot be used: their words are unknown
	kinds     []string
	deadlines []string // settings.deadlines
	steps     []string // settings.self_approvals
	duties    []string // settings.duties
	told      []string // settings.reminders: codes of deadlines, duties and kinds
}

func (p *Provinces) vocabulary() vocabulary {
	v := vocabulary{manifests: map[string]*manifest.Manifest{}, broken: slices.Clone(p.Broken)}
	for _, r := range p.Kinds.Refused() {
		v.broken = append(v.broken, r.Module)
	}
	for _, m := range p.Kinds.Installed() {
		v.manifests[m.ID] = m
		v.steps = append(v.steps, m.SeparatedSteps()...)
		v.addDuties(m)
		for i := range m.Kinds {
			v.kinds = append(v.kinds, m.Kinds[i].FullName())
			v.told = append(v.told, m.Kinds[i].FullName())
			for _, d := range m.Kinds[i].Deadlines {
				v.told = append(v.told, d.Code)
				if d.Setting != "" {
					v.deadlines = append(v.deadlines, d.Setting)
				}
			}
		}
	}
	return v
}

// addDuties takes in what a province may decide of a manifest's duties.
func (v *vocabulary) addDuties(m *manifest.Manifest) {
	for i := range m.Duties {
		d := &m.Duties[i]
		v.told = append(v.told, d.FullName())
		if d.Setting != "" {
			v.duties = append(v.duties, d.Setting)
		}
		lengths := []string{d.TimesSetting, d.Due.Setting}
		if d.Before != nil {
			lengths = append(lengths, d.Before.Setting)
		}
		v.deadlines = append(v.deadlines, slices.DeleteFunc(lengths, func(key string) bool { return key == "" })...)
	}
}

// modules are the ids a folder may switch on or play in.
func (v vocabulary) modules() []string {
	return append(keys(v.manifests), v.broken...)
}

// actions are what may be permitted on the kinds a pattern covers.
func (v vocabulary) actions(kind string) []string {
	out := []string{access.Read, access.Create, access.Update, "discard", access.Attach, access.Comment, "unseal", "excuse"}
	if kind == "*" {
		out = append(out, access.AdminUnits, access.AdminPeople, access.AdminRoles, access.AdminModules, access.AdminSettings,
			access.AuditRead, access.FigureRead, access.FigureClose, access.ReportWrite, access.ReportFreeze)
	}
	for _, m := range v.manifests {
		for i := range m.Kinds {
			if k := &m.Kinds[i]; fits(kind, k.FullName()) {
				for _, s := range k.Slots {
					out = append(out, access.AttachTo(s.Code))
				}
				for _, t := range k.Lifecycle.Transitions {
					out = append(out, access.Do(t.Name))
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// fits reports whether a pattern ("*", "demo.*", "do:*") or a word covers a word.
func fits(pattern, word string) bool {
	head, open := strings.CutSuffix(pattern, "*")
	return pattern == word || open && strings.HasPrefix(word, head)
}

// spelling collects the words of a folder that nothing answers to.
type spelling struct {
	lines map[string]int
	wrong []fault.FieldError
}

// word refuses a word that is none of the known ones; a kind or an action may
// be a pattern of some.
func (s *spelling) word(file, path, what, value string, known []string) {
	pattern := what == "kind" || what == "action"
	if slices.ContainsFunc(known, func(k string) bool { return value == k || pattern && fits(value, k) }) {
		return
	}
	bare := make([]string, 0, len(known)) // "aprove" is like do:approve
	whole := map[string]string{}
	for _, k := range known {
		short := k[strings.LastIndexByte(k, ':')+1:]
		bare, whole[short], whole[k] = append(bare, k, short), k, k
	}
	why := "unknown " + what + " '" + value + "'"
	if near := text.Nearest(value, bare); near != "" {
		why += "; did you mean '" + whole[near] + "'?"
	}
	at := file
	line := s.lines[file+":"+path]
	if end := strings.LastIndexByte(path, '.'); line == 0 && end > 0 { // it is missing: name what lacks it
		line = s.lines[file+":"+path[:end]]
	}
	if line > 0 {
		at += ":" + strconv.Itoa(line)
	}
	s.wrong = append(s.wrong, fault.FieldError{Field: at, Code: "unknown_value", Params: map[string]string{"value": value, "near": text.Nearest(value, bare), "why": why}})
}

// known refuses roles, modules, kinds, actions, reaches and settings that are
// not there: all at once, each by its file and line.
func (f *Folder) known(v vocabulary) error {
	s := &spelling{lines: f.lines}
	f.knownSettings(s, v)
	f.knownFields(s, v)
	for i, k := range f.UnitKinds {
		s.word("tenant.yaml", fmt.Sprintf("unit_kinds[%d].branch", i), "branch", k.Branch, unit.Branches())
	}
	for i, id := range f.Modules {
		s.word("modules.yaml", fmt.Sprintf("enabled[%d]", i), "module", id, slices.DeleteFunc(v.modules(), func(id string) bool { return id == manifest.CoreID }))
	}
	f.knownUnitKinds(s, v)
	var roles []string
	for _, r := range f.Roles {
		roles = append(roles, r.ID)
	}
	for i, r := range f.Roles {
		at := fmt.Sprintf("roles[%d]", i)
		for j, parent := range r.Inherits {
			s.word("roles.yaml", fmt.Sprintf("%s.inherits[%d]", at, j), "role", parent, roles)
		}
		f.knownParts(s, v, at, r)
		for j, p := range r.Permissions {
			f.knownPermission(s, v, fmt.Sprintf("%s.permissions[%d]", at, j), p)
		}
	}
	if len(s.wrong) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "folder_unknown", fault.Fields(s.wrong...))
}

// knownUnitKinds looks whether the province lists the kinds of units its modules
// count on. What the core's own kinds name a province may do without: then nobody
// there keeps such records.
func (f *Folder) knownUnitKinds(s *spelling, v vocabulary) {
	var kinds []string
	for _, k := range f.UnitKinds {
		kinds = append(kinds, k.ID)
	}
	if len(kinds) == 0 {
		return
	}
	for i, id := range f.Modules {
		if m := v.manifests[id]; m != nil && id != manifest.CoreID {
			for _, kind := range m.UnitKinds() {
				s.word("modules.yaml", fmt.Sprintf("enabled[%d]", i), "kind of units of "+id, kind, kinds)
			}
		}
	}
}

// knownParts looks at what a role plays in modules.
func (f *Folder) knownParts(s *spelling, v vocabulary, at string, r access.Role) {
	for _, id := range keys(r.Plays) {
		s.word("roles.yaml", at+".plays."+id, "module", id, v.modules())
		m := v.manifests[id]
		if m == nil {
			continue
		}
		var parts []string
		for _, part := range m.Roles {
			parts = append(parts, part.ID)
		}
		for j, part := range r.Plays[id] {
			s.word("roles.yaml", fmt.Sprintf("%s.plays.%s[%d]", at, id, j), "role of "+id, part, parts)
		}
	}
}

func (f *Folder) knownPermission(s *spelling, v vocabulary, at string, p access.Permission) {
	s.word("roles.yaml", at+".reach", "reach", cmp.Or(string(p.Reach), string(access.Own)), reaches())
	if len(v.broken) > 0 {
		return // it may be a word of a module that cannot be read now
	}
	s.word("roles.yaml", at+".kind", "kind", p.Kind, append([]string{"*"}, v.kinds...))
	s.word("roles.yaml", at+".action", "action", p.Action, v.actions(p.Kind))
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
func (f *Folder) knownSettings(s *spelling, v vocabulary) {
	names := tenant.SettingNames()
	for _, name := range keys(f.Settings) {
		s.word("tenant.yaml", "settings."+name, "setting", name, names)
		below, _ := f.Settings[name].(map[string]any)
		for _, key := range keys(below) {
			switch at := "settings." + name + "." + key; {
			case name == "limits":
				s.word("tenant.yaml", at, "limit", key, tenant.LimitNames())
			case name == "deadlines" && len(v.broken) == 0:
				s.word("tenant.yaml", at, "deadline", key, v.deadlines)
			case name == "duties" && len(v.broken) == 0:
				s.word("tenant.yaml", at, "duty", key, v.duties)
			}
		}
	}
	f.knownSelfApprovals(s, v)
	f.knownReminders(s, v)
}

// knownSelfApprovals looks at the units and steps of the exceptions.
func (f *Folder) knownSelfApprovals(s *spelling, v vocabulary) {
	list, _ := f.Settings["self_approvals"].([]any)
	codes := make([]string, len(f.Units))
	for i, u := range f.Units {
		codes[i] = u.Code
	}
	for i := range list {
		e, _ := list[i].(map[string]any)
		at := fmt.Sprintf("settings.self_approvals[%d].", i)
		if step, _ := e["step"].(string); len(v.broken) == 0 {
			s.word("tenant.yaml", at+"step", "step", step, v.steps)
		}
		code, _ := e["unit"].(string)
		s.word("tenant.yaml", at+"unit", "unit", code, codes)
	}
}
