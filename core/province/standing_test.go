package province_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/province"
	"github.com/doanket/doanket/core/tenant"
)

// oneTheme is a list of the province's own that leaves out values a rule counts on.
const oneTheme = "settings: {postal_days: 3,\n  lists: {theme: [{id: sea, label: {vi: Biển, en: Sea}}]}}\n"

// TestWhatTheServerWouldSetAsideIsRefused by apply and by its dry run, with the line
// that does it; nothing of the folder is kept then. What is refused is what Prepare
// sets aside, and once mended the folder applies.
func TestWhatTheServerWouldSetAsideIsRefused(t *testing.T) {
	t.Parallel()
	causes := []struct {
		what, line, why, settings string
		bend                      func(t *testing.T, i *installation.Installation, slug string)
	}{
		{what: "a list without what a rule names", line: "tenant.yaml:9", why: "own fields", settings: oneTheme,
			bend: func(t *testing.T, i *installation.Installation, slug string) {
				change(t, i, slug, func(s *tenant.Settings) {
					s.Lists = map[string][]manifest.EnumValue{"theme": {{ID: "sea", Label: manifest.Text{VI: "Biển", EN: "Sea"}}}}
				})
			}},
		{what: "a version that is gone", line: "modules.yaml:1", why: "9.9.9",
			bend: func(t *testing.T, i *installation.Installation, slug string) {
				change(t, i, slug, func(s *tenant.Settings) { s.Versions = map[string]string{"demo": "9.9.9"} })
			}},
		{what: "an own field that does not fit", line: "modules.yaml:1", why: "own fields",
			bend: func(t *testing.T, i *installation.Installation, slug string) {
				change(t, i, slug, func(s *tenant.Settings) {
					s.Fields = map[string][]manifest.Field{"demo.visit": {{ID: 10001, Name: "x_bent", Type: "none"}}}
				})
			}},
		{what: "a column of another type", line: "modules.yaml:1", why: "schema_type_changed", bend: bendColumn},
	}
	each(t, func(t *testing.T, i *installation.Installation) {
		for n, c := range causes {
			slug := fmt.Sprintf("mau-%d", n)
			named := func(settings string) *province.Folder {
				return read(t, folder(t, map[string]string{"tenant.yaml": strings.Replace(good["tenant.yaml"], "slug: mau", "slug: "+slug, 1) + settings}))
			}
			apply(t, i, named(""), false)
			c.bend(t, i, slug)
			asides, err := i.Provinces.Prepare(context.Background())
			if err != nil || !slices.ContainsFunc(asides, func(a province.Aside) bool { return a.Tenant == slug && strings.Contains(a.Reason, c.why) }) {
				t.Fatalf("%s: the server sets aside %+v, %v", c.what, asides, err)
			}
			before := stampOf(t, i, slug)
			for _, dry := range []bool{true, false} {
				refused(t, i, named(c.settings), dry, c.line, c.why)
			}
			if stampOf(t, i, slug) != before {
				t.Errorf("%s: a refused folder changed the settings", c.what)
			}
		}
	})
}

// TestANewProvinceThatWouldBeSetAsideIsNotMade.
func TestANewProvinceThatWouldBeSetAsideIsNotMade(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, i *installation.Installation) {
		f := read(t, folder(t, map[string]string{"tenant.yaml": good["tenant.yaml"] + oneTheme}))
		for _, dry := range []bool{true, false} {
			refused(t, i, f, dry, "tenant.yaml:9", "own fields")
			if _, err := i.Tenants.Get(context.Background(), "mau"); !fault.Is(err, fault.NotFound) {
				t.Fatalf("it was made: %v", err)
			}
		}
		apply(t, i, read(t, folder(t, nil)), false)
		if asides, err := i.Provinces.Prepare(context.Background()); err != nil || len(asides) != 0 {
			t.Errorf("mended: %+v %v", asides, err)
		}
		if err := i.Tenants.Restored(context.Background(), "mau", tenant.Restoring); err != nil {
			t.Fatal(err)
		}
		for _, dry := range []bool{true, false} {
			if _, err := i.Provinces.Apply(context.Background(), f, province.ApplyOptions{DryRun: dry}); !fault.HasCode(err, "tenant_unfinished") {
				t.Errorf("half a province: %v", err)
			}
		}
	})
}

func refused(t *testing.T, i *installation.Installation, f *province.Folder, dry bool, line, why string) {
	t.Helper()
	_, err := i.Provinces.Apply(context.Background(), f, province.ApplyOptions{DryRun: dry})
	wrong := fault.Of(err)
	if !fault.HasCode(err, "folder_set_aside") || len(wrong.Fields) != 1 || wrong.Fields[0].Field != line || !strings.Contains(wrong.Fields[0].Params["why"], why) {
		t.Errorf("dry run %v: %v %+v, want %s: %s", dry, err, wrong, line, why)
	}
}

func stampOf(t *testing.T, i *installation.Installation, slug string) string {
	t.Helper()
	p, err := i.Tenants.Get(context.Background(), slug)
	if err != nil {
		t.Fatal(err)
	}
	return p.Stamp()
}

// change sets settings past every check, as an older binary may have left them.
func change(t *testing.T, i *installation.Installation, slug string, with func(s *tenant.Settings)) {
	t.Helper()
	p, err := i.Tenants.Get(context.Background(), slug)
	if err != nil {
		t.Fatal(err)
	}
	s := p.Settings
	with(&s)
	if err := i.Tenants.Set(i.Cluster.With(context.Background()), p, s); err != nil {
		t.Fatal(err)
	}
}

// bendColumn has the table of a kind hold another type than its manifest says.
func bendColumn(t *testing.T, i *installation.Installation, slug string) {
	t.Helper()
	err := db.InTx(enter(t, i, slug), func(ctx context.Context) error {
		raw := ""
		if err := db.QueryRow(ctx, "SELECT shape FROM record_schema WHERE kind = ?", "demo.visit").Scan(&raw); err != nil {
			return err
		}
		shapes := map[string]string{}
		if err := json.Unmarshal([]byte(raw), &shapes); err != nil {
			return err
		}
		shapes["people"] = "another"
		bent, err := json.Marshal(shapes)
		if err != nil {
			return err
		}
		_, err = db.Exec(ctx, "UPDATE record_schema SET shape = ? WHERE kind = ?", string(bent), "demo.visit")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
