package core_test

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// starters start a program. The product starts modules, and those only through the
// cell: a binary of a module's author is a stranger's wherever it is run; and
// LibreOffice, which the operator installs and names, on files we wrote; what reads PDFs
// and scans, which they install and name too, bounded in all it may use (adr/0036); this
// very program, begun anew to read one file of a stranger (adr/0043); and,
// at the operator's own command line, what reads a PDF they name.
var starters = []string{"exec.Command", "exec.CommandContext", "os.StartProcess", "syscall.ForkExec", "syscall.StartProcess", "syscall.Exec", "unix.Exec"}

// TestNothingStartsAProgramButTheCell looks at all that is compiled into the
// product; the tools of development and the tests start compilers and servers.
func TestNothingStartsAProgramButTheCell(t *testing.T) {
	t.Parallel()
	inCell := 0
	for _, s := range sources(t) {
		if strings.HasSuffix(s.path, "_test.go") || s.room == "cmd/dev" || s.room == "core/coretest" || strings.HasPrefix(s.path, "core/module/moduletest/") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := sel.X.(*ast.Ident)
			if !ok || !slices.Contains(starters, pkg.Name+"."+sel.Sel.Name) {
				return true
			}
			switch {
			case strings.HasPrefix(s.path, "core/module/cell/"):
				inCell++
			case s.path == "core/paper/office/office.go", s.path == "core/search/extract/program.go", s.path == "core/upload/child/start.go", s.path == "cmd/doanket/programme.go":
			default:
				t.Errorf("%s starts a program (%s.%s): only core/module/cell, core/paper/office, core/search/extract and core/upload/child may", s.fset.Position(sel.Pos()), pkg.Name, sel.Sel.Name)
			}
			return true
		})
	}
	if inCell == 0 {
		t.Error("the cell starts nothing: this test looks for the wrong thing")
	}
}
