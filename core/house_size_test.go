package core_test

import (
	"go/ast"
	"path"
	"strings"
	"testing"
)

// maxPackage is how many lines a package may have, without tests and what is
// generated.
const maxPackage = 2500

func TestNothingRunsToExcess(t *testing.T) {
	t.Parallel()
	packages := map[string]int{}
	for _, s := range sources(t) {
		lines := strings.Count(s.text, "\n")
		if !strings.HasSuffix(s.path, "_test.go") {
			packages[path.Dir(s.path)] += lines
		}
		if lines > 400 {
			t.Errorf("%s has %d lines, at most 400", s.path, lines)
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			lines := s.fset.Position(f.End()).Line - s.fset.Position(f.Pos()).Line + 1
			if lines > 80 {
				t.Errorf("%s: %s has %d lines, at most 80", s.path, f.Name.Name, lines)
			}
		}
	}
	for dir, lines := range packages {
		if lines > maxPackage {
			t.Errorf("%s has %d lines, at most %d: take it apart", dir, lines, maxPackage)
		}
	}
}

func TestInterfacesStaySmall(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			if i, ok := n.(*ast.InterfaceType); ok && i.Methods.NumFields() > 13 {
				t.Errorf("%s: an interface of %d methods, at most 13", s.path, i.Methods.NumFields())
			}
			return true
		})
	}
}
