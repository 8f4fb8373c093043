package web

import (
	"strconv"

	"github.com/doanket/doanket/core/fault"
)

// limited is the length of a page: its usual one unless asked, never more than
// most.
func limited(asked, usual, most int) (int, error) {
	switch {
	case asked == 0:
		return usual, nil
	case asked < 0 || asked > most:
		return 0, fault.New(fault.Invalid, "invalid", fault.Fields(fault.FieldError{Field: "limit", Code: "out_of_range",
			Params: map[string]string{"min": "1", "max": strconv.Itoa(most)}}))
	}
	return asked, nil
}
