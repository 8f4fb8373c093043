package document

import (
	_ "embed" // the table of kinds
	"slices"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/doanket/doanket/core/fault"
)

// DocKind is one kind of paper.
type DocKind struct {
	Code string `json:"code" yaml:"code"`
	VI   string `json:"vi" yaml:"vi"`
	EN   string `json:"en" yaml:"en"`
}

//go:embed kinds.yaml
var kindTable []byte

var docKinds = sync.OnceValue(func() []DocKind {
	var list []DocKind
	if err := yaml.Unmarshal(kindTable, &list); err != nil {
		panic("kinds.yaml: " + err.Error()) // part of the program; a test reads it
	}
	return list
})

// DocKinds lists the kinds of papers.
func DocKinds() []DocKind { return slices.Clone(docKinds()) }

// checkKind takes "" (not said) and the codes of the table, in the slot's list
// when it has one.
func checkKind(code string, allowed []string) error {
	if code == "" {
		return nil
	}
	known := slices.ContainsFunc(docKinds(), func(k DocKind) bool { return k.Code == code })
	if !known {
		return fault.New(fault.Invalid, "unknown_value", fault.Field("kind"), fault.Param("value", code))
	}
	if len(allowed) > 0 && !slices.Contains(allowed, code) {
		return fault.New(fault.Invalid, "doc_kind_not_allowed", fault.Field("kind"), fault.Param("value", code))
	}
	return nil
}
