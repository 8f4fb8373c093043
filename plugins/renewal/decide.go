package main

import (
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/sdk"
)

// maxUnits bounds what one launch creates; the level below launches further.
const maxUnits = 200

// launch gives every unit of the campaign a result of its own to report, due by
// the campaign's last day. A unit listed twice gets one.
func launch(e *sdk.Eval[Campaign]) {
	c := e.New
	if c.Parent != "" && c.Parent == e.Item.ID {
		e.Deny("parent", "campaign_of_itself")
	}
	c.Units = distinct(c.Units)
	if len(c.Units) > maxUnits {
		e.Deny("units", "too_many_units", "max", strconv.Itoa(maxUnits))
	}
	if e.Denied() {
		return
	}
	var higher struct {
		EndsOn sdk.Date `json:"ends_on"`
	}
	if e.Need("parent", &higher) && !higher.EndsOn.IsZero() && c.EndsOn.After(higher.EndsOn) {
		e.Warn("later_than_higher")
	}
	for _, unit := range c.Units {
		e.Create("result:"+unit, sdk.CreateEffect{Kind: "renewal.campaign_result", UnitID: unit, State: "assigned", Fields: map[string]any{
			"title":     c.Name,
			"campaign":  e.Item.ID,
			"period_to": c.EndsOn.String(),
			"due_by":    c.EndsOn.String(),
		}})
	}
}

// distinct keeps the first of each, in order.
func distinct(units []string) []string {
	var out []string
	for _, u := range units {
		if u != "" && !slices.Contains(out, u) {
			out = append(out, u)
		}
	}
	return out
}

// sumUp remarks on results that nobody has confirmed yet: a campaign may end
// with units that never reported, but not unseen.
func sumUp(e *sdk.Eval[Campaign]) {
	var results []struct {
		State string `json:"state"`
	}
	if !e.Need("renewal.campaign_result", &results) {
		e.Deny("", "results_unknown")
		return
	}
	for _, r := range results {
		if r.State != "confirmed" && r.State != "cancelled" {
			e.Warn("results_open")
			return
		}
	}
}

// report holds the numbers against the measures of the campaign: one for each,
// and none of a measure the plan does not have.
func report(e *sdk.Eval[CampaignResult]) {
	var campaign struct {
		State    string             `json:"state"`
		Measures []CampaignMeasures `json:"measures"`
	}
	if !e.Need("campaign", &campaign) {
		e.Deny("campaign", "measures_unknown")
		return
	}
	if campaign.State != "launched" && campaign.State != "summed_up" {
		e.Deny("campaign", "campaign_not_under_way")
		return
	}
	for i, v := range e.New.Values {
		if !slices.ContainsFunc(campaign.Measures, func(m CampaignMeasures) bool { return m.No == v.No }) {
			e.Deny("values["+strconv.Itoa(i)+"]", "value_of_nothing", "no", strconv.FormatInt(v.No, 10))
		}
	}
	for _, m := range campaign.Measures {
		if !slices.ContainsFunc(e.New.Values, func(v CampaignResultValues) bool { return v.No == m.No }) {
			e.Deny("values", "value_missing", "no", strconv.FormatInt(m.No, 10), "name", m.Name)
		}
	}
}

// fileQuarter compares the opening balance with the closing one of the quarter
// before, where it is named.
func fileQuarter(e *sdk.Eval[FundQuarter]) {
	q := e.New
	if q.Previous == "" {
		if q.Opening > 0 {
			e.Warn("previous_not_named")
		}
		return
	}
	var before struct {
		Fund    string   `json:"fund"`
		Ends    sdk.Date `json:"ends"`
		Closing int64    `json:"closing"`
	}
	switch known := e.Need("previous", &before); {
	case q.Previous == e.Item.ID:
		e.Deny("previous", "previous_is_itself")
	case !known:
		e.Warn("previous_not_named")
	case before.Fund != q.Fund:
		e.Deny("previous", "previous_of_other_fund")
	case !before.Ends.Before(q.Ends):
		e.Deny("previous", "previous_not_before")
	case before.Closing != q.Opening:
		e.Warn("opening_differs")
	}
}
