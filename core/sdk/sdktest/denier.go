package sdktest

import (
	"go/ast"
	"strings"
)

// transitionOf is the transition of "kind transition".
func transitionOf(name string) string { return name[strings.LastIndexByte(name, ' ')+1:] }

// deniers tells of a transition whether its decision can refuse: it calls Deny, or
// a function of the module that does. One that only adds owes no example of a
// refusal. Of a decision that is not given where it is named, anything in the
// module that refuses counts.
func deniers(dir string) (func(transition string) bool, error) {
	_, files, err := sources(dir)
	if err != nil {
		return nil, err
	}
	bodies, decided, anyDenies := map[string]ast.Node{}, map[string]ast.Node{}, false
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			if fn, ok := n.(*ast.FuncDecl); ok && fn.Body != nil {
				bodies[fn.Name.Name] = fn.Body
			}
			name, call := method(n)
			anyDenies = anyDenies || name == "Deny"
			if name == "Decide" && len(call.Args) == 2 {
				if transition, ok := quoted(call.Args[0]); ok {
					decided[transition] = call.Args[1]
				}
			}
			return true
		})
	}
	return func(transition string) bool {
		body := decided[transition]
		if body == nil {
			return anyDenies
		}
		return denies(body, bodies, map[string]bool{})
	}, nil
}

// denies reports whether a piece of Go refuses, itself or through the functions
// of the module that it names.
func denies(n ast.Node, bodies map[string]ast.Node, seen map[string]bool) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if name, _ := method(n); name == "Deny" {
			found = true
		}
		if word, ok := n.(*ast.Ident); ok && !found && !seen[word.Name] && bodies[word.Name] != nil {
			seen[word.Name] = true
			found = denies(bodies[word.Name], bodies, seen)
		}
		return !found
	})
	return found
}
