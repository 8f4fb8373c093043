package tenant

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/manifest"
)

// maxListed is how many values a list of the province may hold.
const maxListed = 100

var listedForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// checkLists names every value of the province's lists that cannot be.
func (s Settings) checkLists(bad func(field, code string)) {
	for name, values := range s.Lists {
		if len(values) == 0 || len(values) > maxListed {
			bad("lists."+name, "out_of_range")
		}
		for i, v := range values {
			at := "lists." + name + "." + strconv.Itoa(i)
			switch {
			case !listedForm.MatchString(v.ID):
				bad(at+".id", "own_field_value")
			case slices.ContainsFunc(values[:i], func(o manifest.EnumValue) bool { return o.ID == v.ID }):
				bad(at+".id", "duplicate")
			case v.Label.VI == "" || v.Label.EN == "":
				bad(at+".label", "required")
			}
		}
	}
}
