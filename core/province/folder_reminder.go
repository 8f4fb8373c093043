package province

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/province/spelling"
	"github.com/doanket/doanket/core/tenant"
)

// knownReminders looks at the ladders of reminders and the roles that lead units:
// what they are for, whom they name, and their form, each by its line.
func (f *Folder) knownReminders(s *spelling.Spelling, v spelling.Vocabulary) {
	roles := make([]string, len(f.Roles))
	for i, r := range f.Roles {
		roles[i] = r.ID
	}
	for i, role := range list(f.Settings["heads"]) {
		if name, ok := role.(string); ok && len(roles) > 0 {
			s.Word("tenant.yaml", fmt.Sprintf("settings.heads[%d]", i), "role", name, roles)
		}
	}
	told := append([]string{tenant.ToOwner, tenant.ToKeeper, tenant.ToHead}, roles...)
	for i, ladder := range list(f.Settings["reminders"]) {
		at := fmt.Sprintf("settings.reminders[%d].", i)
		l, _ := ladder.(map[string]any)
		for j, name := range list(l["for"]) {
			if name, ok := name.(string); ok && len(v.Broken) == 0 {
				s.Word("tenant.yaml", fmt.Sprintf("%sfor[%d]", at, j), "deadline, duty or kind", name, v.Told)
			}
		}
		for j, rung := range list(l["rungs"]) {
			r, _ := rung.(map[string]any)
			for k, to := range list(r["to"]) {
				if to, ok := to.(string); ok && len(roles) > 0 {
					s.Word("tenant.yaml", fmt.Sprintf("%srungs[%d].to[%d]", at, j, k), "recipient", to, told)
				}
			}
		}
	}
	f.formOf(s, "reminders")
}

// formOf refuses what a setting cannot be.
func (f *Folder) formOf(s *spelling.Spelling, setting string) {
	_, err := tenant.Settings{Locale: "vi"}.Merged(map[string]any{setting: f.Settings[setting]})
	if err == nil {
		return
	}
	for _, wrong := range fault.Of(err).Fields {
		code := cmp.Or(wrong.Code, "invalid")
		s.Wrong = append(s.Wrong, fault.FieldError{Field: s.At("tenant.yaml", wrong.Field), Code: code, Params: map[string]string{"why": wrong.Field + ": " + code + reminderHint(wrong.Field)}})
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
