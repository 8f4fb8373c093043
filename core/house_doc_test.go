package core_test

import (
	"go/ast"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestEveryPackageSaysWhatItOwns reads the doc.go of every package: what it
// owns, what it does not, and who calls it, which must be so.
func TestEveryPackageSaysWhatItOwns(t *testing.T) {
	t.Parallel()
	all := sources(t)
	docs, importers := map[string]string{}, map[string][]string{}
	for _, s := range all {
		dir := path.Dir(s.path)
		if strings.HasPrefix(dir, "plugins/") {
			continue
		}
		if _, seen := docs[dir]; !seen {
			docs[dir] = ""
		}
		if path.Base(s.path) == "doc.go" {
			docs[dir] = s.file.Doc.Text()
			if lines := strings.Count(s.text, "\n"); lines > 40 {
				t.Errorf("%s has %d lines: say less", s.path, lines)
			}
		}
		if strings.HasSuffix(s.path, "_test.go") {
			continue
		}
		for _, imp := range imports(s) {
			if to, ours := strings.CutPrefix(imp, modulePath); ours && !slices.Contains(importers[to], dir) {
				importers[to] = append(importers[to], dir)
			}
		}
	}
	for dir, doc := range docs {
		if doc == "" {
			t.Errorf("%s has no doc.go that says what the package is", dir)
			continue
		}
		if dir == "core" {
			continue // the map of the whole
		}
		for _, part := range []string{"Owns: ", "Does not own: ", "Called by: "} {
			if !strings.Contains(doc, part) {
				t.Errorf("%s/doc.go does not say %q", dir, part)
			}
		}
		callers(t, dir, doc, docs, importers[dir])
	}
}

// callers holds "Called by" against the imports. Every room that calls is named,
// but those that join all; a room named imports the package, unless it says
// "(as …)": then it knows it by an interface only.
func callers(t *testing.T, dir, doc string, docs map[string]string, importers []string) {
	_, said, _ := strings.Cut(doc, "Called by: ")
	said, _, _ = strings.Cut(said, "\n\n")
	if strings.Contains(said, "every room") || strings.Contains(said, "tests") || strings.HasPrefix(dir, "cmd/") {
		return
	}
	named := callerNames.FindAllStringSubmatch(strings.ReplaceAll(said, "\n", " "), -1)
	for _, from := range importers {
		joins := slices.Contains(arrows[roomOf(from)], "*")
		if !joins && roomOf(from) != roomOf(dir) && !slices.ContainsFunc(named, func(n []string) bool { return names(n[1], from) }) {
			t.Errorf("%s/doc.go does not name its caller %s", dir, from)
		}
	}
	for _, n := range named {
		known := slices.ContainsFunc(slices.Collect(maps.Keys(docs)), func(other string) bool {
			return roomOf(other) != roomOf(dir) && names(n[1], other)
		})
		calls := slices.ContainsFunc(importers, func(from string) bool { return names(n[1], from) })
		if known && !calls && n[2] == "" {
			t.Errorf("%s/doc.go names %s as a caller, which does not import it", dir, n[1])
		}
	}
}

var callerNames = regexp.MustCompile(`([a-z]+(?:/[a-z]+)*)( \(as )?`)

// names reports whether a word of a doc.go stands for the package: its path
// below core, its last part or its room.
func names(word, dir string) bool {
	short := strings.TrimPrefix(dir, "core/")
	return word == short || word == dir || word == path.Base(dir) || word == strings.TrimPrefix(roomOf(dir), "core/")
}

// TestExportedSaysWhatItIs: what another package may use has a sentence.
func TestExportedSaysWhatItIs(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if strings.HasSuffix(s.path, "_test.go") || strings.HasPrefix(s.path, "plugins/") || s.file.Name.Name == "main" {
			continue
		}
		for _, d := range s.file.Decls {
			if name := undocumented(d); name != "" {
				t.Errorf("%s: %s is exported and says nothing", s.path, name)
			}
		}
	}
}

// undocumented is the first exported name of a declaration without a comment.
func undocumented(d ast.Decl) string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && (d.Recv == nil || exportedReceiver(d.Recv)) {
			return d.Name.Name
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if spec.Name.IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
					return spec.Name.Name
				}
			case *ast.ValueSpec:
				if spec.Names[0].IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
					return spec.Names[0].Name
				}
			}
		}
	}
	return ""
}

func exportedReceiver(recv *ast.FieldList) bool {
	exported := false
	ast.Inspect(recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && !exported {
			exported = id.IsExported()
		}
		return !exported
	})
	return exported
}
