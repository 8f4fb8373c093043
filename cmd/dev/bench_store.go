package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/doanket/doanket/cmd/dev/measure"
	"github.com/doanket/doanket/cmd/dev/peer"
)

// store is where a run of figures keeps its rows.
type store struct {
	name, folder, postgres string
	env                    []string
	peer                   bool
}

func (at store) peerFolder(rows int64) string {
	return filepath.Join(at.folder, fmt.Sprintf("peer-%d", rows))
}

// s3Env tells the server where the S3 server of the URL is.
func s3Env(raw string) ([]string, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return nil, err
	}
	secret, _ := u.User.Password()
	return []string{"DOANKET_S3_ENDPOINT=" + u.Scheme + "://" + u.Host, "DOANKET_S3_ACCESS_KEY=" + u.User.Username(), "DOANKET_S3_SECRET_KEY=" + secret}, nil
}

// onStore measures everything over one store, at each number of rows.
func (p *benchPlan) onStore(ctx context.Context, s *steps, at store) (out []measure.Figure, err error) {
	if err := os.MkdirAll(at.folder, 0o711); err != nil {
		return nil, err
	}
	var made *product
	err = s.do(at.name+": the province", func(w io.Writer) error {
		made, err = newProduct(ctx, w, p.built, at)
		return err
	})
	if err != nil {
		return nil, err
	}
	defer made.stop()
	if err := s.do(at.name+": start", func(io.Writer) error { _, err := made.start(ctx); return err }); err != nil {
		return nil, err
	}
	if p.load && !made.kept.Grown {
		if err := s.do(at.name+": 3,000 units, 10,000 people", func(io.Writer) error { return made.grow(ctx, 3_000, 10_000) }); err != nil {
			return nil, err
		}
		made.kept.Grown = true
		if err := made.kept.save(at.folder); err != nil {
			return nil, err
		}
	}
	rows := seeding{how: made.kept.How, perSecond: made.kept.Pace}
	rows.rows.Store(made.kept.Rows)
	var failed []error
	for _, n := range p.sizes() {
		more, err := p.atSize(ctx, s, at, made, &rows, n)
		out, failed = append(out, more...), append(failed, err)
		if rows.rows.Load() < n {
			break // what could not be seeded cannot be measured
		}
	}
	return out, errors.Join(failed...)
}

// atSize brings the store to n rows and measures.
func (p *benchPlan) atSize(ctx context.Context, s *steps, at store, made *product, rows *seeding, n int64) ([]measure.Figure, error) {
	where := fmt.Sprintf("%s, %s rows", at.name, measure.Thousands(float64(n)))
	var behind time.Duration
	err := s.do(where, func(io.Writer) error {
		if rows.rows.Load() < n { // else a run before added them
			err := made.seed(ctx, rows, n, told(n))
			made.kept.Rows, made.kept.How, made.kept.Pace = rows.rows.Load(), rows.how, rows.perSecond
			if err := errors.Join(err, made.kept.save(at.folder)); err != nil {
				return err
			}
		}
		if made.kept.Sent < made.kept.Rows {
			if err := made.send(ctx); err != nil {
				return err
			}
			made.kept.Sent = made.kept.Rows
		}
		var err error
		behind, err = made.settle(ctx, time.Minute)
		return errors.Join(err, made.analyze(ctx), made.kept.save(at.folder))
	})
	if p.seed && at.peer && err == nil {
		err = s.do("PocketBase with the same rows", func(w io.Writer) error {
			filled, err := peer.Start(ctx, w, at.peerFolder(n), n, peerRow)
			if err == nil {
				filled.Stop()
			}
			return err
		})
	}
	if p.seed {
		return nil, err
	}
	m := &measuring{benchPlan: p, product: made, where: where}
	if rows.rows.Load() < n {
		return nil, err
	}
	seeded := measure.Figure{What: where + ": seed, " + rows.how, Ours: measure.Thousands(rows.perSecond) + " rows/s", Goal: "does not fall"}
	queue := measure.Figure{What: where + ": queue after it", Ours: measure.Short(behind), Goal: "≤ 60 s"}
	m.failed, err = append(m.failed, err), nil
	if err != nil {
		queue.Ours = "not empty after 60 s"
	}
	m.figures = append(m.figures, seeded, queue)
	if at.peer {
		m.fail("PocketBase", s.do("PocketBase with the same rows", func(w io.Writer) error {
			m.peer, err = peer.Start(ctx, w, at.peerFolder(n), n, peerRow)
			return err
		}))
		if m.peer != nil {
			defer m.peer.Stop()
		}
	}
	m.fail(where, s.do(where+": figures", func(io.Writer) error { return m.all(ctx) }))
	return m.figures, errors.Join(m.failed...)
}

// told prints how far the seeding of n rows is, ten times.
func told(n int64) func(done int64) {
	return func(done int64) {
		if tenth := n / 10; tenth > 10_000 && done%tenth < 100 {
			fmt.Printf("%d k ", done/1000)
		}
	}
}

// measuring is the figures of one store at one size.
type measuring struct {
	*benchPlan
	*product
	where   string
	base    *measure.Caller // the floor
	peer    *peer.Peer
	figures []measure.Figure
	failed  []error
}

func (m *measuring) fail(what string, err error) {
	if err != nil {
		m.failed = append(m.failed, fmt.Errorf("%s: %w", what, err))
	}
}

// all measures ready and idle on a fresh start, then reads, then writes: what
// writes leave to the queue must not disturb reads.
func (m *measuring) all(ctx context.Context) error {
	m.product.stop()
	ready, err := m.start(ctx)
	if err != nil {
		return err
	}
	m.add(measure.Figure{What: "ready after start", Ours: measure.Short(ready), Goal: "≤ 1 s"})
	sleep(ctx, 3*time.Second)
	if held := m.memory(); held > 0 {
		m.add(measure.Figure{What: "memory idle, modules included", Ours: fmt.Sprintf("%.0f MB", held), Goal: "≤ 120 MB"})
	}
	floor, base, err := m.startFloor(ctx)
	if err != nil {
		return err
	}
	defer floor.Stop()
	m.base = base
	ids, err := m.ids()
	if err != nil {
		return err
	}
	m.reads(ctx, ids)
	m.writes(ctx)
	return nil
}

func (m *measuring) add(f measure.Figure) {
	f.What = m.where + ": " + f.What
	m.figures = append(m.figures, f)
}

// ask is one thing measured of one server; nil measures nothing.
type ask func(n int64) error

// line measures ours, what is below it and the peer in turn.
func (m *measuring) line(ctx context.Context, what, goal string, ours ask, below floors, peer ask) {
	var got [4]measure.Sample
	failed := false
	for i, a := range []ask{ours, below.bun, below.strict, peer} {
		if a == nil {
			continue
		}
		s, err := measure.Load(ctx, measure.Pace{Warm: m.per / 5, For: m.per}, a)
		if err != nil {
			m.fail(fmt.Sprintf("%s: %s, %s", m.where, what, []string{"ours", "floor", "strict floor", "peer"}[i]), err)
			failed = failed || i == 0
			continue
		}
		got[i] = s
	}
	f := measure.Figure{What: what, Ours: got[0].String(), Floor: got[1].Rate(), Strict: got[2].Rate(), Peer: got[3].Rate(),
		Ratio: measure.Ratio(got[0], got[1], got[3]), Goal: goal}
	if failed {
		f.Ours = "failed"
	}
	m.add(f)
}

// floors are what ours stands on, for one thing measured: Fiber with bun, and
// Fiber with statements prepared by hand.
type floors struct{ bun, strict ask }

func (m *measuring) floors(method, path string, id func(n int64) string, body []byte) floors {
	on := func(way string) ask {
		return func(n int64) error {
			to := way + path
			if id != nil {
				to += id(n)
			}
			return m.base.Ask(method, to, body)
		}
	}
	return floors{on("/bun"), on("")}
}

func (m *measuring) reads(ctx context.Context, ids []string) {
	officer, reader, records := m.as(benchOfficer), m.as(benchReader), "/api/v1/records/"
	get := func(c *measure.Caller, path string) ask {
		return func(int64) error { return c.Ask(http.MethodGet, path, nil) }
	}
	commune := m.communes[0].path
	id := func(n int64) string { return ids[n%int64(len(ids))] }
	floorList := m.floors(http.MethodGet, "/list"+query("kind", benchKind, "from", commune, "to", commune+"\x7f"), nil, nil)
	var peerDue, peerNew, peerRead ask
	if m.peer != nil {
		peerDue, peerNew, peerRead = m.peer.List("due_on"), m.peer.List("-updated"), m.peer.Read
	}
	m.line(ctx, "list 30 by deadline, own commune", "≥ 80 % of floor, ≥ 4 × peer", get(officer, records+benchKind+"?sort=due_on&limit=30"), floorList, peerDue)
	m.line(ctx, "newest 30", "≥ 80 % of floor, ≥ 4 × peer", get(officer, records+benchKind+"?sort=-updated_at&limit=30"), floorList, peerNew)
	m.line(ctx, "read one", "≥ 6,000/s, ≥ 2 × peer",
		func(n int64) error { return officer.Ask(http.MethodGet, records+id(n), nil) }, m.floors(http.MethodGet, "/read/", id, nil), peerRead)
	m.line(ctx, "Hôm nay", "–", get(officer, "/api/v1/today"), floors{}, nil)
	m.line(ctx, "board of the province", "p95 ≤ 20 ms", get(reader, "/api/v1/boards/supervision"+query("period", time.Now().Format("2006"), "unit", m.whole.id)), floors{}, nil)
	find := func(c *measure.Caller) ask {
		return func(n int64) error {
			return c.Ask(http.MethodGet, records+benchKind+query("q", subjects[n%int64(len(subjects))][1], "limit", "30"), nil)
		}
	}
	m.line(ctx, "find without accents, own commune", "p95 ≤ 60 ms", find(officer), floors{}, nil)
	m.line(ctx, "find without accents, whole province", "p95 ≤ 60 ms", find(reader), floors{}, nil)
}

func (m *measuring) writes(ctx context.Context) {
	officer, home := m.as(benchWriter), m.communes[1] // what is read stays as it is
	var peerCreate ask
	if m.peer != nil {
		peerCreate = m.peer.Create
	}
	m.line(ctx, "create + submit", "≥ 1,500/s", func(n int64) error {
		body, err := json.Marshal(benchRow(n, home))
		if err != nil {
			return err
		}
		return officer.Ask(http.MethodPost, "/api/v1/records/"+benchKind, body)
	}, m.floors(http.MethodPost, "/insert", nil, []byte("{}")), peerCreate)
	behind, err := m.settle(ctx, time.Minute)
	m.fail(m.where+": queue after creating", err)
	if err == nil {
		m.add(measure.Figure{What: "queue after creating", Ours: measure.Short(behind), Goal: "≤ 5 s"})
	}
}

// sleep waits for d, or less when ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
