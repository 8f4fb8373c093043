package installation_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/module"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/web"
)

// twin uses the names of the demo for things of its own, and counts as well
// what no installed module declares.
const twin = `api_version: mod/v1
id: twin
version: 1.0.0
label: {vi: "Đôi", en: "Twin"}
grants: {read: [demo.visit, nobody.thing]}
roles: [{id: officer, reach: own, label: {vi: "Cán bộ", en: "Officer"}}]
kinds:
  - name: call
    label: {vi: "Cuộc gọi", en: "Call"}
    title: title
    fields:
      - {id: 1, name: title, type: text, required: true, label: {vi: "Tên", en: "Title"}}
      - {id: 2, name: people, type: int, label: {vi: "Số người", en: "People"}}
    rules: [{code: too_many, when: "people > 3", field: people}]
    access: {officer: [read, create, update]}
    lifecycle:
      initial: draft
      states: [{id: draft, phase: draft, label: {vi: "Nháp", en: "Draft"}}, {id: made, phase: done, label: {vi: "Đã gọi", en: "Made"}}]
      transitions: [{name: make, label: {vi: "Gọi", en: "Make"}, from: [draft], to: made, roles: [officer]}]
measures:
  - {code: visits, label: {vi: "Cuộc gọi", en: "Calls"}, kind: count, of: twin.call, unit: count}
  - {code: lost, label: {vi: "Lạc", en: "Lost"}, kind: count, of: nobody.thing, unit: count}
boards:
  - {id: twin, label: {vi: "Đôi", en: "Twin"}, measures: [visits, demo.visits, lost]}
---
problems:
  too_many: {vi: "Gọi quá đông.", en: "Too many called."}
`

func read(t *testing.T, source string) *manifest.Manifest {
	t.Helper()
	m, problems := manifest.ParseBytes("twin.yaml", []byte(source))
	if len(problems) > 0 {
		t.Fatal(manifest.Problems(problems))
	}
	return m
}

// twins is a rig with the demo, its twin, and a module that does not compile.
func twins(t *testing.T, postgres bool) *coretest.Rig {
	t.Helper()
	demo := coretest.Demo(t)
	broken := strings.NewReplacer("id: twin\n", "id: broken\n", "twin.", "broken.", "people > 3", "peeple > 3").Replace(twin)
	r := coretest.New(t, coretest.Options{Postgres: postgres, Shape: func(o *installation.Options) {
		o.Manifests = append(o.Manifests, read(t, broken), read(t, twin))
		o.Behaviours = sdk.InProcess(demo)
	}})
	if err := r.SwitchModule(r.In(coretest.An), "twin", true); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestTwoModulesWithTheSameNames: each module's figure and each module's
// problem is its own.
func TestTwoModulesWithTheSameNames(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, postgres bool) {
		r := twins(t, postgres)
		approved(t, r)
		in := r.In(coretest.An)
		unit := r.Unit(coretest.An, "X1")
		for range 2 {
			if _, err := r.Records.Create(in, "twin.call", record.Input{UnitID: unit, Submit: "make", Fields: map[string]any{"title": "Gọi", "people": 1}}); err != nil {
				t.Fatal(err)
			}
		}
		for kind, code := range map[string]string{"twin.call": "twin.too_many", "demo.visit": "demo.too_many"} {
			submit := map[string]string{"twin.call": "make", "demo.visit": "submit"}[kind]
			_, err := r.Records.Create(in, kind, record.Input{UnitID: unit, Submit: submit, Fields: map[string]any{"title": "Đông", "held_on": "2026-03-10", "people": 60_000}})
			var f *fault.Error
			if !errors.As(err, &f) || len(f.Fields) == 0 || f.Fields[len(f.Fields)-1].Code != code {
				t.Errorf("%s: want %s, got %v", kind, code, err)
			}
		}
		r.Settle(coretest.An)
		leader := r.As(coretest.An, coretest.Leader)
		for measure, want := range map[string]float64{"demo.visits": 1, "twin.visits": 2} {
			f, err := r.Figures.Get(leader, measure, r.Unit(coretest.An, "T"), "")
			if err != nil || *f.Value != want || f.Measure != measure {
				t.Errorf("%s: %+v, %v, want %v", measure, f, err, want)
			}
		}
		if _, err := r.Figures.Get(leader, "visits", "", ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("a bare code names no figure: %v", err)
		}
		sheet, err := r.Figures.Open(leader, "twin", r.Unit(coretest.An, "T"), "")
		if err != nil || len(sheet.Tiles) != 2 || sheet.Tiles[0].Measure != "twin.visits" || sheet.Tiles[1].Measure != "demo.visits" {
			t.Errorf("the board shows %+v, %v", sheet, err)
		}
	})
}

// TestOneBadPartIsSetAside: what does not compile or counts what is not there
// is named with its reason, to the operator as well, and everything else serves.
func TestOneBadPartIsSetAside(t *testing.T) {
	t.Parallel()
	r := twins(t, false)
	aside := map[string]string{}
	for _, a := range r.SetAside() {
		aside[a.Module+" "+a.Measure] = a.Reason
	}
	if len(aside) != 2 || !strings.Contains(aside["broken "], "peeple") || !strings.Contains(aside["twin twin.lost"], "nobody.thing") {
		t.Errorf("set aside: %v", aside)
	}
	if rec := approved(t, r); rec.State != "approved" {
		t.Errorf("the others do not serve: %+v", rec)
	}
	answer := readyz(t, r)
	for _, part := range []string{`"status":"ready"`, "peeple", `"measure":"twin.lost"`} {
		if !strings.Contains(answer, part) {
			t.Errorf("/readyz does not say %s: %s", part, answer)
		}
	}
}

// TestAWishInVainIsNamed: a province that asks for a version that is not
// installed uses the one there is, and is named with the reason.
func TestAWishInVainIsNamed(t *testing.T) {
	t.Parallel()
	r := twins(t, false)
	control := r.Cluster.With(context.Background())
	an, err := r.Tenants.Get(control, coretest.An)
	if err != nil {
		t.Fatal(err)
	}
	wish := an.Settings
	wish.Versions = map[string]string{"twin": "7.0.0"}
	if err := r.Tenants.Set(control, an, wish); err != nil {
		t.Fatal(err)
	}
	asides, err := r.Provinces.Prepare(context.Background())
	if err != nil || len(asides) != 1 || asides[0].Tenant != coretest.An || !strings.Contains(asides[0].Reason, "twin 7.0.0") {
		t.Errorf("%+v, %v", asides, err)
	}
	if answer := readyz(t, r); !strings.Contains(answer, "twin 7.0.0") {
		t.Errorf("/readyz does not say so: %s", answer)
	}
	if _, err := r.Records.Create(r.In(coretest.An), "twin.call", record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: map[string]any{"title": "Gọi"}}); err != nil {
		t.Errorf("the version there is does not serve: %v", err)
	}
}

// TestTheOperatorIsToldWhichBoundsDoNotHold: a host without its sandbox serves, and
// /readyz names each bound that is missing and why.
func TestTheOperatorIsToldWhichBoundsDoNotHold(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	if answer := readyz(t, r); strings.Contains(answer, "unheld") {
		t.Errorf("without modules nothing is bounded: %s", answer)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "catalog.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	var err error
	if r.Host, err = module.New(module.Options{Dir: dir, SocketDir: t.TempDir(), Sandbox: "off", Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	answer := readyz(t, r)
	if !strings.Contains(answer, `"status":"ready"`) || !strings.Contains(answer, "MODULE_SANDBOX is off") {
		t.Errorf("/readyz does not say what is off: %s", answer)
	}
	for _, b := range r.Host.Bounds() {
		if b.Missing != "" && !strings.Contains(answer, b.Name+": ") {
			t.Errorf("/readyz does not name %s: %s", b.Name, answer)
		}
	}
}

// readyz is what the operator's port answers to it.
func readyz(t *testing.T, r *coretest.Rig) string {
	t.Helper()
	server, err := r.Web(web.Options{Listen: "127.0.0.1:0", OperatorListen: "127.0.0.1:0", BaseDomain: coretest.BaseDomain, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer server.Stop(t.Context()) //nolint:errcheck // what it answered counts
	res, err := coretest.HTTP.Get("http://" + server.OperatorAddr() + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// TestFiguresTakeTheirFullNames: what an earlier server kept under a bare code
// is found under the full name, once and for all.
func TestFiguresTakeTheirFullNames(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, postgres bool) {
		r := twins(t, postgres)
		approved(t, r)
		r.Settle(coretest.An)
		in := r.In(coretest.An)
		err := db.InTx(in, func(ctx context.Context) error {
			tx, err := db.Of(ctx)
			if err != nil {
				return err
			}
			for _, at := range [][2]string{{"contribution", "measure"}, {"figure", "measure"}, {"figure_cover", "measure"}, {"figure_measure", "shown"}, {"figure_measure", "code"}} {
				if _, err := tx.NewRaw("UPDATE " + at[0] + " SET " + at[1] + " = substr(" + at[1] + ", 6) WHERE " + at[1] + " LIKE 'demo.%'").Exec(ctx); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := r.Figures.Prepare(in); err != nil {
				t.Fatal(err)
			}
			f, err := r.Figures.Get(r.As(coretest.An, coretest.Leader), "demo.people_met", r.Unit(coretest.An, "T"), "2026")
			if err != nil || *f.Value != 30 {
				t.Errorf("got %+v, %v", f, err)
			}
		}
		if drifts, err := r.Figures.Recompute(in, false); err != nil || len(drifts) != 0 {
			t.Errorf("drift %+v, %v", drifts, err)
		}
	})
}
