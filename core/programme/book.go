package programme

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/clause"
)

// Clause is one clause of a resolution, under a short title. Words are what the
// resolution says, in its own language; "" where nobody has read it in. Questions for
// counts leave them out.
type Clause struct {
	ID    string        `json:"id" yaml:"id"`
	Title manifest.Text `json:"title" yaml:"title"`
	Words string        `json:"words,omitempty" yaml:"-"`
}

// Heading is that of a part of a resolution: a section ("III") or of a group ("III.7").
// The clauses under it have ids that begin with its own.
type Heading struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// Book is what a province says of its resolution. Without clauses those that
// manifests name stand, by their ids; with Own the map here takes the place of
// theirs, kinds it does not name included.
type Book struct {
	Version  int                      `json:"version" yaml:"-"`
	Own      bool                     `json:"own" yaml:"-"`
	Title    string                   `json:"title" yaml:"-"` // of the resolution, as papers cite it
	Sections []Heading                `json:"sections" yaml:"-"`
	Clauses  []Clause                 `json:"clauses" yaml:"clauses"`
	Serves   map[string]clause.Served `json:"serves" yaml:"serves"` // by kind

	offered []manifest.EnumValue // see Offered
}

// fresh is how long a book is believed without asking.
const fresh = time.Second

func newCache() *db.Cache[Book] {
	return db.NewCache(db.Source[Book]{Fresh: fresh, Revision: revision, Load: func(ctx context.Context, _ bun.IDB, _ int64, _ *Book) (*Book, error) { return read(ctx) }})
}

func revision(ctx context.Context, _ bun.IDB) (n int64, err error) {
	err = db.QueryRow(ctx, "SELECT revision FROM programme WHERE id = 'programme'").Scan(&n)
	if fault.Is(err, fault.NotFound) {
		return 0, nil
	}
	return n, err
}

// Book is the book of the province in ctx.
func (p *Programme) Book(ctx context.Context) (*Book, error) { return p.books.Get(ctx) }

// read reads the book from the tables.
func read(ctx context.Context) (*Book, error) {
	b := &Book{Sections: []Heading{}, Clauses: []Clause{}}
	err := db.QueryRow(ctx, "SELECT revision, own, title FROM programme WHERE id = 'programme'").Scan(&b.Version, &b.Own, &b.Title)
	if fault.Is(err, fault.NotFound) {
		return b, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read programme: %w", err)
	}
	if err := b.readText(ctx); err != nil {
		return nil, fmt.Errorf("read programme: %w", err)
	}
	b.offer()
	if !b.Own {
		return b, nil
	}
	b.Serves, err = readServing(ctx)
	return b, err
}

// readText reads headings and clauses.
func (b *Book) readText(ctx context.Context) error {
	rows, err := db.Query(ctx, "SELECT id, title FROM programme_section ORDER BY place")
	if err != nil {
		return err
	}
	err = db.Each(rows, func(rows *sql.Rows) error {
		var s Heading
		err := rows.Scan(&s.ID, &s.Title)
		b.Sections = append(b.Sections, s)
		return err
	})
	if err != nil {
		return err
	}
	if rows, err = db.Query(ctx, "SELECT id, title, title_en, words FROM programme_clause ORDER BY place"); err != nil {
		return err
	}
	return db.Each(rows, func(rows *sql.Rows) error {
		var c Clause
		err := rows.Scan(&c.ID, &c.Title.VI, &c.Title.EN, &c.Words)
		b.Clauses = append(b.Clauses, c)
		return err
	})
}

func readServing(ctx context.Context) (map[string]clause.Served, error) {
	out := map[string]clause.Served{}
	rows, err := db.Query(ctx, "SELECT kind, field, value, clause FROM programme_serving ORDER BY kind, field, value, place")
	if err != nil {
		return nil, err
	}
	err = db.Each(rows, func(rows *sql.Rows) error {
		var kind, field, value, id string
		if err := rows.Scan(&kind, &field, &value, &id); err != nil {
			return err
		}
		s := out[kind]
		switch {
		case field == "":
			s.Always = append(s.Always, id)
		case s.By == nil:
			s.By = map[string]map[string][]string{field: {value: {id}}}
		case s.By[field] == nil:
			s.By[field] = map[string][]string{value: {id}}
		default:
			s.By[field][value] = append(s.By[field][value], id)
		}
		out[kind] = s
		return nil
	})
	return out, err
}

// Set puts a book in place of the one the province in ctx has, and has all records
// reckoned by it. version is what the book's Version must still be, negative for any. Faults:
// Invalid naming each place; Stale settings_stale.
func (p *Programme) Set(ctx context.Context, b Book, version int) error {
	b, wrong := p.Clean(ctx, b)
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "invalid", fault.Fields(wrong...))
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, "programme"); err != nil {
			return err
		}
		have, err := read(ctx)
		if err != nil {
			return err
		}
		if version >= 0 && version != have.Version {
			return fault.New(fault.Stale, "settings_stale")
		}
		b.Version = have.Version + 1
		if err := write(ctx, b); err != nil {
			return fmt.Errorf("write programme: %w", err)
		}
		b.offer()
		db.AfterCommit(ctx, func() { p.books.Put(ctx, &b, int64(b.Version)) })
		return p.prepare(ctx, &b)
	})
}

func write(ctx context.Context, b Book) error {
	for _, text := range []string{"DELETE FROM programme", "DELETE FROM programme_section", "DELETE FROM programme_clause", "DELETE FROM programme_serving"} {
		if _, err := db.Exec(ctx, text); err != nil {
			return err
		}
	}
	if _, err := db.Exec(ctx, "INSERT INTO programme (id, revision, own, title) VALUES ('programme', ?, ?, ?)", b.Version, b.Own, b.Title); err != nil {
		return err
	}
	var sections, clauses, serving [][]any
	for n, s := range b.Sections {
		sections = append(sections, []any{s.ID, n, s.Title})
	}
	for n, c := range b.Clauses {
		clauses = append(clauses, []any{c.ID, n, c.Title.VI, c.Title.EN, c.Words})
	}
	put := func(kind, field, value string, ids []string) {
		for n, id := range ids {
			serving = append(serving, []any{kind, field, value, id, n})
		}
	}
	for kind, s := range b.Serves {
		put(kind, "", "", s.Always)
		for field, values := range s.By {
			for value, ids := range values {
				put(kind, field, value, ids)
			}
		}
	}
	if _, err := db.InsertRows(ctx, "INSERT INTO programme_section (id, place, title)", sections); err != nil {
		return err
	}
	if _, err := db.InsertRows(ctx, "INSERT INTO programme_clause (id, place, title, title_en, words)", clauses); err != nil {
		return err
	}
	_, err := db.InsertRows(ctx, "INSERT INTO programme_serving (kind, field, value, clause, place)", serving)
	return err
}
