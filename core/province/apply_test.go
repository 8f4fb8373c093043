package province_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/blob/blobtest"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/province"
	"github.com/doanket/doanket/core/unit"
)

// provinces is where the repository keeps provinces as data. It is found before
// any test runs, since the S3 server moves the process.
var provinces = func() string {
	dir, err := filepath.Abs("../../tenants")
	if err != nil {
		panic(err)
	}
	return dir
}()

// each runs body on an empty installation, on SQLite and on PostgreSQL when
// there is one.
func each(t *testing.T, body func(t *testing.T, i *installation.Installation)) {
	t.Helper()
	run := func(postgres bool) func(t *testing.T) {
		return func(t *testing.T) {
			t.Parallel()
			o := installation.Options{Data: t.TempDir(), BaseDomain: coretest.BaseDomain, SyncNormal: true, S3: blobtest.EmbeddedOptions(t), Manifests: installed(t)}
			if postgres {
				o.DatabaseURL = dbtest.PostgresURL(t)
			}
			i, err := installation.Open(context.Background(), o)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = i.Close() })
			body(t, i)
		}
	}
	t.Run("sqlite", run(false))
	if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
		t.Run("postgres", run(true))
	}
}

func read(t testing.TB, dir string) *province.Folder {
	t.Helper()
	f, err := province.ReadFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func apply(t testing.TB, i *installation.Installation, f *province.Folder, dry bool) []string {
	t.Helper()
	r := report(t, i, f, province.ApplyOptions{DryRun: dry})
	return append(r.Changes, r.Drift...)
}

func report(t testing.TB, i *installation.Installation, f *province.Folder, o province.ApplyOptions) province.Report {
	t.Helper()
	r, err := i.Provinces.Apply(context.Background(), f, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// installed are the manifests of the repository's modules, and the tests' own.
func installed(t testing.TB) []*manifest.Manifest {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(provinces, "..", "plugins", "*", "module.yaml"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no modules: %v", err)
	}
	out := []*manifest.Manifest{coretest.Demo(t).Manifest()}
	for _, f := range folders {
		m, problems := manifest.Parse(os.DirFS(filepath.Dir(f)))
		for _, p := range problems {
			t.Fatal(p)
		}
		out = append(out, m)
	}
	return out
}

func enter(t testing.TB, i *installation.Installation, slug string) context.Context {
	t.Helper()
	ctx, err := i.Enter(context.Background(), slug, "test")
	if err != nil {
		t.Fatal(err)
	}
	return ctx
}

// TestTheRepositorysProvincesApply once; twice changes nothing; a dry run
// writes nothing.
func TestTheRepositorysProvincesApply(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, i *installation.Installation) {
		for _, slug := range []string{"ha-tinh", "da-nang"} {
			f := read(t, filepath.Join(provinces, slug))
			if lines := apply(t, i, f, true); len(lines) == 0 {
				t.Errorf("%s: a dry run of something new says nothing", slug)
			}
			if _, err := i.Tenants.Get(context.Background(), slug); !fault.Is(err, fault.NotFound) {
				t.Fatalf("%s: the dry run made it: %v", slug, err)
			}
			apply(t, i, f, false)
			for _, dry := range []bool{true, false} {
				if lines := apply(t, i, f, dry); len(lines) != 0 {
					t.Errorf("%s: applied again: %v", slug, lines)
				}
			}
			in := enter(t, i, slug)
			page, err := i.Tree.List(in, unit.Filter{})
			if err != nil || len(page.Items) != len(f.Units) {
				t.Errorf("%s: %d units of %d: %v", slug, len(page.Items), len(f.Units), err)
			}
			for _, p := range f.Posts {
				person, err := i.People.ByLogin(in, p.Login)
				if err != nil {
					t.Fatal(err)
				}
				posts, err := i.People.Posts(in, person.ID)
				if err != nil || len(posts) == 0 {
					t.Errorf("%s holds %v: %v", p.Login, posts, err)
				}
			}
		}
	})
}

// TestAChangedFolderSaysWhatItChanges and the dry run says the same.
func TestAChangedFolderSaysWhatItChanges(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, i *installation.Installation) {
		f := read(t, folder(t, nil))
		apply(t, i, f, false)
		f = read(t, folder(t, map[string]string{
			"tenant.yaml": strings.Replace(good["tenant.yaml"], "Tỉnh Mẫu", "Tỉnh Mẫu Mới", 1) + "settings: {postal_days: 4}\nhosts: [mau.example.vn]\n",
			"units.csv":   strings.Replace(good["units.csv"], "Xã Một,Một", "Phường Một,Một", 1) + "Y,T,commune,Xã Hai,Hai,2025-07-01,\n",
			"posts.csv":   good["posts.csv"] + "quantri,Nguyễn Thị,Hạnh,admin,Y,2025-07-01\nmoi,Lê,Mới,admin,Y,2025-07-01\n",
			"roles.yaml":  good["roles.yaml"] + "  - id: reader\n    label: {vi: Xem, en: Read}\n    permissions:\n      - {kind: \"*\", action: \"figure:read\", reach: subtree}\n",
		}))
		dry := strings.Join(apply(t, i, f, true), "\n")
		if n, err := i.Tenants.Get(context.Background(), "mau"); err != nil || n.Name != "Tỉnh Mẫu" {
			t.Fatalf("the dry run wrote: %+v %v", n, err)
		}
		if u, err := i.Tree.ByCode(enter(t, i, "mau"), "X"); err != nil || u.Name != "Xã Một" {
			t.Fatalf("the dry run wrote: %+v %v", u, err)
		}
		done := strings.Join(apply(t, i, f, false), "\n")
		for _, part := range []string{"change province mau", "hosts", "settings", "open 1 units", "change unit X", "reader", "quantri the post admin at Y", "create person moi"} {
			if !strings.Contains(dry, part) || !strings.Contains(done, part) {
				t.Errorf("%q is not said; dry run:\n%s\nrun:\n%s", part, dry, done)
			}
		}
		if lines := apply(t, i, f, false); len(lines) != 0 {
			t.Errorf("applied again: %v", lines)
		}
		in := enter(t, i, "mau")
		if u, err := i.Tree.ByCode(in, "X"); err != nil || u.Name != "Phường Một" {
			t.Errorf("%+v %v", u, err)
		}
		if p, err := i.Tenants.ByHost(in, "mau.example.vn:8080"); err != nil || p.Name != "Tỉnh Mẫu Mới" || p.Settings.PostalDays != 4 {
			t.Errorf("%+v %v", p, err)
		}
	})
}

// TestAPostEndedByHandStaysEnded: the folder is where a province begins, not
// what undoes its own acts.
func TestAPostEndedByHandStaysEnded(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, i *installation.Installation) {
		f := read(t, folder(t, nil))
		apply(t, i, f, false)
		in := enter(t, i, "mau")
		person, err := i.People.ByLogin(in, "quantri")
		if err != nil {
			t.Fatal(err)
		}
		posts, err := i.People.Posts(in, person.ID)
		if err != nil || len(posts) != 1 {
			t.Fatalf("%v %v", posts, err)
		}
		if err := i.People.Revoke(in, posts[0].ID, calendar.Today(id.NowIn(in)).AddDays(-1)); err != nil {
			t.Fatal(err)
		}
		for _, dry := range []bool{true, false, false} { // and says so every time
			r := report(t, i, f, province.ApplyOptions{DryRun: dry})
			if len(r.Changes) != 0 || len(r.Drift) != 1 || !strings.Contains(r.Drift[0], "post admin of quantri at T") {
				t.Errorf("%+v", r)
			}
		}
		if a, err := i.People.ActorOf(in, person.ID); err != nil || len(a.Posts) != 0 {
			t.Errorf("%+v %v", a, err)
		}
	})
}

// TestSwitchModule takes effect at once, in one province, and knows only what
// there is.
func TestSwitchModule(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		for _, on := range []bool{false, true} {
			if err := r.SwitchModule(r.In(coretest.An), "demo", on); err != nil {
				t.Fatal(err)
			}
			if got := r.Kinds.Enabled(r.In(coretest.An), "demo.visit"); got != on {
				t.Errorf("switched to %v it is %v", on, got)
			}
			if !r.Kinds.Enabled(r.In(coretest.Binh), "demo.visit") || !r.Kinds.Enabled(r.In(coretest.An), "core.recommendation") {
				t.Error("what was not switched is off")
			}
		}
		for _, module := range []string{"none", "core", ""} {
			if err := r.SwitchModule(r.In(coretest.An), module, true); !fault.Is(err, fault.NotFound) {
				t.Errorf("%q: %v", module, err)
			}
		}
	})
}

// TestCreateUserIsAllOrNothing and answers a link when there is no password.
func TestCreateUserIsAllOrNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, i *installation.Installation) {
		apply(t, i, read(t, folder(t, nil)), false)
		in := enter(t, i, "mau")
		for _, posts := range [][]string{{"admin@T", "admin@Q"}, {"boss@T"}, {"admin"}} {
			if _, _, err := i.Provinces.CreateUser(in, province.NewUser{Login: "lan", Name: "Trần Thị Lan", Posts: posts}); err == nil {
				t.Errorf("%v was taken", posts)
			}
			if _, err := i.People.ByLogin(in, "lan"); !fault.Is(err, fault.NotFound) {
				t.Errorf("%v left a person: %v", posts, err)
			}
		}
		personID, secret, err := i.Provinces.CreateUser(in, province.NewUser{Login: "lan", Name: "Trần Thị Lan", Posts: []string{"admin@T"}})
		if err != nil || secret == "" {
			t.Fatalf("%q %v", secret, err)
		}
		a, err := i.People.ActorOf(in, personID)
		if err != nil || len(a.Posts) != 1 || a.Posts[0].Role != "admin" {
			t.Errorf("%+v %v", a, err)
		}
		if e, err := i.Why(identity.With(in, a), personID, "admin:units", a.Posts[0].UnitID); err != nil || !e.Allowed {
			t.Errorf("%+v %v", e, err)
		}
	})
}
