package reading

import (
	"bytes"
	"unicode/utf8"

	"github.com/doanket/doanket/core/fault"
)

// MaxFile is how large a file of a resolution may be, in bytes.
const MaxFile = 20 << 20

// Plain is the text of a file that is text. Fault: Invalid resolution_unreadable.
func Plain(body []byte) (string, error) {
	if len(body) > MaxFile || !utf8.Valid(body) || bytes.IndexByte(body, 0) >= 0 {
		return "", fault.New(fault.Invalid, "resolution_unreadable", fault.Field("file"))
	}
	return string(body[:min(len(body), MaxText)]), nil
}
