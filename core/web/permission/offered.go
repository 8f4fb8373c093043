package permission

import (
	"slices"

	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/kind"
)

// Offered reports whether a module is on where one of the posts works: at its place, or
// at some unit below. While a module is tried, nobody else is shown its kinds.
func Offered(r kind.Reach, posts []identity.Post) bool {
	return r.All || slices.ContainsFunc(posts, func(p identity.Post) bool { return r.Touches(p.PlacePath) })
}
