package unit

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
	"weak"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
)

// fresh is how long an answer may come from memory without asking whether
// another replica has changed the tree. Our own changes show at once.
const fresh = time.Second

// memory holds the newest forest of each province, and those that open
// transactions have grown and not committed yet.
type memory struct {
	provinces sync.Map // db.Place → *stand
	mu        sync.Mutex
	pending   map[weak.Pointer[sql.Tx]]*forest
}

// stand is one province's forest and when it was last known to be current.
type stand struct {
	mu      sync.Mutex // one asks, the others wait
	current atomic.Pointer[known]
}

type known struct {
	forest  *forest
	checked time.Time
}

func (m *memory) of(ctx context.Context) *stand {
	here := db.Place(ctx)
	s, ok := m.provinces.Load(here)
	if !ok {
		s, _ = m.provinces.LoadOrStore(here, &stand{})
	}
	return s.(*stand)
}

// forest gives the tree to read: within a transaction that changed it, as
// changed; else the newest committed one.
func (m *memory) forest(ctx context.Context) (*forest, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	tx, within := idb.(bun.Tx)
	if within {
		if f := m.grown(tx); f != nil {
			return f, nil
		}
	}
	s := m.of(ctx)
	if k := s.current.Load(); k != nil && time.Since(k.checked) < fresh {
		return k.forest, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.current.Load()
	if k != nil && time.Since(k.checked) < fresh {
		return k.forest, nil
	}
	var have *forest
	if k != nil {
		have = k.forest
	}
	f, err := current(ctx, idb, have)
	if err != nil {
		return nil, err
	}
	// What a transaction reads may be its own and never be committed.
	if !within || f == have {
		s.current.Store(&known{f, time.Now()})
	}
	return f, nil
}

// grown is what the open transaction has made of the tree so far, or nil.
func (m *memory) grown(tx bun.Tx) *forest {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.pending[weak.Make(tx.Tx)]
}

// base is the forest an act starts from: it has to be the one before revision.
func (m *memory) base(ctx context.Context, tx bun.Tx, revision int64) (*forest, error) {
	if f := m.grown(tx); f != nil && f.revision == revision-1 {
		return f, nil
	}
	if k := m.of(ctx).current.Load(); k != nil && k.forest.revision == revision-1 {
		return k.forest, nil
	}
	return load(ctx, tx) // another replica was faster
}

// keep remembers what the open transaction made of the tree; commit makes it
// the province's.
func (m *memory) keep(ctx context.Context, tx bun.Tx, f *forest) {
	key := weak.Make(tx.Tx)
	m.mu.Lock()
	if m.pending == nil {
		m.pending = map[weak.Pointer[sql.Tx]]*forest{}
	}
	_, again := m.pending[key]
	m.pending[key] = f
	for k := range m.pending { // rolled back and forgotten
		if k.Value() == nil {
			delete(m.pending, k)
		}
	}
	m.mu.Unlock()
	if again {
		return
	}
	s := m.of(ctx)
	db.AfterCommit(ctx, func() {
		m.mu.Lock()
		f := m.pending[key]
		delete(m.pending, key)
		m.mu.Unlock()
		s.mu.Lock()
		defer s.mu.Unlock()
		s.current.Store(&known{f, time.Now()})
	})
}

// current gives have back if it is still the newest, else reads the tree. The
// revision is read before and after, since the tables are read one by one.
func current(ctx context.Context, idb bun.IDB, have *forest) (*forest, error) {
	for {
		before, err := revision(ctx, idb)
		if err != nil {
			return nil, err
		}
		if have != nil && have.revision == before {
			return have, nil
		}
		f, err := load(ctx, idb)
		if err != nil {
			return nil, err
		}
		after, err := revision(ctx, idb)
		if err != nil {
			return nil, err
		}
		if f.revision = before; after == before {
			return f, nil
		}
	}
}

func revision(ctx context.Context, idb bun.IDB) (n int64, err error) {
	err = idb.NewRaw(`SELECT revision FROM unit_revision WHERE one = 1`).Scan(ctx, &n)
	return n, db.Fault(err)
}

type unitRow struct {
	bun.BaseModel `bun:"table:unit"`
	ID            string `bun:",pk"`
	Serial        int
	ParentID      string
	Path          string
	Kind          string
	Code          string
	Name          string
	ShortName     string
	FromOn        calendar.Date
	ToOn          calendar.Date
	Successors    []string
	Sort          int
	Labels        map[string]string
}

type edgeRow struct {
	bun.BaseModel `bun:"table:unit_edge"`
	UnitID        string        `bun:",pk"`
	FromOn        calendar.Date `bun:",pk"`
	ToOn          calendar.Date
	ParentID      string
	Kind          string
	Code          string
	Name          string
	ShortName     string
}

type kindRow struct {
	bun.BaseModel `bun:"table:unit_kind"`
	Code          string `bun:",pk"`
	VI            string `bun:"vi"`
	EN            string `bun:"en"`
	Parents       []string
	Sort          int
}

func load(ctx context.Context, idb bun.IDB) (*forest, error) {
	var units []unitRow
	var edges []edgeRow
	var kinds []kindRow
	if err := idb.NewSelect().Model(&units).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read units: %w", db.Fault(err))
	}
	if err := idb.NewSelect().Model(&edges).Order("unit_id", "from_on").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read unit edges: %w", db.Fault(err))
	}
	if err := idb.NewSelect().Model(&kinds).Order("sort", "code").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read unit kinds: %w", db.Fault(err))
	}
	f := &forest{nodes: make(map[string]*node, len(units))}
	for _, r := range units {
		f.serial = max(f.serial, r.Serial)
		f.nodes[r.ID] = &node{serial: r.Serial, Unit: Unit{ID: r.ID, ParentID: r.ParentID, Path: r.Path, Kind: r.Kind, Code: r.Code,
			Name: r.Name, ShortName: r.ShortName, From: r.FromOn, To: r.ToOn, Successors: r.Successors, Sort: r.Sort, Labels: r.Labels}}
	}
	for _, r := range edges {
		if n := f.nodes[r.UnitID]; n != nil {
			n.edges = append(n.edges, edge{r.ParentID, r.Kind, r.Code, r.Name, r.ShortName, r.FromOn, r.ToOn})
		}
	}
	for _, r := range kinds {
		f.kinds = append(f.kinds, Kind{r.Code, r.VI, r.EN, r.Parents, r.Sort})
	}
	return f, nil
}
