package main

import (
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/sdk"
)

// submit refuses texts that seem to tell of a person.
func submit(e *sdk.Eval[OpinionDigest]) { clean(e) }

// clean looks through every text of a digest.
func clean(e *sdk.Eval[OpinionDigest]) {
	for i, row := range e.New.Topics {
		field := "topics[" + strconv.Itoa(i) + "]"
		deny(e, field, row.Content+"\n"+row.Proposal)
	}
	deny(e, "praise", e.New.Praise)
}

// deny refuses a text by what was found in it, without repeating it.
func deny[T any](e *sdk.Eval[T], field, text string) {
	for _, what := range personal(text) {
		switch what {
		case hitName:
			e.Deny(field, "text_names_person")
		case hitPhone:
			e.Deny(field, "text_has_phone")
		case hitPaper:
			e.Deny(field, "text_has_paper_number")
		case hitAccount:
			e.Deny(field, "text_has_account")
		}
	}
}

// send turns every issue with an addressee into a recommendation of the voters,
// unless one on the same theme is open there: the issue is then tied to that one.
// What was sent before and is not answered is carried along, to be printed first.
func send(e *sdk.Eval[OpinionDigest]) {
	clean(e)
	if e.Denied() {
		return
	}
	open := sdk.Found[OpinionDigestOpenRecommendations](e, "open_recommendations")
	e.New.Carried = nil
	held := map[[2]string]string{}
	for _, r := range open {
		held[[2]string{r.Theme, r.ToUnit}] = r.ID
		if !r.SentOn.IsZero() {
			e.New.Carried = append(e.New.Carried, OpinionDigestCarried{Number: r.Number, ToUnit: r.ToUnit, SentOn: r.SentOn})
		}
	}
	for i, row := range e.New.Topics {
		if row.ToUnit == "" {
			continue
		}
		known, twice := held[[2]string{row.Theme, row.ToUnit}]
		switch {
		case known != "":
			e.Link("continues", known)
			fallthrough
		case twice: // of this very digest, or one the sender may not read
			e.Warn("topic_already_open")
		default:
			held[[2]string{row.Theme, row.ToUnit}] = ""
			e.Create("topic:"+strconv.Itoa(i), recommendation(e, row))
		}
	}
}

func recommendation(e *sdk.Eval[OpinionDigest], row OpinionDigestTopics) sdk.CreateEffect {
	return sdk.CreateEffect{Kind: "core.recommendation", State: "submitted", Fields: map[string]any{
		"title":       headline(row.Proposal),
		"content":     strings.TrimSpace(row.Content + "\n\n" + row.Proposal),
		"to_unit":     row.ToUnit,
		"source":      "voters",
		"theme":       row.Theme,
		"session":     e.New.Session,
		"origin":      e.Item.ID,
		"origin_kind": e.Item.Kind,
	}}
}

// titleLength keeps a recommendation's title to one line of a list.
const titleLength = 160

// headline is the first line of a text, cut at a word.
func headline(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	runes := []rune(strings.TrimSpace(line))
	if len(runes) == 0 {
		return "Kiến nghị của cử tri và Nhân dân"
	}
	if len(runes) <= titleLength {
		return string(runes)
	}
	short := string(runes[:titleLength])
	if at := strings.LastIndexByte(short, ' '); at > 0 {
		short = short[:at]
	}
	return short + "…"
}

// reportLiaison refuses texts that seem to tell of a person.
func reportLiaison(e *sdk.Eval[Liaison]) {
	deny(e, "partner", e.New.Partner)
	deny(e, "content", e.New.Content)
	for i, row := range e.New.Proposals {
		deny(e, "proposals["+strconv.Itoa(i)+"]", row.Content)
	}
}
