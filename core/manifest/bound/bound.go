package bound

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/doanket/doanket/core/manifest"
)

// The most a manifest may say. The largest of ours has 118 kB, some 6,000 values, a
// list of 60 entries, a text of 424 signs and goes 12 deep.
const (
	Bytes   = 512 << 10
	Values  = 40_000
	Entries = 300
	Signs   = 4_000
	Depth   = 24
)

// Compile is the longest all expressions together may take. Ours take a quarter of a
// second; a machine may be busy with other things.
const Compile = 10 * time.Second

// Check says which bound a manifest's source breaks, before anything is made of it.
// What is no YAML is left to who reads it: that reader stops at the first such place.
func Check(file string, data []byte) []manifest.Problem {
	if len(data) > Bytes {
		return []manifest.Problem{{File: file, Line: 1, What: fmt.Sprintf("the manifest has %d bytes, may have %d", len(data), Bytes), Fix: "say less, or make two modules of it"}}
	}
	c := &counter{file: file}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	for c.found == nil {
		var document yaml.Node
		if err := decoder.Decode(&document); errors.Is(err, io.EOF) || err != nil {
			break
		}
		c.node(&document, 0)
	}
	return c.found
}

type counter struct {
	file   string
	values int
	found  []manifest.Problem
}

func (c *counter) node(n *yaml.Node, depth int) {
	c.values++
	switch {
	case c.found != nil:
		return
	case c.values > Values:
		c.say(n, "more than "+strconv.Itoa(Values)+" values", "say less, or make two modules of it")
	case depth > Depth:
		c.say(n, "values more than "+strconv.Itoa(Depth)+" deep", "nest less")
	case n.Kind == yaml.SequenceNode && len(n.Content) > Entries:
		c.say(n, fmt.Sprintf("a list of %d entries, may have %d", len(n.Content), Entries), "list fewer")
	case n.Kind == yaml.MappingNode && len(n.Content)/2 > Entries:
		c.say(n, fmt.Sprintf("%d keys in one place, may be %d", len(n.Content)/2, Entries), "name fewer")
	case n.Kind == yaml.ScalarNode && len(n.Value) > Signs && utf8.RuneCountInString(n.Value) > Signs:
		c.say(n, fmt.Sprintf("a text of %d signs, may have %d", utf8.RuneCountInString(n.Value), Signs), "write a shorter one")
	default:
		for _, child := range n.Content {
			c.node(child, depth+1)
		}
	}
}

func (c *counter) say(n *yaml.Node, what, mend string) {
	c.found = []manifest.Problem{{File: c.file, Line: n.Line, What: "the manifest has " + what, Fix: mend}}
}
