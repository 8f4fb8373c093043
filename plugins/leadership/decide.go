package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/sdk"
)

// settled are the states of a task in which nothing is owed of it here.
var settled = []string{"accepted", "closed", "cancelled"}

// closeSession waits until every task of the session is accepted, or reported with
// the reason why it was not done. Not knowing them is no reason to close.
func closeSession(e *sdk.Eval[LeaderSession]) {
	var tasks []struct {
		State  string `json:"state"`
		Result string `json:"result"`
		Reason string `json:"result_reason"`
	}
	if !e.Need("core.commitment", &tasks) {
		e.Deny("", "tasks_unknown")
		return
	}
	open := 0
	for _, t := range tasks {
		explained := t.State == "reported" && t.Result != "done" && strings.TrimSpace(t.Reason) != ""
		if !slices.Contains(settled, t.State) && !explained {
			open++
		}
	}
	if open > 0 {
		e.Deny("", "task_still_open", "count", strconv.Itoa(open))
	}
}
