package web

import (
	"time"

	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/seal"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/view"
)

// openingHandler answers for sealed fields: who asks, who approves, what they
// hold while they are open.
type openingHandler struct {
	openings *seal.Openings
	people   view.Namer
}

func (h openingHandler) routes() []endpoint.Route {
	return []endpoint.Route{
		route(get, "/records/{id}/openings", 200, quick, session, asJSON, endpoint.Handle(h.list), "Who asked to open sealed fields, why, and who approved"),
		route(post, "/records/{id}/openings", 201, quick, session, asJSON, endpoint.Handle(h.ask), "Ask for sealed fields to be opened; another keeper must approve"),
		route(post, "/openings/{id}/approve", 200, quick, session, asJSON, endpoint.Handle(h.approve), "Approve another keeper's wish to open sealed fields"),
		route(get, "/openings/{id}", 200, quick, session, asJSON, endpoint.Handle(h.read), "What is sealed, for who asked, while it is open"),
	}
}

type openingOut struct {
	ID         string    `json:"id"`
	Record     string    `json:"record"`
	Fields     []string  `json:"fields"`
	Reason     string    `json:"reason"`
	State      string    `json:"state" enum:"asked,open,ended,lapsed"`
	AskedBy    view.Who  `json:"asked_by"`
	AskedAt    time.Time `json:"asked_at"`
	ApprovedBy *view.Who `json:"approved_by,omitempty"`
	ApprovedAt time.Time `json:"approved_at,omitzero"`
	EndsAt     time.Time `json:"ends_at"` // of the reading; while asked, of the waiting
	Can        []string  `json:"can"`     // approve, read
}

func (h openingHandler) shown(c *endpoint.Call, list ...seal.Opening) []openingOut {
	var ids []string
	for _, o := range list {
		ids = append(ids, o.AskedBy, o.ApprovedBy)
	}
	who := view.People(c.Ctx, h.people, ids...)
	out := make([]openingOut, 0, len(list))
	for _, o := range list {
		one := openingOut{ID: o.ID, Record: o.RecordID, Fields: o.Fields, Reason: o.Reason, State: o.State, AskedBy: who(o.AskedBy), AskedAt: o.AskedAt,
			ApprovedAt: o.ApprovedAt, EndsAt: o.EndsAt, Can: []string{}}
		if o.ApprovedBy != "" {
			keeper := who(o.ApprovedBy)
			one.ApprovedBy = &keeper
		}
		if o.MayApprove {
			one.Can = append(one.Can, "approve")
		}
		if o.MayRead {
			one.Can = append(one.Can, "read")
		}
		out = append(out, one)
	}
	return out
}

type openingsOut struct {
	Items   []openingOut `json:"items"`
	Keepers []view.Who   `json:"keepers"` // who may ask and approve
	Can     []string     `json:"can"`     // ask
}

func (h openingHandler) list(c *endpoint.Call, in endpoint.ByID) (openingsOut, error) {
	list, err := h.openings.List(c.Ctx, in.ID)
	if err != nil {
		return openingsOut{}, err
	}
	keepers, err := h.openings.Keepers(c.Ctx, in.ID)
	if err != nil {
		return openingsOut{}, err
	}
	out := openingsOut{Items: h.shown(c, list...), Keepers: []view.Who{}, Can: []string{}}
	who := view.People(c.Ctx, h.people, keepers...)
	for _, personID := range keepers {
		out.Keepers = append(out.Keepers, who(personID))
		if personID == c.Actor.PersonID {
			out.Can = append(out.Can, "ask")
		}
	}
	return out, nil
}

type openingAskIn struct {
	ID     string   `path:"id"`
	Fields []string `json:"fields" required:"true"`
	Reason string   `json:"reason" required:"true" maxLength:"2000"`
}

func (h openingHandler) ask(c *endpoint.Call, in openingAskIn) (openingOut, error) {
	if err := c.Fresh(); err != nil {
		return openingOut{}, err
	}
	o, err := h.openings.Ask(c.Ctx, in.ID, in.Fields, in.Reason)
	if err != nil {
		return openingOut{}, err
	}
	return h.shown(c, *o)[0], nil
}

func (h openingHandler) approve(c *endpoint.Call, in endpoint.ByID) (openingOut, error) {
	if err := c.Fresh(); err != nil {
		return openingOut{}, err
	}
	o, err := h.openings.Approve(c.Ctx, in.ID)
	if err != nil {
		return openingOut{}, err
	}
	return h.shown(c, *o)[0], nil
}

type openedOut struct {
	openingOut
	Values      map[string]any `json:"values"`
	SecondsLeft int            `json:"seconds_left"` // until it closes, by the server's clock
}

// read shows what is sealed to who asked. Nothing on the way may keep it.
func (h openingHandler) read(c *endpoint.Call, in endpoint.ByID) (openedOut, error) {
	c.Header.Set("Cache-Control", "no-store")
	o, values, err := h.openings.Read(c.Ctx, in.ID)
	if err != nil {
		return openedOut{}, err
	}
	out := openedOut{h.shown(c, *o)[0], map[string]any{}, int(o.EndsAt.Sub(id.NowIn(c.Ctx)).Seconds())}
	for name, value := range values {
		out.Values[name] = value
	}
	return out, nil
}
