package applied

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
)

// Applied is what Apply last made of the province, thing by thing and facet by
// facet ("unit 18685" → "name" → "Xã Thạch Hà"). By it a change of the folder
// is told from a change made in the application.
type Applied struct {
	was, now map[string]map[string]string
}

type row struct {
	bun.BaseModel `bun:"table:folder_applied"`
	Thing         string `bun:",pk"`
	Facets        string
}

// Read reads it in the province in ctx.
func Read(ctx context.Context) (*Applied, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var rows []row
	if err := idb.NewSelect().Model(&rows).Scan(ctx); err != nil {
		return nil, db.Fault(err)
	}
	m := &Applied{was: make(map[string]map[string]string, len(rows)), now: map[string]map[string]string{}}
	for _, r := range rows {
		facets := map[string]string{}
		if err := json.Unmarshal([]byte(r.Facets), &facets); err != nil {
			return nil, fmt.Errorf("what was applied to %s: %w", r.Thing, err)
		}
		m.was[r.Thing] = facets
	}
	return m, nil
}

// Last is a facet of a thing as the last run left it, and whether one spoke of it.
func (m *Applied) Last(thing, facet string) (string, bool) {
	v, known := m.was[thing][facet]
	return v, known
}

// Set remembers a facet.
func (m *Applied) Set(thing, facet, value string) {
	if m.now[thing] == nil {
		m.now[thing] = map[string]string{}
	}
	m.now[thing][facet] = value
}

// Keep remembers of a facet what was remembered before, if anything.
func (m *Applied) Keep(thing, facet string) {
	if v, known := m.Last(thing, facet); known {
		m.Set(thing, facet, v)
	}
}

// Store writes what differs and takes out what this run did not speak of.
func (m *Applied) Store(ctx context.Context) error {
	idb, err := db.Of(ctx)
	if err != nil {
		return err
	}
	var rows []row
	for thing, facets := range m.now {
		if maps.Equal(facets, m.was[thing]) {
			continue
		}
		raw, err := json.Marshal(facets)
		if err != nil {
			return err
		}
		rows = append(rows, row{Thing: thing, Facets: string(raw)})
	}
	gone := []string{}
	for thing := range m.was {
		if m.now[thing] == nil {
			gone = append(gone, thing)
		}
	}
	if len(rows) > 0 {
		_, err := idb.NewInsert().Model(&rows).On("CONFLICT (thing) DO UPDATE").Set("facets = EXCLUDED.facets").Exec(ctx)
		if err != nil {
			return db.Fault(err)
		}
	}
	if len(gone) > 0 {
		_, err = idb.NewDelete().Model((*row)(nil)).Where("thing IN (?)", bun.List(gone)).Exec(ctx)
	}
	return db.Fault(err)
}

// Now is a facet as this run has it.
func (m *Applied) Now(thing, facet string) string { return m.now[thing][facet] }
