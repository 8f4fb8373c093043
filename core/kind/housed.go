package kind

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// Housed is Conflict module_states_gone where records of a module are under way in a
// state that its version in the province in ctx has no more: nobody could take them on.
func (ks *Kinds) Housed(ctx context.Context, module string) error {
	var gone []string
	stranded := 0
	for _, k := range ks.In(ctx).All() {
		if k.Module != module {
			continue
		}
		var known []string
		for _, s := range k.Lifecycle.States {
			known = append(known, s.ID)
		}
		rows, err := db.Query(ctx, "SELECT state, count(*) FROM record WHERE kind = ? AND phase IN ('draft', 'active', 'returned') AND state NOT IN (?) GROUP BY state ORDER BY state", k.Full, known)
		if err != nil {
			return err
		}
		if err := db.Each(rows, func(rows *sql.Rows) error {
			var state string
			var n int
			err := rows.Scan(&state, &n)
			gone, stranded = append(gone, ks.stateLabel(k, state)), stranded+n
			return err
		}); err != nil {
			return err
		}
	}
	if stranded == 0 {
		return nil
	}
	return fault.New(fault.Conflict, "module_states_gone", fault.Param("module", module), fault.Param("records", strconv.Itoa(stranded)), fault.Param("states", strings.Join(slices.Compact(gone), ", ")))
}

// stateLabel is what some installed version calls a state of a kind.
func (ks *Kinds) stateLabel(k *Kind, state string) string {
	for _, c := range ks.versions[k.Module] {
		for _, other := range c.kinds {
			if s := other.Lifecycle.State(state); other.Full == k.Full && s != nil {
				return s.Label.VI
			}
		}
	}
	return state
}
