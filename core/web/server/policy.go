package server

import (
	"bytes"
	"crypto/rand"

	"github.com/doanket/doanket/core/web/endpoint"
)

// nothingLoads is the policy of every answer that is no page: shown as one, it loads
// and runs nothing.
const nothingLoads = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// policy lets a page, and what works for it, load only what this server sends. A sheet
// of style inside a page counts by the source it is named by: its hash, or the number
// of this one answer; no attribute of style ever does.
func policy(style string) string {
	if style != "" {
		style = " " + style
	}
	return "default-src 'self'; script-src 'self'; style-src 'self'" + style + "; img-src 'self' data: blob:; " +
		"font-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; " +
		"frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
}

// toCome stands in the built page where the number of an answer goes (vite.config.ts);
// the client gives it to the sheets its component library makes. A worker keeps the page
// with the policy it came with, so the two agree there too.
var toCome = []byte("number-of-this-answer")

// dressed is a page with the policy that goes with it: the client's with a number nobody
// knew before, one that is complete as it stands by its hash.
func dressed(page []byte) ([]byte, string) {
	if !bytes.Contains(page, toCome) {
		return page, policy(endpoint.InlineStyle(string(page)))
	}
	number := rand.Text()
	return bytes.ReplaceAll(page, toCome, []byte(number)), policy("'nonce-" + number + "'")
}
