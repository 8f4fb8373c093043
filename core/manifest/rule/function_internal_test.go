package rule

import (
	"slices"
	"strings"
	"testing"

	"cel.dev/cel-go/cel"
)

// TestEveryFunctionOfOursIsTold: the environment has no function that authors are
// not told of.
func TestEveryFunctionOfOursIsTold(t *testing.T) {
	t.Parallel()
	env, err := base()
	if err != nil {
		t.Fatal(err)
	}
	plain, err := cel.NewEnv()
	if err != nil {
		t.Fatal(err)
	}
	for name := range env.Functions() {
		if _, std := plain.Functions()[name]; std {
			continue
		}
		if !slices.ContainsFunc(functions, func(f Function) bool { return f.Ours && strings.HasPrefix(f.Call, strings.TrimPrefix(name, "@")+"(") }) {
			t.Errorf("%s is not among the functions told", name)
		}
	}
}
