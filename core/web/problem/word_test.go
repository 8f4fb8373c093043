package problem

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/doanket/doanket/core/fault"
)

// here is the package's folder, read before the embedded S3 server of another
// test moves the process.
var here, _ = os.Getwd()

// catalogue reads one language's sentences as they are kept.
func catalogue(t *testing.T, lang string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(here, "text", lang+".json"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	t.Parallel()
	vi, en := catalogue(t, "vi"), catalogue(t, "en")
	for code, text := range vi {
		if en[code] == "" {
			t.Errorf("%s has no English sentence", code)
		}
		if strings.TrimSpace(text) == "" || !unicode.IsUpper([]rune(text)[0]) && !strings.HasPrefix(text, "«") {
			t.Errorf("%s: %q is no sentence", code, text)
		}
		if a, b := names(text), names(en[code]); !slices.Equal(a, b) {
			t.Errorf("%s shows %v in Vietnamese, %v in English", code, a, b)
		}
	}
	for code := range en {
		if vi[code] == "" {
			t.Errorf("%s has no Vietnamese sentence", code)
		}
	}
}

// names are the parameters a sentence shows, sorted.
func names(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// use is what the source says of a code: the parameters every place carries,
// and where one place is.
type use struct {
	at     string
	told   bool // not of our own mistakes alone, which are told by number only
	params map[string]bool
}

// TestEveryCodeHasItsSentence reads core's source: whatever code is put into a
// fault or a field of one has a sentence of its own, and a sentence shows
// outside its [clauses] only what every such place carries.
func TestEveryCodeHasItsSentence(t *testing.T) {
	t.Parallel()
	uses := codes(t)
	if len(uses) < 130 {
		t.Errorf("only %d codes found: the reading of the source has gone blind", len(uses))
	}
	for _, lang := range []string{"vi", "en"} {
		said := catalogue(t, lang)
		for code, u := range uses {
			text := said[code]
			if text == "" && u.told {
				t.Errorf("%s: %s has no sentence in %s", u.at, code, lang)
			}
			for _, name := range names(clause.ReplaceAllString(text, "")) {
				if name := strings.Trim(name, "{}"); !u.params[name] && code != "internal" {
					t.Errorf("%s: %s does not carry {%s}, which its sentence in %s shows", u.at, code, name, lang)
				}
			}
		}
		for code := range said {
			if _, used := uses[code]; !used && !strings.HasPrefix(code, "kind.") && !slices.Contains(computed, code) {
				t.Errorf("%s has a sentence in %s and is used nowhere", code, lang)
			}
		}
	}
	for _, kind := range []fault.Kind{fault.Invalid, fault.Unauthenticated, fault.Forbidden, fault.NotFound, fault.Conflict, fault.Stale, fault.Precondition,
		fault.TooLarge, fault.Limited, fault.Unavailable, fault.Internal} {
		if catalogue(t, "vi")["kind."+string(kind)] == "" || statuses[kind] == 0 {
			t.Errorf("the kind %s has no title or no status", kind)
		}
	}
}

// computed are codes that reach a fault by a table or a variable.
var computed = []string{"reference", "refused", "macro_refused", "password_protected", "archive_too_costly", "internal", "target_code", "target_other_figures", "target_weaker", "target_later", "target_twice", "target_beside",
	"sheet.unknown_unit", "sheet.not_taken", "sheet.twice", "sheet.unknown_choice", "sheet.bad_number", "sheet.at_row", "sheet.at_cell", "sheet.no_unit", "sheet.bad_bool", "sheet.moved_on", "sheet.cell_error",
	"unit.alike", "unit.since_kept", "unit.table_closes_none", "unit.table"}

// codes reads every code out of the source of core.
func codes(t *testing.T) map[string]*use {
	t.Helper()
	out := map[string]*use{}
	err := filepath.WalkDir(filepath.Dir(filepath.Dir(here)), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains([]string{"client", "testdata", "coretest"}, d.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, ".pb.go") {
			return nil
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for code, u := range codesOf(n) {
				u.at = fset.Position(n.Pos()).String()
				note(out, code, u)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// note adds a place to what is known of its code; only parameters that every
// place carries stay.
func note(out map[string]*use, code string, u *use) {
	known := out[code]
	if known == nil {
		out[code] = u
		return
	}
	if u.told && !known.told {
		known.at, known.told = u.at, true
	}
	maps.DeleteFunc(known.params, func(name string, _ bool) bool { return !u.params[name] })
}

var codeShape = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$`)

// codesOf are the codes one node puts into a fault: fault.New, fault.Field
// with a code of its own, a FieldError, and the rooms' short forms of these.
func codesOf(n ast.Node) map[string]*use {
	out := map[string]*use{}
	add := func(e ast.Expr, told bool, params map[string]bool) {
		if code, ok := literal(e); ok && codeShape.MatchString(code) {
			out[code] = &use{told: told, params: params}
		}
	}
	switch n := n.(type) {
	case *ast.CallExpr:
		switch called(n) {
		case "fault.New":
			kind, _ := n.Args[0].(*ast.SelectorExpr)
			code, _ := literal(n.Args[1])
			add(n.Args[1], kind == nil || kind.Sel.Name != "Internal" || code == "module_malformed", carried(n.Args[2:]))
		case "fault.Field":
			if len(n.Args) == 2 {
				add(n.Args[1], true, map[string]bool{})
			}
		case "p.word": // programme: the code comes second, and what was written goes with it
			add(n.Args[1], true, map[string]bool{"value": true, "near": true})
		case "p.Wrong": // record: the code stands alone
			if len(n.Args) > 0 {
				add(n.Args[0], true, pairs(n.Args[1:]))
			}
		case "bad", "p.bad", "b.fail", "kind.Problem", "Problem": // record, kind, payload, tenant, access: the code comes second, or third behind a role
			if len(n.Args) >= 2 {
				at := 1
				if x, ok := n.Args[0].(*ast.Ident); ok && x.Name == "r" {
					at = 2
				}
				add(n.Args[at], true, pairs(n.Args[at+1:]))
			}
		}
	case *ast.CompositeLit:
		for _, code := range fieldErrorCode(n) {
			add(code, true, map[string]bool{})
		}
	}
	return out
}

// fieldErrorCode is the code in a literal that names a field and a code.
func fieldErrorCode(n *ast.CompositeLit) []ast.Expr {
	var code ast.Expr
	field := false
	for _, e := range n.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		key, _ := kv.Key.(*ast.Ident)
		switch {
		case key != nil && key.Name == "Code":
			code = kv.Value
		case key != nil && key.Name == "Field":
			field = true
		}
	}
	if code == nil || !field {
		return nil
	}
	return []ast.Expr{code}
}

// called names the function of a call.
func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok {
			return x.Name + "." + f.Sel.Name
		}
	}
	return ""
}

func literal(e ast.Expr) (string, bool) {
	b, ok := e.(*ast.BasicLit)
	if !ok || b.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(b.Value)
	return s, err == nil
}

// carried are the names of fault.Param among the options.
func carried(options []ast.Expr) map[string]bool {
	out := map[string]bool{}
	for _, o := range options {
		if c, ok := o.(*ast.CallExpr); ok && called(c) == "fault.Param" {
			name, _ := literal(c.Args[0])
			out[name] = true
		}
	}
	return out
}

// pairs are the names in a list of name, value, name, value.
func pairs(args []ast.Expr) map[string]bool {
	out := map[string]bool{}
	for n := 0; n < len(args); n += 2 {
		if name, ok := literal(args[n]); ok {
			out[name] = true
		}
	}
	return out
}

func TestSentences(t *testing.T) {
	t.Parallel()
	w, err := NewWords(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, lang, code, kind string
		params                 map[string]string
		want                   string
	}{
		{"a clause is left out", "vi", "too_long", "", nil, "Nội dung quá dài."},
		{"a clause is shown", "vi", "too_long", "", map[string]string{"max": "200"}, "Nội dung quá dài, tối đa 200."},
		{"only the clause that is carried", "vi", "out_of_range", "", map[string]string{"min": "1"}, "Chỉ nhập trong khoảng cho phép, từ 1."},
		{"days as people write them", "vi", "out_of_range", "", map[string]string{"min": "1900-01-01", "max": "2200-12-31"},
			"Chỉ nhập trong khoảng cho phép, từ 01/01/1900 đến 31/12/2200."},
		{"bytes as sizes", "vi", "too_large", "", map[string]string{"max_bytes": "20971520"},
			"Tệp hoặc dữ liệu quá lớn, tối đa 20 MB. Hãy giảm dung lượng rồi gửi lại."},
		{"a comma in Vietnamese", "vi", "too_large", "", map[string]string{"max_bytes": "1572864"},
			"Tệp hoặc dữ liệu quá lớn, tối đa 1,5 MB. Hãy giảm dung lượng rồi gửi lại."},
		{"a value that looks like a parameter stays a value", "vi", "unit.code_taken", "", map[string]string{"code": "{name}", "name": "Xã Một"},
			"Mã «{name}» đang dùng cho đơn vị «Xã Một». Hãy chọn mã khác."},
		{"the last part of a dotted code", "en", "answer.required", "invalid", nil, "This is missing."},
		{"the kind", "vi", "grpc.Unavailable", "unavailable", nil, "Tạm thời chưa phục vụ được"},
		{"never nothing", "vi", "whatever", "", nil, "Thông tin chưa hợp lệ. Hãy kiểm tra và sửa lại."},
	} {
		if got := w.Sentence(c.lang, c.code, c.kind, c.params); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
