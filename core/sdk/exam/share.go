package exam

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/manifest"
)

// leastShare is how much of what a module asks must be declared, in percent.
const leastShare = 60

// Share counts what a module refuses by declaration (rules, fields and slots that
// must be filled, guards, hands kept apart) and the codes only its Go says. A code
// of a notice counts as Go's: the manifest does not tell them apart.
func Share(m *manifest.Manifest) (declared, inGo int) {
	ruled := map[string]bool{}
	for i := range m.Kinds {
		k := &m.Kinds[i]
		declared += len(k.Rules)
		for _, r := range k.Rules {
			ruled[r.Code] = true
		}
		for j := range k.Fields {
			if k.Fields[j].Required {
				declared++
			}
		}
		for _, t := range k.Lifecycle.Transitions {
			declared += len(t.Require) + len(t.Slots)
			for _, there := range []bool{t.When != "", len(t.NotActorOf) > 0, t.Reason} {
				if there {
					declared++
				}
			}
		}
	}
	for code := range m.Problems {
		if !ruled[code] {
			inGo++
		}
	}
	return declared, inGo
}

// share is the check of it; its name tells the figures.
func (c *Candidate) share() Check {
	declared, inGo := Share(c.Manifest)
	all := declared + inGo
	percent := 100
	if all > 0 {
		percent = 100 * declared / all
	}
	return Check{fmt.Sprintf("rules declared: %d of %d (%d %%)", declared, all, percent), func(context.Context) error {
		if percent < leastShare {
			return fmt.Errorf("%d %% of what is asked is declared, at least %d %% must be: what CEL can say belongs into rules, require, slots or when, not into Go", percent, leastShare)
		}
		return nil
	}}
}
