package sdk

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// asGiven is what a decision was given and has no business changing, as JSON by
// the name the author calls it.
func asGiven[T any](e *Eval[T]) string {
	raw, err := json.Marshal(map[string]any{"e.Old": e.Old, "e.Item.Old": e.Item.Old, "e.Item.New": e.Item.New, "e.Related": e.Related})
	if err != nil {
		return err.Error()
	}
	return string(raw)
}

// meddled is the field and the sentence for a decision that changed what it was
// given, both empty for one that did not; no value is said, for the sentence may
// come into a log. Such a change reaches nobody: only what
// is written to e.New is an answer. It is looked for in trial runs, which the exam
// makes of every decision, so that a decision that counts pays nothing.
func meddled(before, after string) (field, why string) {
	if before == after {
		return "", ""
	}
	var was, is map[string]any
	if json.Unmarshal([]byte(before), &was) != nil || json.Unmarshal([]byte(after), &is) != nil {
		return "", "the decision puts into what it is given what is no JSON; change e.New"
	}
	for _, part := range slices.Sorted(maps.Keys(was)) {
		old, _ := was[part].(map[string]any)
		now, _ := is[part].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(merged(old, now))) {
			if !reflect.DeepEqual(old[name], now[name]) {
				return name, fmt.Sprintf("the decision changes %s.%s, which it is only given: nobody hears of that; change e.New", part, name)
			}
		}
	}
	return "", "the decision changes what it is given; change e.New"
}

func merged(a, b map[string]any) map[string]any {
	out := maps.Clone(a)
	if out == nil {
		out = map[string]any{}
	}
	maps.Copy(out, b)
	return out
}
