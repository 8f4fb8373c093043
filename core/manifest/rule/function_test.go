package rule_test

import (
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
)

// TestEveryFunctionIsAsItIsSaidToBe: the example of each compiles, and what is
// called by another number of arguments does not.
func TestEveryFunctionIsAsItIsSaidToBe(t *testing.T) {
	t.Parallel()
	for _, f := range rule.Functions() {
		t.Run(f.Call, func(t *testing.T) {
			t.Parallel()
			m, problems := manifest.ParseBytes("module.yaml", []byte(strings.Replace(sound(t), when, `when: "`+f.Example+`"`, 1)))
			if problems = append(problems, rule.Check(m)...); len(problems) > 0 {
				t.Error(manifest.Problems(problems))
			}
		})
	}
}

// TestEveryNameCanBeRead: the names that are told are those there are.
func TestEveryNameCanBeRead(t *testing.T) {
	t.Parallel()
	for _, n := range rule.Names() {
		m, problems := manifest.ParseBytes("module.yaml", []byte(strings.Replace(sound(t), when, `when: "`+n.Name+` == today"`, 1)))
		if problems = append(problems, rule.Check(m)...); len(problems) > 0 {
			t.Error(manifest.Problems(problems))
		}
	}
}
