package installation

import (
	"cmp"
	"context"
	"strings"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/web/admin"
	"github.com/doanket/doanket/core/web/view"
)

// auditLog shows the log to the room web.
type auditLog struct{ i *Installation }

// List is a page of the log, newest first.
func (a auditLog) List(ctx context.Context, f admin.AuditFilter) (admin.AuditPage, error) {
	page, err := audit.List(ctx, audit.Filter{Action: f.Action, Object: f.Object, Kind: f.Kind, UnitID: f.Unit, ActorID: f.Person,
		From: f.From.Start(), To: f.To.End(), Limit: f.Limit, Cursor: f.Cursor})
	if err != nil {
		return admin.AuditPage{}, err
	}
	people, places, err := a.named(ctx, page.Items)
	if err != nil {
		return admin.AuditPage{}, err
	}
	out := admin.AuditPage{Items: []admin.AuditLine{}, Next: page.Next}
	for _, l := range page.Items {
		who := view.Who{ID: l.ActorID, Login: l.Actor, Name: people[l.ActorID]}
		if who.Name == "" {
			who.Name = l.Actor
		}
		if strings.HasPrefix(l.Action, "record.do:") { // why is said in the record, to those of its side
			l.Reason = ""
		}
		out.Items = append(out.Items, admin.AuditLine{ID: l.ID, Seq: l.Seq, At: l.At, By: who, Action: l.Action, Object: l.Object,
			Of: cmp.Or(people[l.Object], places[l.Object]), Kind: l.Kind, Unit: l.UnitID, Place: places[l.UnitID], Reason: l.Reason, Detail: l.Detail, Hash: l.Hash})
	}
	return out, nil
}

// named looks up at once who and what the lines speak of.
func (a auditLog) named(ctx context.Context, lines []audit.Line) (people, places map[string]string, err error) {
	var persons, units []string
	for _, l := range lines {
		persons, units = append(persons, l.ActorID), append(units, l.UnitID)
		switch l.Kind {
		case "person":
			persons = append(persons, l.Object)
		case "unit":
			units = append(units, l.Object)
		}
	}
	if people, err = a.i.People.Names(ctx, persons); err != nil {
		return nil, nil, err
	}
	if len(units) == 0 { // no ids are all units
		return people, nil, nil
	}
	found, err := a.i.Tree.List(ctx, unit.Filter{IDs: units})
	places = make(map[string]string, len(found.Items))
	for _, u := range found.Items {
		places[u.ID] = u.Name
	}
	return people, places, err
}
