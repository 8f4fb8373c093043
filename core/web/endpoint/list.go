package endpoint

import (
	"strconv"

	"github.com/doanket/doanket/core/fault"
)

// Page is a list with a cursor to what follows; "" on the last.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next"`
}

// Items is a list that has no next page.
type Items[T any] struct {
	Items []T `json:"items"`
}

// ByID is the input of what needs an id and nothing else.
type ByID struct {
	ID string `path:"id"`
}

// Limit is the length of a page: its usual one unless asked, never more than
// most.
func Limit(asked, usual, most int) (int, error) {
	switch {
	case asked == 0:
		return usual, nil
	case asked < 0 || asked > most:
		return 0, fault.New(fault.Invalid, "invalid", fault.Fields(fault.FieldError{Field: "limit", Code: "out_of_range",
			Params: map[string]string{"min": "1", "max": strconv.Itoa(most)}}))
	}
	return asked, nil
}
