package effort_test

import (
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/effort"
)

func TestMinutesNobodySpendsAreNamed(t *testing.T) {
	t.Parallel()
	visit, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ minutes, want string }{
		{"{officer: 2.5}", ""},
		{"{stranger: 2}", `role "stranger" has no access to visit`},
		{"{officer: 0}", "0 minutes is no time"},
		{"{officer: -3}", "-3 minutes is no time"},
		{"{officer: 481}", "481 minutes is no time"},
	} {
		m, problems := manifest.ParseBytes("module.yaml", []byte(strings.Replace(string(visit), "    title: title\n", "    title: title\n    minutes: "+c.minutes+"\n", 1)))
		if m == nil || len(problems) > 0 {
			t.Fatalf("%s: %v", c.minutes, problems)
		}
		said := ""
		for _, p := range effort.Check(m) {
			said += p.String()
		}
		if c.want == "" && said != "" || !strings.Contains(said, c.want) {
			t.Errorf("minutes: %s: %q, want %q", c.minutes, said, c.want)
		}
	}
}
