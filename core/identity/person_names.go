package identity

import (
	"context"
	"database/sql"
	"time"

	"github.com/doanket/doanket/core/db"
)

// named is a display name as it was read, or that there is nobody by the id.
type named struct {
	display string
	there   bool
	at      time.Time
}

// Names gives the display names of the ids that exist; from memory when read
// ≤ 5 s ago, as long as nothing is open that could still change them.
func (p *People) Names(ctx context.Context, ids []string) (map[string]string, error) {
	out := make(map[string]string, len(ids))
	missing, generation := ids, 0
	if !db.InOpenTx(ctx) {
		missing, generation = p.memory.names(ctx, ids, out)
	}
	if len(missing) == 0 {
		return out, nil
	}
	rows, err := db.Query(ctx, "SELECT id, display FROM person WHERE id IN (?)", missing)
	if err != nil {
		return nil, err
	}
	err = db.Each(rows, func(rows *sql.Rows) error {
		var id, name string
		err := rows.Scan(&id, &name)
		out[id] = name
		return err
	})
	if err == nil && !db.InOpenTx(ctx) {
		p.memory.keepNames(ctx, generation, missing, out)
	}
	return out, err
}

// names puts what is remembered of the ids into out and gives the others, with
// the generation to keep them with.
func (m *memory) names(ctx context.Context, ids []string, out map[string]string) (missing []string, generation int) {
	c := m.provinces.Of(ctx)
	c.mu.RLock()
	defer c.mu.RUnlock()
	for _, id := range ids {
		n, ok := c.names[id]
		switch {
		case !ok || time.Since(n.at) >= freshFor:
			missing = append(missing, id)
		case n.there:
			out[id] = n.display
		}
	}
	return missing, c.generation
}

func (m *memory) keepNames(ctx context.Context, generation int, ids []string, known map[string]string) {
	c := m.provinces.Of(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.generation != generation {
		return
	}
	if c.names == nil || len(c.names) >= maxRemembered {
		c.names = map[string]named{}
	}
	now := time.Now()
	for _, id := range ids {
		name, there := known[id]
		c.names[id] = named{name, there, now}
	}
}
