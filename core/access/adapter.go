package access

import (
	"context"
	"fmt"

	"github.com/casbin/casbin/v2/model"
	"github.com/casbin/casbin/v2/persist"
	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
)

type ruleRow struct {
	bun.BaseModel `bun:"table:access_rule"`
	PType         string `bun:"ptype,pk"`
	V0            string `bun:"v0,pk"`
	V1            string `bun:"v1,pk"`
	V2            string `bun:"v2,pk"`
	V3            string `bun:"v3,pk"`
}

func (r rule) row() ruleRow { return ruleRow{PType: r.PType, V0: r.V0, V1: r.V1, V2: r.V2, V3: r.V3} }

func (r rule) line() []string {
	if r.PType == "g" {
		return []string{r.V0, r.V1}
	}
	return []string{r.V0, r.V1, r.V2, r.V3}
}

func ruleOf(ptype string, line []string) rule {
	var v [4]string
	copy(v[:], line)
	return rule{ptype, v[0], v[1], v[2], v[3]}
}

// adapter is Casbin's door to the table access_rule of the province in ctx.
type adapter struct{ ctx context.Context }

var _ persist.Adapter = adapter{}

func (a adapter) read() ([]rule, error) {
	idb, err := db.Of(a.ctx)
	if err != nil {
		return nil, err
	}
	var rows []ruleRow
	if err := idb.NewSelect().Model(&rows).Order("ptype", "v0", "v1", "v2", "v3").Scan(a.ctx); err != nil {
		return nil, fmt.Errorf("read access rules: %w", db.Fault(err))
	}
	out := make([]rule, 0, len(rows))
	for _, r := range rows {
		out = append(out, rule{r.PType, r.V0, r.V1, r.V2, r.V3})
	}
	return out, nil
}

// LoadPolicy reads every rule into the model.
func (a adapter) LoadPolicy(m model.Model) error {
	rules, err := a.read()
	if err != nil {
		return err
	}
	for _, r := range rules {
		if err := m.AddPolicy(r.PType, r.PType, r.line()); err != nil {
			return err
		}
	}
	return nil
}

// SavePolicy makes the table hold what the model holds.
func (a adapter) SavePolicy(m model.Model) error {
	var want []rule
	for section, kinds := range m {
		if section != "p" && section != "g" {
			continue
		}
		for ptype, assertion := range kinds {
			for _, line := range assertion.Policy {
				want = append(want, ruleOf(ptype, line))
			}
		}
	}
	_, err := a.replace(want)
	return err
}

// AddPolicy puts one rule in.
func (a adapter) AddPolicy(_, ptype string, line []string) error {
	return a.write(func(ctx context.Context, idb bun.IDB) error { return insert(ctx, idb, []rule{ruleOf(ptype, line)}) })
}

// RemovePolicy takes one rule out.
func (a adapter) RemovePolicy(_, ptype string, line []string) error {
	return a.write(func(ctx context.Context, idb bun.IDB) error { return remove(ctx, idb, []rule{ruleOf(ptype, line)}) })
}

// RemoveFilteredPolicy takes out the rules that have the values from the given
// place on; empty values fit all.
func (a adapter) RemoveFilteredPolicy(_, ptype string, from int, values ...string) error {
	return a.write(func(ctx context.Context, idb bun.IDB) error {
		q := idb.NewDelete().Model((*ruleRow)(nil)).Where("ptype = ?", ptype)
		for i, v := range values {
			if v != "" {
				q = q.Where("? = ?", bun.Ident(fmt.Sprint("v", from+i)), v)
			}
		}
		_, err := q.Exec(ctx)
		return db.Fault(err)
	})
}

func (a adapter) write(fn func(context.Context, bun.IDB) error) error {
	return db.InTx(a.ctx, func(ctx context.Context) error {
		idb, err := db.Of(ctx)
		if err != nil {
			return err
		}
		return fn(ctx, idb)
	})
}

// replace makes the table hold exactly want and counts the rules that changed.
func (a adapter) replace(want []rule) (changed int, err error) {
	err = a.write(func(ctx context.Context, idb bun.IDB) error {
		have, err := adapter{ctx}.read()
		if err != nil {
			return err
		}
		in, out := difference(want, have), difference(have, want)
		changed = len(in) + len(out)
		if err := remove(ctx, idb, out); err != nil {
			return err
		}
		return insert(ctx, idb, in)
	})
	return changed, err
}

// difference lists what is in a and not in b.
func difference(a, b []rule) []rule {
	known := make(map[rule]bool, len(b))
	for _, r := range b {
		known[r] = true
	}
	var out []rule
	for _, r := range a {
		if !known[r] {
			out = append(out, r)
		}
	}
	return out
}

func insert(ctx context.Context, idb bun.IDB, rules []rule) error {
	for len(rules) > 0 {
		n := min(len(rules), 200)
		rows := make([]ruleRow, 0, n)
		for _, r := range rules[:n] {
			rows = append(rows, r.row())
		}
		if _, err := idb.NewInsert().Model(&rows).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
			return fmt.Errorf("write access rules: %w", db.Fault(err))
		}
		rules = rules[n:]
	}
	return nil
}

func remove(ctx context.Context, idb bun.IDB, rules []rule) error {
	for _, r := range rules {
		row := r.row()
		if _, err := idb.NewDelete().Model(&row).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("remove access rules: %w", db.Fault(err))
		}
	}
	return nil
}
