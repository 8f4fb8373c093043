package province

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/doanket/doanket/core/fault"
)

// readYAML decodes one file of the folder and remembers where everything stands.
func (f *Folder) readYAML(dir, name string, into any) error {
	raw, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return fault.New(fault.Invalid, "file_missing", fault.Param("file", name), fault.Cause(err))
	}
	d := yaml.NewDecoder(bytes.NewReader(raw))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		return fault.New(fault.Invalid, "file_malformed", fault.Param("file", name), fault.Param("why", err.Error()), fault.Cause(err))
	}
	var whole yaml.Node
	if err := yaml.Unmarshal(raw, &whole); err != nil {
		return fault.New(fault.Invalid, "file_malformed", fault.Param("file", name), fault.Param("why", err.Error()), fault.Cause(err))
	}
	if f.lines == nil {
		f.lines = map[string]int{}
	}
	for _, n := range whole.Content {
		f.locate(name+":", n)
	}
	return nil
}

// locate remembers the line of a node and of all below: "roles.yaml:roles[0].id".
func (f *Folder) locate(at string, n *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			below := at + n.Content[i].Value
			if at[len(at)-1] != ':' {
				below = at + "." + n.Content[i].Value
			}
			f.locate(below, n.Content[i+1])
			f.lines[below] = n.Content[i].Line // the key's, where the value begins further down
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			f.locate(at+"["+strconv.Itoa(i)+"]", item)
		}
	}
	if at[len(at)-1] == ']' {
		f.lines[at] = n.Line
	}
}

// plainDays says a day as it is written: YAML reads one without quotation marks as
// an instant, settings take it as 2026-08-27.
func plainDays(value any) any {
	switch v := value.(type) {
	case time.Time:
		return v.Format(time.DateOnly)
	case map[string]any:
		for key, below := range v {
			v[key] = plainDays(below)
		}
	case []any:
		for i, below := range v {
			v[i] = plainDays(below)
		}
	}
	return value
}
