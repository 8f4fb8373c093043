package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/sdk"
)

// titleLength keeps a recommendation's title to one line of a list.
const titleLength = 160

// conclude turns every row of the conclusions into a recommendation of its
// own, submitted and waiting to be sent. Nothing recommended needs a reason.
func conclude(e *sdk.Eval[Mission]) {
	rows := e.New.Recommendations
	if len(rows) == 0 && strings.TrimSpace(e.New.NoRecommendationReason) == "" {
		e.Deny("recommendations", "recommendation_or_reason")
		return
	}
	seen := map[MissionRecommendations]int{}
	for i, row := range rows {
		field := "recommendations[" + strconv.Itoa(i) + "]"
		if row.ToUnit == "" || strings.TrimSpace(row.Content) == "" {
			e.Deny(field, "recommendation_incomplete")
			continue
		}
		if first, twice := seen[row]; twice {
			e.Deny(field, "recommendation_twice", "first", strconv.Itoa(first+1))
			continue
		}
		seen[row] = i
		e.Create("recommendation:"+strconv.Itoa(i), recommendation(e, row))
	}
}

// recommendation carries where it came from, which the measures count by.
func recommendation(e *sdk.Eval[Mission], row MissionRecommendations) sdk.CreateEffect {
	return sdk.CreateEffect{Kind: "core.recommendation", State: "submitted", Fields: map[string]any{
		"title":       headline(row.Content),
		"content":     row.Content,
		"to_unit":     row.ToUnit,
		"source":      "oversight",
		"origin":      e.Item.ID,
		"origin_kind": e.Item.Kind,
	}}
}

// headline is the first line of a text, cut at a word.
func headline(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	runes := []rune(strings.TrimSpace(line))
	if len(runes) <= titleLength {
		return string(runes)
	}
	short := string(runes[:titleLength])
	if at := strings.LastIndexByte(short, ' '); at > 0 {
		short = short[:at]
	}
	return short + "…"
}

// settled are the states in which nothing is owed of a recommendation here: what
// was forwarded or merged lives on as another record.
var settled = []string{"closed", "withdrawn", "forwarded", "merged"}

// closeMission waits until nothing is owed any more. Not knowing what is owed
// is no reason to close.
func closeMission(e *sdk.Eval[Mission]) {
	var children []struct {
		State  string `json:"state"`
		Number string `json:"number"`
	}
	if !e.Need("core.recommendation", &children) {
		e.Deny("", "recommendations_unknown")
		return
	}
	open := 0
	for _, c := range children {
		if !slices.Contains(settled, c.State) {
			open++
		}
	}
	if open > 0 {
		e.Deny("", "recommendation_still_open", "count", strconv.Itoa(open))
	}
}
