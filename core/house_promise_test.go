package core_test

import (
	"go/ast"
	"reflect"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
)

// keptByLint are keys whose whole meaning is what the parser and the lint refuse.
var keptByLint = map[string]string{
	"Manifest.APIVersion": "another version of the contract is not read",
	"Kind.Reserved":       "names and ids that were used once are not used again",
}

// TestEveryManifestKeyHasAReader: a key an author may write is read by code
// that does something with it, not only by the parser and the lint; one that is
// not is a promise without code, and refused.
func TestEveryManifestKeyHasAReader(t *testing.T) {
	t.Parallel()
	read := map[string]bool{}
	for _, s := range sources(t) {
		if strings.HasSuffix(s.path, "_test.go") || strings.Contains(s.path, "core/manifest/lint") || strings.Contains(s.path, "core/manifest/parse") || strings.Contains(s.path, "core/manifest/schema") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				read[sel.Sel.Name] = true
			}
			return true
		})
	}
	seen := map[reflect.Type]bool{}
	keys(reflect.TypeFor[manifest.Manifest](), seen, func(owner reflect.Type, f reflect.StructField, key string) {
		if name := owner.Name() + "." + f.Name; !read[f.Name] && keptByLint[name] == "" {
			t.Errorf("%s (%s: in module.yaml) is read by nothing", name, key)
		}
	})
	if len(seen) < 15 {
		t.Errorf("only %d shapes of module.yaml were looked at", len(seen))
	}
}

// keys visits every field of a declaration and of all it holds that module.yaml
// may name.
func keys(typ reflect.Type, seen map[reflect.Type]bool, visit func(owner reflect.Type, f reflect.StructField, key string)) {
	for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice || typ.Kind() == reflect.Map {
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct || seen[typ] || !strings.HasSuffix(typ.PkgPath(), "core/manifest") {
		return
	}
	seen[typ] = true
	for i := range typ.NumField() {
		f := typ.Field(i)
		key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if key == "" || key == "-" {
			continue
		}
		visit(typ, f, key)
		keys(f.Type, seen, visit)
	}
}
