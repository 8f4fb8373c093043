package web

import (
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
)

// whyHandler explains why a person can or cannot do something.
type whyHandler struct {
	gate    permission.Gate
	records *record.Records
}

type whyIn struct {
	Person string `query:"person"`
	Action string `query:"action" required:"true" maxLength:"100"`
	Object string `query:"object" maxLength:"200"`
}

func (h whyHandler) get(c *endpoint.Call, in whyIn) (permission.Explanation, error) {
	if in.Person == "" {
		in.Person = c.Actor.PersonID
	}
	if in.Person != c.Actor.PersonID {
		if err := h.gate.Check(c.Ctx, "admin:people", "", ""); err != nil {
			return permission.Explanation{}, err
		}
	} else if _, err := readable(c.Ctx, h.records, in.Object); err != nil {
		return permission.Explanation{}, err // no oracle for what may not be seen
	}
	return h.gate.Why(c.Ctx, in.Person, in.Action, in.Object)
}
