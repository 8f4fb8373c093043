package province

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/tenant"
)

// knownReminders looks at the ladders of reminders and the roles that lead units:
// what they are for, whom they name, and their form, each by its line.
func (f *Folder) knownReminders(s *spelling, v vocabulary) {
	roles := make([]string, len(f.Roles))
	for i, r := range f.Roles {
		roles[i] = r.ID
	}
	for i, role := range list(f.Settings["heads"]) {
		if name, ok := role.(string); ok && len(roles) > 0 {
			s.word("tenant.yaml", fmt.Sprintf("settings.heads[%d]", i), "role", name, roles)
		}
	}
	told := append([]string{tenant.ToOwner, tenant.ToKeeper, tenant.ToHead}, roles...)
	for i, ladder := range list(f.Settings["reminders"]) {
		at := fmt.Sprintf("settings.reminders[%d].", i)
		l, _ := ladder.(map[string]any)
		for j, name := range list(l["for"]) {
			if name, ok := name.(string); ok && len(v.broken) == 0 {
				s.word("tenant.yaml", fmt.Sprintf("%sfor[%d]", at, j), "deadline, duty or kind", name, v.told)
			}
		}
		for j, rung := range list(l["rungs"]) {
			r, _ := rung.(map[string]any)
			for k, to := range list(r["to"]) {
				if to, ok := to.(string); ok && len(roles) > 0 {
					s.word("tenant.yaml", fmt.Sprintf("%srungs[%d].to[%d]", at, j, k), "recipient", to, told)
				}
			}
		}
	}
	f.formOfReminders(s)
}

// formOfReminders refuses what no ladder can be.
func (f *Folder) formOfReminders(s *spelling) {
	_, err := tenant.Settings{Locale: "vi"}.Merged(map[string]any{"reminders": f.Settings["reminders"]})
	if err == nil {
		return
	}
	for _, wrong := range fault.Of(err).Fields {
		at := "tenant.yaml"
		for path := wrong.Field; path != ""; path = path[:max(strings.LastIndexAny(path, ".["), 0)] {
			if line := s.lines["tenant.yaml:"+path]; line > 0 {
				at += ":" + strconv.Itoa(line)
				break
			}
		}
		code := wrong.Code
		if code == "" {
			code = "invalid"
		}
		s.wrong = append(s.wrong, fault.FieldError{Field: at, Code: code, Params: map[string]string{"why": wrong.Field + ": " + code + reminderHint(wrong.Field)}})
	}
}

// reminderHint says what may stand in a field of a rung whose form is its own.
func reminderHint(field string) string {
	if strings.HasSuffix(field, ".at") {
		return "; write due, due-3, due+5wd, due-30%, start+3wd or MM-DD, at most " + strconv.Itoa(tenant.MaxLead) + " days before"
	}
	return ""
}

func list(v any) []any {
	out, _ := v.([]any)
	return slices.Clip(out)
}
