package endpoint

import "time"

// Auth says who may call a route at all; what they may do the rooms decide.
type Auth string

// Who may call.
const (
	Public   Auth = "public"   // anyone on a province's host
	Session  Auth = "session"  // a signed-in person or an API token
	Operator Auth = "operator" // on the operator's port only
)

// How long an act may take.
const (
	Quick = 5 * time.Second
	Slow  = 30 * time.Second
	Long  = 30 * time.Minute // moving a large file over a weak line
)

// BodySize is how many bytes of a body are read at most.
type BodySize int64

// MaxJSON bounds every JSON body.
const MaxJSON = 1 << 20

// How large a body may be.
const (
	Small BodySize = 8 << 10 // from who is not signed in; it comes before anything of ours runs
	JSON  BodySize = MaxJSON
	Form  BodySize = 16<<20 + 64<<10 // a small file sent with its form; larger ones go by tus
	Many  BodySize = 8 << 20         // a hundred records at once
	Raw   BodySize = -1              // bounded by the length declared when the upload began
)

// Route is one line of the table: what is called how, for how long, by whom.
type Route struct {
	Method, Path string
	Page         bool   // for people to read: at the path itself, not below Prefix, and in no description of the API
	Style        string // the source a page's own sheet of style counts by
	Status       int    // of success
	Accepted     bool   // it may also answer 202: what was asked waits for somebody else
	Budget       time.Duration
	Auth         Auth
	Body         BodySize
	Act          Endpoint
	Summary      string
}

// OrAccepted is the route that may also answer 202, with the same shape.
func (r Route) OrAccepted() Route {
	r.Accepted = true
	return r
}
