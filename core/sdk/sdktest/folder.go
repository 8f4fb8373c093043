package sdktest

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/sdk/exam"
	"github.com/doanket/doanket/core/sdk/gen"
)

// folder are the checks of what lies beside the manifest.
func folder(m *sdk.Module, c *exam.Candidate, dir string) []exam.Check {
	return []exam.Check{
		{Name: "model_gen.go is fresh", Run: func(context.Context) error { return fresh(dir) }},
		{Name: "every decision has examples that hold", Run: func(ctx context.Context) error { return examples(ctx, m, c, dir) }},
		{Name: "every code in the Go has a text, every text is used", Run: func(context.Context) error { return codes(m.Manifest(), dir) }},
	}
}

// fresh says how a stale model is written anew.
func fresh(dir string) error {
	err := gen.Fresh(dir)
	if fault.HasCode(err, "model_stale") {
		return fmt.Errorf("%s is older than module.yaml: run %s (with the module's folder, where it lies outside the repository)", gen.File, fault.Of(err).Params["fix"])
	}
	return err
}

// examples wants a golden file for every transition the code decides: one
// that lets pass and, if the decision can refuse at all, one that refuses.
func examples(ctx context.Context, m *sdk.Module, c *exam.Candidate, dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "testdata/decide/*.txtar"))
	if err != nil {
		return err
	}
	denying, err := deniers(dir)
	if err != nil {
		return err
	}
	passed, refused := map[string]bool{}, map[string]bool{}
	var all []error
	for _, file := range files {
		g, err := readGolden(file)
		if err != nil {
			all = append(all, err)
			continue
		}
		v, err := g.ask(ctx, m)
		if err != nil {
			all = append(all, fmt.Errorf("%s: %w", file, err))
			continue
		}
		if got := plain(v); !g.expects(got) {
			shown, _ := yaml.Marshal(got)
			all = append(all, fmt.Errorf("%s gives\n%s", file, shown))
		}
		name := g.action.Kind + " " + g.action.Transition
		passed[name] = passed[name] || len(v.Problems) == 0
		refused[name] = refused[name] || len(v.Problems) > 0
		for _, p := range v.Problems {
			c.Heard(p.Code, file)
		}
		for _, w := range v.Warnings {
			c.Heard(w, file)
		}
	}
	for _, b := range sdk.Declared(m.Manifest()) {
		name, decides := strings.CutPrefix(b, "decide ")
		switch {
		case !decides:
		case !passed[name]:
			all = append(all, fmt.Errorf("no file of testdata/decide shows %s letting a record pass", name))
		case !refused[name] && denying(transitionOf(name)):
			all = append(all, fmt.Errorf("no file of testdata/decide shows %s refusing a record", name))
		}
	}
	return errors.Join(all...)
}

// codes reads the module's Go: a code it says must have a text, and a text
// must be said by a rule or by the Go.
func codes(m *manifest.Manifest, dir string) error {
	said, words, err := literals(dir)
	if err != nil {
		return err
	}
	var all []error
	for _, code := range slices.Sorted(maps.Keys(said)) {
		if _, ok := m.Problems[code]; !ok {
			all = append(all, fmt.Errorf("%s says %q, which labels.yaml does not hold", said[code], code))
		}
	}
	for i := range m.Kinds {
		for _, r := range m.Kinds[i].Rules {
			words[r.Code] = true
		}
	}
	for _, code := range slices.Sorted(maps.Keys(m.Problems)) {
		if !words[code] {
			all = append(all, fmt.Errorf("nothing says %q of labels.yaml", code))
		}
	}
	return errors.Join(all...)
}

// codeAt is where the calls that name a code have it.
var codeAt = map[string]int{"Deny": 1, "Warn": 0}

// literals finds the codes given to Deny and Warn, with their place, and all
// words written in quotes.
func literals(dir string) (said map[string]string, words map[string]bool, err error) {
	fset, files, err := sources(dir)
	if err != nil {
		return nil, nil, err
	}
	said, words = map[string]string{}, map[string]bool{}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			if word, ok := quoted(n); ok {
				words[word] = true
			}
			name, call := method(n)
			if at, ok := codeAt[name]; ok && at < len(call.Args) {
				if code, ok := quoted(call.Args[at]); ok {
					said[code] = fset.Position(call.Pos()).String()
				}
			}
			return true
		})
	}
	return said, words, nil
}

// sources are the module's Go files but for tests.
func sources(dir string) (*token.FileSet, []*ast.File, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, nil, err
	}
	fset := token.NewFileSet()
	var out []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, f)
	}
	return fset, out, nil
}

// method is the call of a method and the method's name, "" for anything else.
func method(n ast.Node) (string, *ast.CallExpr) {
	if call, ok := n.(*ast.CallExpr); ok {
		if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
			return sel.Sel.Name, call
		}
	}
	return "", nil
}

func quoted(n ast.Node) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	word, err := strconv.Unquote(lit.Value)
	return word, err == nil
}
