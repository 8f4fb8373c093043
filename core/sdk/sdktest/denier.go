package sdktest

import (
	"go/ast"
	"strings"
)

// transitionOf is the transition of "kind transition".
func transitionOf(name string) string { return name[strings.LastIndexByte(name, ' ')+1:] }

// deniers are the transitions whose decision can refuse: it calls Deny, or a
// function of the module that does. One that only adds owes no example of a
// refusal.
func deniers(dir string) (map[string]bool, error) {
	_, files, err := sources(dir)
	if err != nil {
		return nil, err
	}
	bodies, decided := map[string]ast.Node{}, map[string]ast.Node{}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			if fn, ok := n.(*ast.FuncDecl); ok && fn.Body != nil {
				bodies[fn.Name.Name] = fn.Body
			}
			if name, call := method(n); name == "Decide" && len(call.Args) == 2 {
				if transition, ok := quoted(call.Args[0]); ok {
					decided[transition] = call.Args[1]
				}
			}
			return true
		})
	}
	out := map[string]bool{}
	for transition, body := range decided {
		out[transition] = denies(body, bodies, map[string]bool{})
	}
	return out, nil
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
