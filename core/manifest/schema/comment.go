package schema

import (
	"embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"strings"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/find"
	"github.com/doanket/doanket/core/manifest/overlap"
	"github.com/doanket/doanket/core/manifest/showing"
)

// comments are what the declarations say of themselves: by "Type", and by
// "Type.Field".
func comments() (map[string]string, error) {
	out := map[string]string{}
	for _, room := range []embed.FS{manifest.Declarations, find.Declarations, overlap.Declarations, showing.Declarations} {
		if err := declared(room, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// declared adds the comments of one room.
func declared(room embed.FS, out map[string]string) error {
	files, err := fs.Glob(room, "*.go")
	if err != nil {
		return err
	}
	for _, name := range files {
		raw, err := fs.ReadFile(room, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, raw, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.TYPE {
				typeComments(d, out)
			}
			return true
		})
	}
	return nil
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
