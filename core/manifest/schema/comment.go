package schema

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"strings"

	"github.com/doanket/doanket/core/manifest"
)

// comments are what the declarations say of themselves: by "Type", and by
// "Type.Field".
func comments() (map[string]string, error) {
	files, err := fs.Glob(manifest.Declarations, "*.go")
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, name := range files {
		raw, err := fs.ReadFile(manifest.Declarations, name)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, raw, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.TYPE {
				typeComments(d, out)
			}
			return true
		})
	}
	return out, nil
}

func typeComments(d *ast.GenDecl, out map[string]string) {
	for _, spec := range d.Specs {
		t, ok := spec.(*ast.TypeSpec)
		if !ok {
			continue
		}
		out[t.Name.Name] = words(d.Doc)
		s, ok := t.Type.(*ast.StructType)
		if !ok {
			continue
		}
		for _, f := range s.Fields.List {
			for _, name := range f.Names {
				out[t.Name.Name+"."+name.Name] = words(f.Comment)
			}
		}
	}
}

func words(c *ast.CommentGroup) string { return strings.Join(strings.Fields(c.Text()), " ") }
