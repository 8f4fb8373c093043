package giving

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
)

// drafter is the post by which the actor drafts a programme: at the place asked for, or
// above it.
func (g Giver) drafter(ctx context.Context, at unit.Unit) *identity.Post {
	actor, err := identity.From(ctx)
	if err != nil {
		return nil
	}
	var best *identity.Post
	for i := range actor.Posts {
		post := &actor.Posts[i]
		may := g.Gate.Can(ctx, "create", access.Object{Kind: programmeKind, UnitPath: post.UnitPath, Branch: post.Branch})
		if may && unit.Under(at.Path, post.PlacePath) && (best == nil || len(post.PlacePath) > len(best.PlacePath)) {
			best = post
		}
	}
	return best
}

// leads are the units that would lead a task where one lacks, and those that get none.
func (g Giver) leads(ctx context.Context, m *programme.Coverage, drafter *identity.Post) (leads []string, without []Without, err error) {
	has := map[string]bool{}
	for _, c := range m.Cells {
		has[c.Unit] = c.Tasks > 0
	}
	drafted, err := g.drafted(ctx, m.Clauses[0].ID, drafter.UnitID)
	if err != nil {
		return nil, nil, err
	}
	for _, u := range m.Units {
		if has[u.ID] {
			continue
		}
		lead, why := u.ID, ""
		if u.Branch == unit.BranchPlace {
			if lead, err = g.bodyOf(ctx, u, drafter.Branch); err != nil {
				return nil, nil, err
			}
		}
		switch {
		case u.ID == drafter.UnitID:
			why = "own"
		case u.Branch != unit.BranchPlace && u.Branch != drafter.Branch:
			why = "branch"
		case lead == "":
			why = "nobody"
		case drafted[lead] != "":
			why = "drafted"
		case len(leads) == maxGiven:
			why = "room"
		}
		if why == "" {
			leads = append(leads, lead)
		} else {
			without = append(without, Without{u, why, drafted[lead]})
		}
	}
	return leads, without, nil
}

// drafted are the units that would lead a task under a clause when a programme of the
// drafter's unit is issued that is not yet: unit to record.
func (g Giver) drafted(ctx context.Context, clauseID, unitID string) (map[string]string, error) {
	out := map[string]string{}
	q := record.Query{Kind: programmeKind, Under: unitID, State: []string{"draft", "submitted", "returned"}, Limit: 200}
	for {
		page, err := g.Records.List(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("programmes not yet issued: %w", err)
		}
		for _, r := range page.Items {
			rows, _ := r.Fields["tasks"].([]map[string]any)
			for _, task := range rows {
				clauses, _ := task["clauses"].([]string)
				if lead, _ := task["lead"].(string); slices.Contains(clauses, clauseID) {
					out[lead] = r.ID
				}
			}
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return out, nil
		}
	}
}

// bodyOf is the first body of a branch at a place; "" where there is none.
func (g Giver) bodyOf(ctx context.Context, place unit.Unit, branch string) (string, error) {
	page, err := g.Tree.List(ctx, unit.Filter{Parent: place.ID, Open: true})
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(page.Items, func(b unit.Unit) bool { return b.Branch == branch && b.PlaceID == place.ID })
	if i < 0 {
		return "", nil
	}
	return page.Items[i].ID, nil
}
