package main

import (
	_ "embed"
	"slices"
	"strings"
	"testing"
)

// opinions are lines as officers write them, each with what it holds of a person
// ("none" for nothing): the plain and the tricky ones without by hand, the others
// from sentences with invented people, phones, papers and accounts put in.
//
//go:embed testdata/opinions.tsv
var opinions string

// TestPersonalIsFound measures on the labelled lines what is found of what is
// there, and how much of what is found is there.
func TestPersonalIsFound(t *testing.T) {
	t.Parallel()
	hits := map[string][3]int{} // what → found and there, found only, there only
	count := func(what string, found, there bool, line string) {
		h := hits[what]
		switch {
		case found && there:
			h[0]++
		case found:
			h[1]++
			t.Logf("no %s, but found: %s", what, line)
		case there:
			h[2]++
			t.Logf("%s missed: %s", what, line)
		}
		hits[what] = h
	}
	lines := strings.Split(strings.TrimSpace(opinions), "\n")
	if len(lines) < 500 {
		t.Fatalf("%d lines, want 500 and more", len(lines))
	}
	for _, line := range lines {
		label, text, _ := strings.Cut(line, "\t")
		found := personal(text)
		for _, what := range []string{hitName, hitPhone, hitPaper, hitAccount} {
			count(what, slices.Contains(found, what), label == what, line)
		}
		count("anything", len(found) > 0, label != "none", line)
	}
	for what, least := range map[string][2]float64{hitName: {0.95, 0.9}, hitPhone: {0.95, 0.95}, hitPaper: {0.95, 0.95}, hitAccount: {0.95, 0.9}, "anything": {0.95, 0.95}} {
		h := hits[what]
		precision, recall := float64(h[0])/float64(h[0]+h[1]), float64(h[0])/float64(h[0]+h[2])
		t.Logf("%s: %d lines, precision %.3f, recall %.3f", what, h[0]+h[2], precision, recall)
		if precision < least[0] || recall < least[1] {
			t.Errorf("%s: precision %.3f, recall %.3f; want %v", what, precision, recall, least)
		}
	}
}
