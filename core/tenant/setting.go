package tenant

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
)

// Limits bound what one province may use; 0 means the default.
type Limits struct {
	StorageBytes int64 `json:"storage_bytes"`
	Users        int   `json:"users"`
	Requests     int   `json:"requests"`     // in flight
	ModuleCalls  int   `json:"module_calls"` // in flight
}

// SettingNames are the names of settings.
func SettingNames() []string {
	var out []string
	for i := range reflect.TypeFor[Settings]().NumField() {
		name, _, _ := strings.Cut(reflect.TypeFor[Settings]().Field(i).Tag.Get("json"), ",")
		if !slices.Contains(guarded, name) {
			out = append(out, name)
		}
	}
	return out
}

// guarded are the settings that have an act of their own, which checks.
var guarded = []string{"versions", "pilots", "fields", "retired_fields", "fields_version"}

// LimitNames are the names a folder may set under limits.
func LimitNames() []string { return []string{"storage_bytes", "users", "requests", "module_calls"} }

// Settings are what a province decides for itself.
type Settings struct {
	Locale        string            `json:"locale"`
	ReportCutoffs map[string]int    `json:"report_cutoffs"` // report → day of the month
	PostalDays    int               `json:"postal_days"`
	Deadlines     map[string]int    `json:"deadlines"`            // setting → number, where the law gives none: a length, so often, a sum of money
	Duties        map[string]bool   `json:"duties,omitempty"`     // setting of a duty → whether it is owed here
	DutiesFrom    calendar.Date     `json:"duties_from,omitzero"` // day from which on duties are counted here; none: the day they were first known
	Term          int               `json:"term_from,omitempty"`  // a year in which a term begins; 0: 2025
	Limits        Limits            `json:"limits"`
	Opening       int               `json:"opening_minutes"` // how long sealed fields stay open; 0: 15
	FactsFrom     calendar.Date     `json:"facts_from"`      // the earliest day of facts of units that know nothing older; absent: 2020-01-01
	Holidays      map[string]string `json:"holidays"`        // "2006-01-02" → name; "" takes a national one away
	Makeup        map[string]bool   `json:"makeup"`          // weekend days that are worked

	// HolidayNotices names the notice of a year, "2027" → number, whose days off
	// are among Holidays: they replace what the law only lets forecast.
	HolidayNotices map[string]string `json:"holiday_notices,omitempty"`

	SelfApprovals []SelfApproval `json:"self_approvals,omitempty"` // where people may decide on their own work

	Providers []Provider `json:"providers,omitempty"` // by which people sign in elsewhere

	// Reminders are the ladders by which deadlines and duties are told of; the
	// product's where there are none. Heads are the roles that lead a unit.
	Reminders []Ladder `json:"reminders,omitempty"`
	Heads     []string `json:"heads,omitempty"`

	Reports []Report `json:"reports,omitempty"` // of the province's own

	// Lists are the province's own values of fields that take them, by the name
	// the manifest gives the list.
	Lists map[string][]manifest.EnumValue `json:"lists,omitempty"`

	// Public is what the province shows to everybody: kind → fields. Nothing but what
	// the manifest lets be shown ever is.
	Public map[string][]string `json:"public,omitempty"`

	Extra map[string]any `json:"extra"` // for rooms and modules, by their own keys

	Versions map[string]string           `json:"versions,omitempty"` // module → the version used here; else the newest
	Pilots   map[string][]string         `json:"pilots,omitempty"`   // module that is on → ids of the only units, with all below them, that try it
	Fields   map[string][]manifest.Field `json:"fields,omitempty"`   // kind → the province's own fields, names in x_

	RetiredFields map[string][]manifest.Field `json:"retired_fields,omitempty"` // kind → own fields taken out; records keep their values
	FieldsVersion int                         `json:"fields_version,omitempty"` // counts every change of own fields
}

// Minutes that sealed fields stay open: where the province says nothing, and at
// most.
const (
	defaultOpening = 15
	maxOpening     = 120
)

// OpeningFor is how long sealed fields stay open once another keeper approved.
func (s Settings) OpeningFor() time.Duration {
	return time.Duration(cmp.Or(s.Opening, defaultOpening)) * time.Minute
}

// factsFrom is the day of FactsSince where the province says nothing: it covers
// the terms that ran when the communes of 1 July 2025 were formed.
var factsFrom = calendar.NewDate(2020, 1, 1)

// FactsSince is the first day of facts of units that have no older past.
func (s Settings) FactsSince() calendar.Date { return cmp.Or(s.FactsFrom, factsFrom) }

// defaults are the settings of a province that has said nothing.
func defaults() Settings { return Settings{Locale: "vi", PostalDays: 3} }

// mostOf is the largest number a province sets: a thousand billion đồng.
const mostOf = 1_000_000_000_000

// Check refuses settings that cannot be.
func (s Settings) Check() error { return s.check() }

// check names every setting that cannot be.
func (s Settings) check() error {
	var wrong []fault.FieldError
	bad := func(field, code string) {
		wrong = append(wrong, fault.FieldError{Field: "settings." + field, Code: code})
	}
	if s.Locale != "vi" && s.Locale != "en" {
		bad("locale", "unknown_value")
	}
	if s.PostalDays < 0 || s.PostalDays > 60 {
		bad("postal_days", "out_of_range")
	}
	if s.Term != 0 && (s.Term < 1900 || s.Term > 2200) {
		bad("term_from", "out_of_range")
	}
	for code, n := range s.Deadlines {
		if n < 1 || n > mostOf {
			bad("deadlines."+code, "out_of_range")
		}
	}
	for name, day := range s.ReportCutoffs {
		if day < 1 || day > 31 {
			bad("report_cutoffs."+name, "out_of_range")
		}
	}
	s.checkCalendar(bad)
	s.checkSelfApprovals(bad)
	s.checkProviders(bad)
	s.checkLists(bad)
	s.checkReminders(bad)
	s.checkReports(bad)
	s.checkPublic(bad)
	if s.Opening < 0 || s.Opening > maxOpening {
		bad("opening_minutes", "out_of_range")
	}
	if s.Limits.StorageBytes < 0 || s.Limits.Users < 0 || s.Limits.Requests < 0 || s.Limits.ModuleCalls < 0 {
		bad("limits", "out_of_range")
	}
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "invalid", fault.Fields(wrong...))
	}
	return nil
}

// Merged lays a JSON object over settings: objects deep, null takes away,
// unknown names are refused.
func (s Settings) Merged(over any) (Settings, error) {
	raw, err := json.Marshal(s)
	if err != nil {
		return s, err
	}
	if err := notGuarded(over); err != nil {
		return s, err
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		return s, err
	}
	raw, err = json.Marshal(deep(tree, plain(over)))
	if err != nil {
		return s, err
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	var out Settings
	if err := d.Decode(&out); err != nil {
		return s, fault.New(fault.Invalid, "invalid", fault.Field("settings"+fieldOf(err)), fault.Cause(err))
	}
	out.clean()
	return out, out.check()
}

// notGuarded refuses the guarded settings.
func notGuarded(over any) error {
	named, _ := plain(over).(map[string]any)
	for _, name := range guarded {
		if _, there := named[name]; there {
			return fault.New(fault.Invalid, "read_only", fault.Field("settings."+name, "read_only"))
		}
	}
	return nil
}

// fieldOf is ".name" of the field a decoding error speaks of.
func fieldOf(err error) string {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return "." + kind.Field
	}
	if _, rest, ok := strings.Cut(err.Error(), "unknown field "); ok {
		return "." + strings.ToValidUTF8(strings.Trim(rest, `"`), "?")
	}
	return ""
}

// plain is v as JSON has it.
func plain(v any) any {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	var out any
	_ = json.Unmarshal(raw, &out) // just written
	return out
}

func deep(under, over any) any {
	o, isMap := over.(map[string]any)
	u, wasMap := under.(map[string]any)
	if !isMap {
		return over
	}
	if !wasMap {
		u = map[string]any{}
	}
	for k, v := range o {
		if v == nil {
			delete(u, k)
			continue
		}
		u[k] = deep(u[k], v)
	}
	return u
}
