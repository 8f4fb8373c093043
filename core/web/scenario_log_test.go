package web_test

import (
	_ "embed" // the words of the log's screen
	"encoding/json"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/coretest"
)

//go:embed client/src/i18n/vi-log.json
var logWords []byte

// everyActHasWords fails for an act in the log that its screen cannot say. Steps of
// records are said by their kinds.
func (s *stage) everyActHasWords(t *testing.T) {
	t.Helper()
	words := map[string]string{}
	if err := json.Unmarshal(logWords, &words); err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for f := (audit.Filter{Limit: 200}); ; {
		page, err := audit.List(s.In(coretest.An), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range page.Items {
			if words["log.act."+l.Action] == "" && !strings.HasPrefix(l.Action, "record.") && !said[l.Action] {
				said[l.Action] = true
				t.Errorf("the log's screen has no words for %q: client/src/i18n/vi-log.json", l.Action)
			}
		}
		if f.Cursor = page.Next; f.Cursor == "" {
			return
		}
	}
}
