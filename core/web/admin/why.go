package admin

import (
	"strings"

	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
)

// Why explains why a person can or cannot do something.
type Why struct {
	Gate    permission.Gate
	Records *record.Records
}

type whyIn struct {
	Person string `query:"person"`
	Action string `query:"action" required:"true" maxLength:"100"`
	Object string `query:"object" maxLength:"200"`
}

// Get explains what the actor may do; for somebody else the right to administer people is asked.
func (h Why) Get(c *endpoint.Call, in whyIn) (permission.Explanation, error) {
	if in.Person == "" {
		in.Person = c.Actor.PersonID
	}
	if in.Person != c.Actor.PersonID {
		if err := h.Gate.Check(c.Ctx, "admin:people", "", ""); err != nil {
			return permission.Explanation{}, err
		}
	} else if strings.HasPrefix(in.Object, "rec_") {
		if _, err := h.Records.Get(c.Ctx, in.Object); err != nil {
			return permission.Explanation{}, err // no oracle for what may not be seen
		}
	}
	return h.Gate.Why(c.Ctx, in.Person, in.Action, in.Object)
}
