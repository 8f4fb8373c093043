package record_test

import (
	"context"
	_ "embed"
	"encoding/json"
	"log/slog"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/province"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sdk"
)

//go:embed testdata/module.yaml
var trial string

// trialManifest reads the tests' module, with some words of it replaced.
func trialManifest(t testing.TB, replace ...string) *manifest.Manifest {
	t.Helper()
	m, problems := manifest.ParseBytes("module.yaml", []byte(strings.NewReplacer(replace...).Replace(trial)))
	for _, p := range problems {
		t.Fatal(p)
	}
	return m
}

// decider answers for the module as a test likes, and counts.
type decider struct {
	calls  atomic.Int64
	answer atomic.Pointer[func(ctx context.Context, item sdk.Item) ([]sdk.Verdict, error)]
}

// Evaluate implements record.Decider.
func (d *decider) Evaluate(ctx context.Context, _ string, _ sdk.Caller, items []sdk.Item) ([]sdk.Verdict, error) {
	d.calls.Add(1)
	f := d.answer.Load()
	var out []sdk.Verdict
	for _, item := range items {
		if f == nil {
			out = append(out, sdk.Verdict{ID: item.ID})
			continue
		}
		verdicts, err := (*f)(ctx, item)
		if err != nil {
			return nil, err
		}
		out = append(out, verdicts...)
	}
	return out, nil
}

func (d *decider) say(f func(ctx context.Context, item sdk.Item) ([]sdk.Verdict, error)) {
	d.answer.Store(&f)
}

// verdict makes the module answer v, under the item's own id.
func (d *decider) verdict(v sdk.Verdict) {
	d.say(func(_ context.Context, item sdk.Item) ([]sdk.Verdict, error) {
		v := v
		v.ID = item.ID
		return []sdk.Verdict{v}, nil
	})
}

// away makes the module unavailable.
func (d *decider) away() {
	d.say(func(context.Context, sdk.Item) ([]sdk.Verdict, error) {
		return nil, fault.New(fault.Unavailable, "module_unavailable", fault.Retry(7*time.Second))
	})
}

// lines is what the installation logs.
type lines struct {
	one  sync.Mutex
	text strings.Builder
}

// Write implements io.Writer.
func (l *lines) Write(p []byte) (int, error) {
	l.one.Lock()
	defer l.one.Unlock()
	return l.text.Write(p)
}

func (l *lines) has(words string) bool {
	l.one.Lock()
	defer l.one.Unlock()
	return strings.Contains(l.text.String(), words)
}

// rig is an installation with the tests' module in two provinces.
type rig struct {
	*coretest.Rig
	decider *decider
	log     *lines
	open    func(t testing.TB, m *manifest.Manifest) *installation.Installation // another process on the same data
}

// each runs body on SQLite and, when there is one, on PostgreSQL; replace are
// words of the tests' module and what stands there instead.
func each(t *testing.T, body func(t *testing.T, r *rig), replace ...string) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		body(t, newRig(t, false, replace...))
	})
	if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
		t.Run("postgres", func(t *testing.T) {
			t.Parallel()
			body(t, newRig(t, true, replace...))
		})
	}
}

func newRig(t testing.TB, postgres bool, replace ...string) *rig {
	t.Helper()
	r := &rig{decider: &decider{}, log: &lines{}}
	r.Rig = coretest.New(t, coretest.Options{Postgres: postgres, Decider: r.decider, Shape: func(o *installation.Options) {
		o.Manifests = []*manifest.Manifest{trialManifest(t, replace...)}
		o.Log = slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		same := *o
		r.open = func(t testing.TB, m *manifest.Manifest) *installation.Installation {
			t.Helper()
			mine := same
			mine.Manifests = []*manifest.Manifest{m}
			i, err := installation.Open(context.Background(), mine)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = i.Close() })
			return i
		}
	}})
	return r
}

// as is a person of province An.
func (r *rig) as(login string) context.Context { return r.As(coretest.An, login) }

// on is ctx on another day, at 10:00 in Vietnam.
func on(ctx context.Context, day string) context.Context {
	at, err := time.Parse(time.RFC3339, day+"T10:00:00+07:00")
	if err != nil {
		panic(err)
	}
	return id.WithClock(ctx, func() time.Time { return at })
}

type fields = map[string]any

// whole is what a paper needs to leave its draft.
func whole(more ...fields) fields {
	out := fields{"title": "Thăm hộ nghèo", "day": "2026-03-10"}
	for _, m := range more {
		for k, v := range m {
			out[k] = v
		}
	}
	return out
}

func (r *rig) create(t testing.TB, ctx context.Context, kind string, f fields, submit string) *record.Record {
	t.Helper()
	rec, err := r.Records.Create(ctx, kind, record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: f, Submit: submit})
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

func (r *rig) do(t testing.TB, ctx context.Context, recordID, transition string, f fields) *record.Record {
	t.Helper()
	rec, err := r.Records.Do(ctx, recordID, transition, 0, record.Act{Fields: f, Reason: "vì thế"})
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// approved is a paper of commune X1 that went through its officer and approver.
func (r *rig) approved(t testing.TB, f fields) *record.Record {
	t.Helper()
	rec := r.create(t, r.as(coretest.Officer), "demo.paper", whole(fields{"u": r.Unit(coretest.An, "X1-K1")}, f), "submit")
	return r.do(t, r.as(coretest.Approver), rec.ID, "approve", nil)
}

func (r *rig) get(t testing.TB, ctx context.Context, recordID string) *record.Record {
	t.Helper()
	rec, err := r.Records.Get(ctx, recordID)
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// set merges settings into province An, as the page does.
func (r *rig) set(t testing.TB, settings map[string]any) {
	t.Helper()
	if _, err := r.Tenants.Change(context.Background(), coretest.An, map[string]any{"settings": settings}); err != nil {
		t.Fatal(err)
	}
}

// count is what a statement counts in province An.
func (r *rig) count(t testing.TB, text string, args ...any) int {
	t.Helper()
	idb, err := db.Of(r.In(coretest.An))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	if err := idb.NewRaw(text, args...).Scan(context.Background(), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// refuses fails unless err is of the kind and code and names exactly the fields
// ("field=code").
func refuses(t testing.TB, err error, kind fault.Kind, code string, fields ...string) {
	t.Helper()
	if !fault.Is(err, kind) || !fault.HasCode(err, code) {
		t.Fatalf("%v, want %s %s", err, kind, code)
	}
	if len(fields) == 0 {
		return
	}
	var have []string
	for _, f := range fault.Of(err).Fields {
		have = append(have, f.Field+"="+f.Code)
	}
	if strings.Join(have, " ") != strings.Join(fields, " ") {
		t.Fatalf("fields at fault %v, want %v", have, fields)
	}
}

// text is everything a value holds, as its readers would see it.
func text(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(raw)
}

func newUser(login string, posts ...string) province.NewUser {
	return province.NewUser{Login: login, Name: "Trần Thị " + login, Posts: posts}
}

// permit adds a permission to a role of province An.
func (r *rig) permit(t testing.TB, role string, p access.Permission) {
	t.Helper()
	ctx := r.In(coretest.An)
	roles, err := r.Guard.List(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i := range roles {
		if roles[i].ID == role {
			roles[i].Permissions = append(roles[i].Permissions, p)
		}
	}
	if _, err := r.Guard.Apply(ctx, roles); err != nil {
		t.Fatal(err)
	}
}

// play makes the permissions all that a role of province An has.
func (r *rig) play(t testing.TB, role string, all ...access.Permission) {
	t.Helper()
	ctx := r.In(coretest.An)
	roles, err := r.Guard.List(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i := range roles {
		if roles[i].ID == role {
			roles[i].Plays, roles[i].Permissions = nil, all
		}
	}
	if _, err := r.Guard.Apply(ctx, roles); err != nil {
		t.Fatal(err)
	}
}
