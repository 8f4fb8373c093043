package access

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
)

// Diff is what Apply changed, or would.
type Diff struct {
	Added, Changed, Removed []string // role ids
	Rules                   int      // Casbin rules put in or taken out
}

// Empty reports that nothing changed.
func (d Diff) Empty() bool { return len(d.Added)+len(d.Changed)+len(d.Removed)+d.Rules == 0 }

type roleRow struct {
	bun.BaseModel `bun:"table:access_role"`
	ID            string `bun:",pk"`
	Body          string
}

// Plan says what Apply would change.
func (g *Guard) Plan(ctx context.Context, roles []Role) (Diff, error) {
	if err := check(roles); err != nil {
		return Diff{}, err
	}
	have, err := stored(ctx)
	if err != nil {
		return Diff{}, err
	}
	rules, err := adapter{ctx}.read()
	if err != nil {
		return Diff{}, err
	}
	d := compare(bodies(roles), have)
	next := g.rules(ctx, roles)
	d.Rules = len(difference(next, rules)) + len(difference(rules, next))
	return d, nil
}

func compare(want, have []roleRow) Diff {
	var d Diff
	old := map[string]string{}
	for _, r := range have {
		old[r.ID] = r.Body
	}
	for _, r := range want {
		body, ok := old[r.ID]
		switch {
		case !ok:
			d.Added = append(d.Added, r.ID)
		case body != r.Body:
			d.Changed = append(d.Changed, r.ID)
		}
		delete(old, r.ID)
	}
	for id := range old {
		d.Removed = append(d.Removed, id)
	}
	slices.Sort(d.Removed)
	return d
}

// Apply makes roles the province's whole set; applied twice it changes
// nothing. A post whose role is gone permits nothing.
func (g *Guard) Apply(ctx context.Context, roles []Role) (Diff, error) {
	var d Diff
	err := db.InTx(ctx, func(ctx context.Context) (err error) {
		if err := db.Lock(ctx, "access"); err != nil {
			return err
		}
		if d, err = g.Plan(ctx, roles); err != nil || d.Empty() {
			return err
		}
		return g.store(ctx, roles)
	})
	if err != nil {
		return Diff{}, fmt.Errorf("apply roles: %w", err)
	}
	return d, nil
}

func (g *Guard) store(ctx context.Context, roles []Role) error {
	rows := bodies(roles)
	idb, err := db.Of(ctx)
	if err != nil {
		return err
	}
	if _, err := idb.NewRaw(`DELETE FROM access_role`).Exec(ctx); err != nil {
		return db.Fault(err)
	}
	if len(rows) > 0 {
		if _, err := idb.NewInsert().Model(&rows).Exec(ctx); err != nil {
			return db.Fault(err)
		}
	}
	if _, err := (adapter{ctx}).replace(g.rules(ctx, roles)); err != nil {
		return err
	}
	g.policies.Forget(ctx)
	_, err = idb.NewRaw(`UPDATE access_revision SET revision = revision + 1 WHERE one = 1`).Exec(ctx)
	return db.Fault(err)
}

// Refresh expands the stored roles again, for when a module's manifest changed.
func (g *Guard) Refresh(ctx context.Context) (Diff, error) {
	roles, err := g.List(ctx)
	if err != nil {
		return Diff{}, err
	}
	return g.Apply(ctx, roles)
}

// Roles are the province's roles by id, as the policy in use knows them.
func (g *Guard) Roles(ctx context.Context) ([]Role, error) {
	p, err := g.policies.Get(ctx)
	if err != nil {
		return nil, err
	}
	return p.list, nil
}

// List reads the province's roles by id.
func (g *Guard) List(ctx context.Context) ([]Role, error) { return list(ctx) }

func list(ctx context.Context) ([]Role, error) {
	rows, err := stored(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Role, 0, len(rows))
	for _, row := range rows {
		var r Role
		if err := json.Unmarshal([]byte(row.Body), &r); err != nil {
			return nil, fmt.Errorf("read role %s: %w", row.ID, err)
		}
		out = append(out, r)
	}
	return out, nil
}

// Plays reports whether the role, or one it inherits from, plays the part in
// the module.
func (g *Guard) Plays(ctx context.Context, role, module, part string) (bool, error) {
	list, err := g.Roles(ctx)
	if err != nil {
		return false, err
	}
	known := map[string]Role{}
	for _, r := range list {
		known[r.ID] = r
	}
	return plays(known, role, module, part, 0), nil
}

func plays(known map[string]Role, role, module, part string, depth int) bool {
	r := known[role]
	if depth > maxDepth || slices.Contains(r.Plays[module], part) {
		return depth <= maxDepth
	}
	return slices.ContainsFunc(r.Inherits, func(parent string) bool { return plays(known, parent, module, part, depth+1) })
}

// Known reports whether the role exists.
func (g *Guard) Known(ctx context.Context, role string) (bool, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return false, err
	}
	found, err := idb.NewSelect().Model((*roleRow)(nil)).Where("id = ?", role).Exists(ctx)
	return found, db.Fault(err)
}

func stored(ctx context.Context) ([]roleRow, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var rows []roleRow
	if err := idb.NewSelect().Model(&rows).Order("id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read roles: %w", db.Fault(err))
	}
	return rows, nil
}

// bodies writes roles as they are kept, by id.
func bodies(roles []Role) []roleRow {
	rows := make([]roleRow, 0, len(roles))
	for _, r := range roles {
		rows = append(rows, roleRow{ID: r.ID, Body: r.Body()})
	}
	slices.SortFunc(rows, func(a, b roleRow) int { return cmp.Compare(a.ID, b.ID) })
	return rows
}
