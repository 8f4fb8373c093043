package admin

import (
	"context"
	"maps"
	"net/http"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
	"github.com/doanket/doanket/core/web/person"
	consent "github.com/doanket/doanket/core/web/proposal"
)

// Settings answers with what the province decides for itself.
type Settings struct {
	Tenants *tenant.Registry
	Gate    permission.Gate
	Records *record.Records
	Tree    *unit.Tree
	Kinds   *kind.Kinds
	Duties  Reckoner
	Roles   person.Roles
	Second  consent.Handler
}

// Reckoner brings what units owe in line with settings; the room duty fits it.
type Reckoner interface {
	Prepare(ctx context.Context) error
}

type settingOut struct {
	Name     string   `json:"name"`
	Code     string   `json:"code"`
	Hosts    []string `json:"hosts"`
	Settings settings `json:"settings"`
	Choices  choices  `json:"choices"`

	Proposal *consent.ProposalOut `json:"proposal,omitempty"` // what of a change a second administrator must confirm
}

// settings are a province's without what rooms and modules keep under their
// own keys: that may hold a provider's secret.
type settings struct {
	Locale        string            `json:"locale"`
	ReportCutoffs map[string]int    `json:"report_cutoffs"` // report → day of the month
	PostalDays    int               `json:"postal_days"`
	Deadlines     map[string]int    `json:"deadlines"`   // rule code → length, where the law gives none
	Duties        map[string]bool   `json:"duties"`      // setting of a duty → whether it is owed here
	DutiesFrom    calendar.Date     `json:"duties_from"` // day from which duties count; absent: the day they were first known
	Term          int               `json:"term_from"`   // a year in which a term begins; 0: 2025
	Limits        tenant.Limits     `json:"limits"`
	Opening       int               `json:"opening_minutes"` // how long sealed fields stay open; 0: 15
	FactsFrom     calendar.Date     `json:"facts_from"`      // the earliest day of facts of units without an older past; absent: 2020-01-01
	Holidays      map[string]string `json:"holidays"`        // day → name; "" takes a national one away
	Makeup        map[string]bool   `json:"makeup"`          // weekend days that are worked

	HolidayNotices map[string]string `json:"holiday_notices"` // year → the notice its holidays above are from

	SelfApprovals []tenant.SelfApproval `json:"self_approvals"` // where people may decide on their own work

	Reminders []tenant.Ladder     `json:"reminders"` // the province's own; for the rest the product's hold
	Heads     []string            `json:"heads"`     // roles that lead a unit
	Public    map[string][]string `json:"public"`    // kind → fields everybody sees; absent: nothing
}

// Get is the settings, for whoever may change them.
func (h Settings) Get(c *endpoint.Call, _ struct{}) (settingOut, error) {
	if err := h.Gate.Check(c.Ctx, "admin:settings", "", ""); err != nil {
		return settingOut{}, err
	}
	return h.shown(c.Tenant), nil
}

func (h Settings) shown(t *tenant.Tenant) settingOut {
	s := t.Settings
	return settingOut{Name: t.Name, Code: t.Code, Hosts: append([]string{}, t.Hosts...), Settings: settings{s.Locale, orEmpty(s.ReportCutoffs), s.PostalDays, orEmpty(s.Deadlines),
		orEmpty(s.Duties), s.DutiesFrom, s.Term, s.Limits, s.Opening, s.FactsFrom, orEmpty(s.Holidays), orEmpty(s.Makeup), orEmpty(s.HolidayNotices),
		append([]tenant.SelfApproval{}, s.SelfApprovals...), append([]tenant.Ladder{}, s.Reminders...), append([]string{}, s.HeadRoles()...), orEmpty(s.Public)}, Choices: h.choices()}
}

func orEmpty[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return m
}

// settingChangeIn is what a province sets itself; its limits and hosts are the
// operator's. A null takes an entry away.
type settingChangeIn struct {
	Locale        *string            `json:"locale" enum:"vi,en"`
	PostalDays    *int               `json:"postal_days"`
	FactsFrom     *calendar.Date     `json:"facts_from"`
	ReportCutoffs map[string]*int    `json:"report_cutoffs"`
	Deadlines     map[string]*int    `json:"deadlines"`
	Duties        map[string]*bool   `json:"duties"`
	DutiesFrom    *calendar.Date     `json:"duties_from"`
	Term          *int               `json:"term_from"`
	Holidays      map[string]*string `json:"holidays"`
	Makeup        map[string]*bool   `json:"makeup"`

	HolidayNotices map[string]*string `json:"holiday_notices"`

	SelfApprovals *[]tenant.SelfApproval `json:"self_approvals"` // the whole list
	Reminders     *[]tenant.Ladder       `json:"reminders"`      // the whole list
	Heads         *[]string              `json:"heads"`          // the whole list

	Public map[string]*[]string `json:"public"` // kind → all fields of it that everybody sees
}

// Change merges settings; deadlines are computed anew where they follow from them.
func (h Settings) Change(c *endpoint.Call, in settingChangeIn) (settingOut, error) {
	if err := h.Gate.Check(c.Ctx, "admin:settings", "", ""); err != nil {
		return settingOut{}, err
	}
	if err := c.Fresh(); err != nil {
		return settingOut{}, err
	}
	merge := map[string]any{}
	put(merge, "locale", in.Locale)
	put(merge, "postal_days", in.PostalDays)
	put(merge, "facts_from", in.FactsFrom)
	weaker, err := h.selfApprovals(c, in.SelfApprovals, merge)
	if err != nil {
		return settingOut{}, err
	}
	if in.Reminders != nil || in.Heads != nil {
		if err := h.knownReminders(c.Ctx, deref(in.Reminders), deref(in.Heads)); err != nil {
			return settingOut{}, err
		}
		put(merge, "reminders", in.Reminders)
		put(merge, "heads", in.Heads)
	}
	if err := h.knownPublic(c.Ctx, in.Public); err != nil {
		return settingOut{}, err
	}
	putAll(merge, "public", in.Public)
	putAll(merge, "report_cutoffs", in.ReportCutoffs)
	putAll(merge, "deadlines", in.Deadlines)
	putAll(merge, "duties", in.Duties)
	put(merge, "duties_from", in.DutiesFrom)
	put(merge, "term_from", in.Term)
	putAll(merge, "holidays", in.Holidays)
	putAll(merge, "makeup", in.Makeup)
	putAll(merge, "holiday_notices", in.HolidayNotices)
	after, err := h.merge(c.Ctx, c.Tenant.Slug, merge)
	if err != nil {
		return settingOut{}, err
	}
	ctx, err := h.Tenants.Enter(c.Ctx, c.Tenant.Slug)
	if err != nil {
		return settingOut{}, err
	}
	if in.Deadlines != nil || in.Holidays != nil || in.Makeup != nil || in.HolidayNotices != nil || in.PostalDays != nil {
		if _, err := h.Records.Recompute(ctx); err != nil { // deadlines follow the calendar
			return settingOut{}, err
		}
	}
	if err := h.Duties.Prepare(ctx); err != nil {
		return settingOut{}, err
	}
	out := h.shown(after)
	if len(weaker) > 0 {
		out.Proposal, err = h.Second.Propose(c, consent.SelfApproval, "", consent.Body{SelfApprovals: weaker}, "")
		c.Status = http.StatusAccepted
	}
	return out, err
}

// merge changes settings and logs it.
func (h Settings) merge(ctx context.Context, slug string, merge map[string]any) (after *tenant.Tenant, err error) {
	act := permission.Act{Permission: "admin:settings", Action: "settings.change", Object: slug, Kind: "province", Detail: maps.Clone(merge)}
	err = h.Gate.Act(ctx, act, func(ctx context.Context) (err error) {
		after, err = h.Tenants.Change(ctx, slug, map[string]any{"settings": merge})
		return err
	})
	return after, err
}

func put[T any](merge map[string]any, name string, v *T) {
	if v != nil {
		merge[name] = *v
	}
}

func deref[T any](list *[]T) []T {
	if list == nil {
		return nil
	}
	return *list
}

// putAll keeps null entries: they remove.
func putAll[T any](merge map[string]any, name string, m map[string]*T) {
	if m == nil {
		return
	}
	inner := map[string]any{}
	for k, v := range m {
		if inner[k] = nil; v != nil {
			inner[k] = *v
		}
	}
	merge[name] = inner
}
