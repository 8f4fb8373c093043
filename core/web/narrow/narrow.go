package narrow

import (
	"net/http"
	"slices"
	"strings"
)

// rule opens the routes below a path to tokens that name one of the actions.
type rule struct {
	below   string
	method  string   // "": every one
	actions []string // one of them; ending in "*": any that begins so
}

// nothing is asked of a token to know which kinds, units and papers there are, and
// whom it speaks for: none of it is about anybody else.
var nothing = []string{"*"}

// rules are looked at from the top; the first that fits decides. The rooms still ask
// the gate for each thing: this table only says that the route is what was named.
var rules = []rule{
	{"/me", http.MethodGet, nothing},
	{"/kinds/{module}.{kind}/fields", http.MethodPut, []string{"admin:modules"}},
	{"/kinds/", http.MethodGet, nothing},
	{"/document-kinds", http.MethodGet, nothing},
	{"/unit-kinds", http.MethodGet, nothing},
	{"/units/", http.MethodGet, nothing},
	{"/units/", "", []string{"admin:units"}},
	{"/unit-imports", "", []string{"admin:units"}},
	{"/people/", "", []string{"admin:people"}},
	{"/posts/", "", []string{"admin:people"}},
	{"/roles", http.MethodGet, []string{"admin:people", "admin:roles"}},
	{"/modules/", "", []string{"admin:modules"}},
	{"/settings", "", []string{"admin:settings"}},
	{"/setup", http.MethodGet, []string{"admin:settings"}},
	{"/jobs/", "", []string{"admin:*"}},
	{"/audit", http.MethodGet, []string{"audit:read"}},

	{"/records/{id}/openings", "", []string{"unseal"}},
	{"/openings/", "", []string{"unseal"}},
	{"/records/{id}/comments", http.MethodPost, []string{"comment"}},
	{"/records/{id}/documents", "", []string{"attach*"}},
	{"/records/", http.MethodGet, []string{"read"}},
	{"/records/", http.MethodPatch, []string{"update"}},
	{"/records/", http.MethodDelete, []string{"discard", "update"}},
	{"/records/{id}/clauses", "", []string{"update"}},
	{"/records/{module}.{kind}", http.MethodPost, []string{"create"}},
	{"/records/", http.MethodPost, []string{"do:*", "update"}},
	{"/recommendations/ledger", http.MethodGet, []string{"read"}},
	{"/today", http.MethodGet, []string{"read"}},
	{"/search", http.MethodGet, []string{"read"}},
	{"/documents/{id}", http.MethodGet, []string{"read"}},
	{"/documents/{id}", "", []string{"attach*"}},
	{"/uploads", "", []string{"attach*", "create"}},
	{"/imports", http.MethodGet, []string{"create"}},
	{"/imports", http.MethodPost, []string{"create"}},
	{"/duties/{id}/excuse", "", []string{"excuse"}},
	{"/duties/{id}/open", "", []string{"create"}},
	{"/duties", http.MethodGet, []string{"read"}},
	{"/programme", http.MethodGet, []string{"read", "figure:read"}},

	{"/boards", http.MethodGet, []string{"figure:read"}},
	{"/figures/", http.MethodGet, []string{"figure:read"}},
	{"/closings", http.MethodGet, []string{"figure:read"}},
	{"/closings", http.MethodPost, []string{"figure:close"}},
	{"/reports", http.MethodGet, []string{"figure:read"}},
	{"/reports/{template}/freeze", "", []string{"report:freeze"}},
	{"/reports/{template}/texts", "", []string{"report:write"}},
}

// exact are the rules that take in nothing below them.
var exact = []string{"/me", "/settings"}

// Refuses reports whether a token that lets only the listed actions through may not
// call the route. One that lets everything through may call all.
func Refuses(allow []string, method, path string) bool {
	if slices.Contains(allow, "*") {
		return false
	}
	if method == http.MethodHead && !strings.HasPrefix(path, "/uploads") {
		method = http.MethodGet
	}
	for _, r := range rules {
		if (r.method == "" || r.method == method) && r.fits(path) {
			return !slices.ContainsFunc(r.actions, func(action string) bool { return speaks(allow, action) })
		}
	}
	return true
}

func (r rule) fits(path string) bool {
	at := strings.TrimSuffix(r.below, "/")
	return path == at || strings.HasPrefix(path, at+"/") && !slices.Contains(exact, at)
}

// speaks reports whether the list lets the action, or some action that begins so,
// through.
func speaks(allow []string, action string) bool {
	head, some := strings.CutSuffix(action, "*")
	return slices.ContainsFunc(allow, func(pattern string) bool {
		start, open := strings.CutSuffix(pattern, "*")
		switch {
		case head == "" && some:
			return true
		case open && strings.HasPrefix(head, start), some && strings.HasPrefix(pattern, head):
			return true
		}
		return pattern == action
	})
}
