package main

import (
	"slices"

	"github.com/doanket/doanket/core/sdk"
)

// maxItems is how many items a decision can be told of; one more would be unseen.
const maxItems = 200

// planned is what the decisions on a programme must know of an item.
type planned struct {
	State    string `json:"state"`
	Title    string `json:"title"`
	Complete bool   `json:"complete"`
	Agreed   bool   `json:"agreed"`
}

// items are those of the programme; false when they are not all known.
func items(e *sdk.Eval[Programme]) ([]planned, bool) {
	var all []planned
	switch {
	case !e.Need("member.item", &all):
		e.Deny("", "plan_unknown")
	case len(all) >= maxItems:
		e.Deny("", "plan_too_long")
	}
	return all, !e.Denied()
}

// sign lets no plan be signed with an item that is incomplete, not agreed to by its
// partners, or proposed and in no plan. A programme of the term may have goals only.
func sign(e *sdk.Eval[Programme]) {
	all, known := items(e)
	if !known {
		return
	}
	inPlan := 0
	for _, i := range all {
		switch i.State {
		case "proposed", "returned":
			e.Deny("", "item_outside", "title", i.Title)
		case "planned":
			inPlan++
			if !i.Complete {
				e.Deny("", "item_unfinished", "title", i.Title)
			}
			if !i.Agreed {
				e.Deny("", "item_unagreed", "title", i.Title)
			}
		}
	}
	if inPlan == 0 && e.New.Level == "year" {
		e.Deny("", "plan_empty")
	}
}

// review remarks on items that nobody has reported or confirmed: a year ends with
// them, but not unseen.
func review(e *sdk.Eval[Programme]) {
	all, known := items(e)
	if known && slices.ContainsFunc(all, func(i planned) bool {
		return slices.Contains([]string{"doing", "change_asked", "postponed", "reported"}, i.State)
	}) {
		e.Warn("items_open")
	}
}

// agree notes that the caller's unit takes part.
func agree(e *sdk.Eval[Item]) {
	if partner(e) && !slices.Contains(e.New.AgreedBy, e.Caller.UnitID) {
		e.New.AgreedBy = append(slices.Clone(e.New.AgreedBy), e.Caller.UnitID)
	}
}

// refuse takes the caller's unit out of the partners: nobody is planned for.
func refuse(e *sdk.Eval[Item]) {
	if partner(e) {
		other := func(u string) bool { return u == e.Caller.UnitID }
		e.New.Partners = slices.DeleteFunc(slices.Clone(e.New.Partners), other)
		e.New.AgreedBy = slices.DeleteFunc(slices.Clone(e.New.AgreedBy), other)
	}
}

func partner(e *sdk.Eval[Item]) bool {
	if !slices.Contains(e.New.Partners, e.Caller.UnitID) {
		e.Deny("partners", "not_partner")
		return false
	}
	return true
}

// noteAgreement takes what was said on paper, of partners only.
func noteAgreement(e *sdk.Eval[Item]) {
	if slices.ContainsFunc(e.New.AgreedBy, func(u string) bool { return !slices.Contains(e.New.Partners, u) }) {
		e.Deny("agreed_by", "agreed_strangers")
	}
}
