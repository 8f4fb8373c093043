package unit

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"
	"weak"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
)

// freshFor is how long an answer may come from memory without asking whether
// another process has changed the tree. Our own changes show at once.
const freshFor = time.Second

// memory holds the newest forest of each province, and those that open
// transactions have changed and not committed yet.
type memory struct {
	committed *db.Cache[forest]
	mu        sync.Mutex
	pending   map[weak.Pointer[sql.Tx]]*forest
}

func newMemory() *memory {
	return &memory{committed: db.NewCache(db.Source[forest]{Fresh: freshFor, Revision: revision, Load: load})}
}

// forest gives the tree to read: within a transaction that changed it, as
// changed; else the newest committed one.
func (m *memory) forest(ctx context.Context) (*forest, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	if tx, within := idb.(bun.Tx); within {
		if f := m.changed(tx); f != nil {
			return f, nil
		}
	}
	return m.committed.Get(ctx)
}

// changed is what the open transaction has made of the tree so far, or nil.
func (m *memory) changed(tx bun.Tx) *forest {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.pending[weak.Make(tx.Tx)]
}

// base is the forest an act starts from: it has to be the one before revision.
func (m *memory) base(ctx context.Context, tx bun.Tx, revision int64) (*forest, error) {
	if f := m.changed(tx); f != nil && f.revision == revision-1 {
		return f, nil
	}
	if f, last := m.committed.Last(ctx); f != nil && last == revision-1 {
		return f, nil
	}
	return load(ctx, tx, revision-1, nil) // another process was faster
}

// keep remembers what the open transaction made of the tree; commit makes it
// the province's.
func (m *memory) keep(ctx context.Context, tx bun.Tx, f *forest) {
	key := weak.Make(tx.Tx)
	m.mu.Lock()
	if m.pending == nil {
		m.pending = map[weak.Pointer[sql.Tx]]*forest{}
	}
	_, kept := m.pending[key]
	m.pending[key] = f
	for k := range m.pending { // rolled back and forgotten
		if k.Value() == nil {
			delete(m.pending, k)
		}
	}
	m.mu.Unlock()
	if kept {
		return
	}
	db.AfterCommit(ctx, func() {
		m.mu.Lock()
		f := m.pending[key]
		delete(m.pending, key)
		m.mu.Unlock()
		m.committed.Put(ctx, f, f.revision)
	})
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
	Branch        string
	Parents       []string
	Sort          int
}

func (r kindRow) kind() Kind {
	return Kind{Code: r.Code, VI: r.VI, EN: r.EN, Branch: r.Branch, Parents: r.Parents, Sort: r.Sort}
}

// load reads the tree of a revision.
func load(ctx context.Context, idb bun.IDB, revision int64, _ *forest) (*forest, error) {
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
	f := &forest{revision: revision, nodes: make(map[string]*node, len(units))}
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
		f.kinds = append(f.kinds, r.kind())
	}
	return f, nil
}
