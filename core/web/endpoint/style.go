package endpoint

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// InlineStyle is the source by which a policy lets a page's own sheet of style count:
// the hash of what stands in it; "" where the page has none.
func InlineStyle(page string) string {
	_, rest, _ := strings.Cut(page, "<style>")
	sheet, _, closed := strings.Cut(rest, "</style>")
	if !closed {
		return ""
	}
	sum := sha256.Sum256([]byte(sheet))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
