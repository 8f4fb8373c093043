package resolution

import (
	"net/http"
	"time"

	"github.com/doanket/doanket/core/web/endpoint"
)

// Routes are what can be asked of the resolution and what serves it.
func (h Handler) Routes() []endpoint.Route {
	const get, put, post = http.MethodGet, http.MethodPut, http.MethodPost
	route := func(method, path string, budget time.Duration, act endpoint.Endpoint, summary string) endpoint.Route {
		return endpoint.Route{Method: method, Path: path, Status: http.StatusOK, Budget: budget, Auth: endpoint.Session, Body: endpoint.JSON, Act: act, Summary: summary}
	}
	reading := route(post, "/programme/reading", endpoint.Slow, endpoint.WithForm(endpoint.Handle(h.Read)), "Read a resolution into sections, clauses, targets and assignments; keeps nothing")
	reading.Body = endpoint.Form
	return []endpoint.Route{
		reading,
		route(get, "/programme", endpoint.Quick, endpoint.Handle(h.Get), "Clauses of the resolution and what serves each"),
		route(put, "/programme", endpoint.Slow, endpoint.Handle(h.Set), "Set the province's own clauses and what serves them"),
		route(get, "/programme/coverage", endpoint.Quick, endpoint.Handle(h.Cover), "Clauses by units below: tasks, records and those that are proven"),
		route(get, "/programme/targets", endpoint.Slow, endpoint.Handle(h.Targets), "The targets of the resolution, and every other of the modules in use, at a unit and at those below, with their trends"),
		route(get, "/programme/tasks", endpoint.Slow, endpoint.Handle(h.Tasks), "The tasks of a term at a unit and below: who leads, who takes part, by when, how far"),
		route(get, "/programme/clauses", endpoint.Quick, endpoint.Handle(h.Count), "How many records serve each clause at a unit in a period"),
		route(get, "/programme/clauses/{id}", endpoint.Slow, endpoint.Handle(h.Mark), "A clause at a unit: who was given what, how far it is, its records and papers"),
		route(post, "/programme/clauses/{id}/reminders", endpoint.Slow, endpoint.Handle(h.Remind), "Tell the units below that lack records of a clause, or their evidence"),
		created(route(post, "/programme/clauses/{id}/tasks", endpoint.Slow, endpoint.Handle(h.Give), "Draft a programme with the same task for every unit below that has none under a clause")),
		route(get, "/records/{id}/clauses", endpoint.Quick, endpoint.Handle(h.Of), "Clauses a record serves"),
		route(put, "/records/{id}/clauses", endpoint.Slow, endpoint.Handle(h.Choose), "Correct which clauses a record serves, with a reason"),
	}
}

func created(r endpoint.Route) endpoint.Route {
	r.Status = http.StatusCreated
	return r
}
