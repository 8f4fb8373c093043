package demo

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Story is how records of a kind come about in a year.
type Story struct {
	Kind   string           // "module.kind"
	Units  string           // whose: suffixes of unit codes, "^" before those of the province: "MT ^MT"
	Each   string           // month, quarter, half or year; "" follows what other steps make
	Day    int              // days after the period begins
	After  bool             // … or after it ends
	Spread int              // days by which units differ
	Begun  bool             // only for periods that have begun by the last day
	Share  float64          // of units and periods that have one; 0 is all
	By     string           // who makes it
	Fields map[string]any   // see Value
	Cases  []map[string]any // what it is about; each in turn lends its words to {name}
	Paths  []Path           // how it goes on
}

// Path is a way a record goes.
type Path struct {
	Of     int                       // its share among the paths; 0: once in a province
	Steps  string                    // "+3 front_officer:+paper front_officer:file": days pass, papers are attached, steps taken
	With   map[string]map[string]any // fields of steps
	Fields map[string]any            // of the record, where this path differs
}

// own are the stories of the kinds that all areas share.
//
//go:embed base.yaml
var own []byte

// Stories are those of the base kinds and of the areas in the plugins folder.
func Stories(plugins string) ([]Story, error) {
	out, err := parse("base.yaml", own)
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(plugins, "*", "demo.yaml"))
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		more, err := parse(f, raw)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

func parse(name string, raw []byte) ([]Story, error) {
	var file struct{ Stories []Story }
	d := yaml.NewDecoder(strings.NewReader(string(raw)))
	d.KnownFields(true)
	if err := d.Decode(&file); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return file.Stories, nil
}

// token is a piece of a path's steps.
type token struct {
	days     int    // that pass
	who      string // "" for days
	step     string // a step, or
	slot     string // a slot to put a paper into
	optional bool   // left out where the record is in another state
}

func (p Path) tokens() ([]token, error) {
	var out []token
	who := ""
	for _, word := range strings.Fields(p.Steps) {
		if days, isDays := strings.CutPrefix(word, "+"); isDays {
			n := 0
			if _, err := fmt.Sscanf(days, "%d", &n); err != nil {
				return nil, fmt.Errorf("%q is no number of days", word)
			}
			out = append(out, token{days: n})
			continue
		}
		by, act, both := strings.Cut(word, ":")
		if !both || act == "" {
			return nil, fmt.Errorf("%q is not who:step", word)
		}
		if by != "" {
			who = by
		}
		t := token{who: who}
		t.step, t.optional = strings.CutSuffix(act, "?")
		if slot, isSlot := strings.CutPrefix(t.step, "+"); isSlot {
			t.step, t.slot = "", slot
		}
		out = append(out, t)
	}
	return out, nil
}
