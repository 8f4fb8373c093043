package tenant_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/tenant"
)

func each(t *testing.T, body func(t *testing.T, c *db.Cluster, r *tenant.Registry, ctx context.Context)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, c *db.Cluster, _ context.Context) {
		body(t, c, tenant.New(c, tenant.Options{BaseDomain: "Doanket.Example"}), context.Background())
	})
}

func create(t testing.TB, r *tenant.Registry, slug string, hosts ...string) *tenant.Tenant {
	t.Helper()
	made, err := r.Create(context.Background(), tenant.Tenant{Slug: slug, Name: "Tỉnh " + slug, Code: "42", Hosts: hosts})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func refuses(t testing.TB, err error, kind fault.Kind, fields ...string) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("%v, want %s", err, kind)
		return
	}
	var have []string
	for _, f := range fault.Of(err).Fields {
		have = append(have, f.Field)
	}
	if len(fields) > 0 && strings.Join(have, " ") != strings.Join(fields, " ") {
		t.Errorf("names %v, want %v: %v", have, fields, err)
	}
}

// TestAProvinceIsFoundByItsHosts and by no other.
func TestAProvinceIsFoundByItsHosts(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, r *tenant.Registry, ctx context.Context) {
		an := create(t, r, "an", "mattran.an.vn")
		create(t, r, "binh")
		if an.Settings.Locale != "vi" || an.Settings.PostalDays != 3 || an.State != tenant.Active || an.CreatedAt.IsZero() {
			t.Errorf("%+v", an)
		}
		for host, slug := range map[string]string{"an.doanket.example": "an", "AN.Doanket.Example:8443": "an", "an.doanket.example.": "an", "an.doanket.example.:8443": "an", "mattran.an.vn": "an",
			"mattran.an.vn:80": "an", "binh.doanket.example": "binh", "doanket.example": "", "": "", "x.an.doanket.example": "", "an": "", "an.vn": "", "binh.mattran.an.vn": ""} {
			got, err := r.ByHost(ctx, host)
			switch {
			case slug == "":
				refuses(t, err, fault.NotFound)
			case err != nil || got.Slug != slug:
				t.Errorf("%s: %+v %v", host, got, err)
			}
		}
		if list, err := r.List(ctx); err != nil || len(list) != 2 || list[0].Slug != "an" {
			t.Errorf("%+v %v", list, err)
		}
		_, err := r.Get(ctx, "\xff")
		refuses(t, err, fault.NotFound)
	})
}

// TestNamesAndHostsAreOnes own, and what is refused leaves no database.
func TestNamesAndHostsAreOnesOwn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, c *db.Cluster, r *tenant.Registry, ctx context.Context) {
		create(t, r, "an", "mattran.an.vn")
		for _, b := range []struct {
			with   tenant.Tenant
			kind   fault.Kind
			fields string
		}{
			{tenant.Tenant{Slug: "an", Name: "x"}, fault.Conflict, "slug"},
			{tenant.Tenant{Slug: "hai", Name: "x", Hosts: []string{"mattran.an.vn"}}, fault.Conflict, "hosts"},
			{tenant.Tenant{Slug: "hai", Name: "x", Hosts: []string{"an.doanket.example"}}, fault.Invalid, "hosts"}, // another's own
			{tenant.Tenant{Slug: "hai", Name: "x", Hosts: []string{"doanket.example"}}, fault.Invalid, "hosts"},    // the operator's
			{tenant.Tenant{Slug: "hai", Name: "x", Hosts: []string{"Có Dấu.vn"}}, fault.Invalid, "hosts"},
			{tenant.Tenant{Slug: "hai", Name: " "}, fault.Invalid, "name"},
			{tenant.Tenant{Slug: "Hai", Name: ""}, fault.Invalid, "slug name"},
			{tenant.Tenant{Slug: "hai_ba", Name: "x"}, fault.Invalid, "slug"},
			{tenant.Tenant{Slug: "../hai", Name: "x"}, fault.Invalid, "slug"},
			{tenant.Tenant{Slug: "hai;drop", Name: "x"}, fault.Invalid, "slug"},
			{tenant.Tenant{Slug: strings.Repeat("a", 41), Name: "x"}, fault.Invalid, "slug"},
			{tenant.Tenant{Slug: "hai", Name: "x", Settings: tenant.Settings{Locale: "fr"}}, fault.Invalid, "settings.locale"},
		} {
			_, err := r.Create(ctx, b.with)
			refuses(t, err, b.kind, strings.Fields(b.fields)...)
		}
		if slugs, err := c.Slugs(ctx); err != nil || len(slugs) != 2 { // an, and the rig's own
			t.Errorf("databases %v %v", slugs, err)
		}
		create(t, r, "binh")
		for _, host := range []string{"mattran.an.vn", "an.doanket.example"} {
			if _, err := r.Change(ctx, "binh", map[string]any{"hosts": []string{host}}); err == nil {
				t.Errorf("binh took %s", host)
			}
			if got, err := r.ByHost(ctx, host); err != nil || got.Slug != "an" {
				t.Errorf("%s leads to %+v %v", host, got, err)
			}
		}
		// A host given up is free.
		if _, err := r.Change(ctx, "an", map[string]any{"hosts": []string{}}); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Change(ctx, "binh", map[string]any{"hosts": []string{"mattran.an.vn"}}); err != nil {
			t.Error(err)
		}
	})
}

// TestTwoOfOneNameAtOnce make one.
func TestTwoOfOneNameAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, r *tenant.Registry, ctx context.Context) {
		var all sync.WaitGroup
		made := make(chan string, 4)
		for range 4 {
			all.Go(func() {
				if _, err := r.Create(ctx, tenant.Tenant{Slug: "an", Name: "Tỉnh An"}); err == nil {
					made <- "an"
				}
			})
		}
		wait.All(t, "the four who create", &all)
		if len(made) != 1 {
			t.Errorf("made %d times", len(made))
		}
		if _, err := r.Enter(ctx, "an"); err != nil {
			t.Error(err)
		}
	})
}

// TestSettingsMergeDeeply and each mistake is named; a refused change changes
// nothing.
func TestSettingsMergeDeeply(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, r *tenant.Registry, ctx context.Context) {
		create(t, r, "an")
		change := func(settings map[string]any) error {
			_, err := r.Change(ctx, "an", map[string]any{"settings": settings})
			return err
		}
		for _, ok := range []map[string]any{{"deadlines": map[string]any{"a": 5, "b": 6}}, {"deadlines": map[string]any{"a": nil, "c": 7}}, {"deadlines": map[string]any{"sum": 150_000_000}}, {"deadlines": map[string]any{"sum": nil}}, {"limits": map[string]any{"users": 50}},
			{"limits": map[string]any{"storage_bytes": int64(53687091200)}}, {"extra": map[string]any{"x": map[string]any{"y": 1}}}, {"postal_days": 5}} {
			if err := change(ok); err != nil {
				t.Fatal(err)
			}
		}
		for _, b := range []struct {
			settings map[string]any
			field    string
		}{
			{map[string]any{"locale": "fr"}, "settings.locale"}, {map[string]any{"postal_days": 61}, "settings.postal_days"}, {map[string]any{"postal_days": "ba"}, "settings.postal_days"},
			{map[string]any{"deadlines": map[string]any{"a": 0}}, "settings.deadlines.a"}, {map[string]any{"deadlines": map[string]any{"a": 1_000_000_000_001}}, "settings.deadlines.a"}, {map[string]any{"report_cutoffs": map[string]any{"month": 32}}, "settings.report_cutoffs.month"},
			{map[string]any{"holidays": map[string]any{"2026-02-30": "x"}}, "settings.holidays"}, {map[string]any{"makeup": map[string]any{"mai": true}}, "settings.makeup"},
			{map[string]any{"limits": map[string]any{"users": -1}}, "settings.limits"}, {map[string]any{"colour": "red"}, "settings.colour"}, {map[string]any{"limits": map[string]any{"cpu": 1}}, "settings.cpu"},
			{map[string]any{"holiday_notices": map[string]any{"2027": "01/TB-BNV"}}, "settings.holiday_notices.2027"}, {map[string]any{"holiday_notices": map[string]any{"2027-01": "x"}}, "settings.holiday_notices.2027-01"},
		} {
			refuses(t, change(b.settings), fault.Invalid, b.field)
		}
		_, err := r.Change(ctx, "an", map[string]any{"state": "suspended"})
		refuses(t, err, fault.Invalid, "state")
		_, err = r.Change(ctx, "an", map[string]any{"name": ""})
		refuses(t, err, fault.Invalid, "name")
		_, err = r.Change(ctx, "none", map[string]any{"name": "x"})
		refuses(t, err, fault.NotFound)
		got, err := r.Get(ctx, "an")
		if err != nil {
			t.Fatal(err)
		}
		s := got.Settings
		if len(s.Deadlines) != 2 || s.Deadlines["b"] != 6 || s.Deadlines["c"] != 7 || s.Limits.Users != 50 || s.Limits.StorageBytes != 53687091200 ||
			s.Extra["x"].(map[string]any)["y"] != 1.0 || s.PostalDays != 5 || s.Locale != "vi" || got.Name != "Tỉnh an" {
			t.Errorf("%+v", got)
		}
	})
}

// TestChangesAtOnceAreAllKept by everybody's own part.
func TestChangesAtOnceAreAllKept(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, r *tenant.Registry, ctx context.Context) {
		create(t, r, "an")
		var all sync.WaitGroup
		for _, name := range strings.Fields("a b c d e f") {
			all.Go(func() {
				if _, err := r.Change(ctx, "an", map[string]any{"settings": map[string]any{"deadlines": map[string]any{name: 3}}}); err != nil {
					t.Error(err)
				}
				if err := r.SetModule(ctx, "an", name, true); err != nil {
					t.Error(err)
				}
			})
		}
		wait.All(t, "the six who change", &all)
		if got, err := r.Get(ctx, "an"); err != nil || len(got.Settings.Deadlines) != 6 || len(got.Modules) != 6 || !got.On("c") || got.On("z") {
			t.Errorf("%+v %v", got, err)
		}
	})
}

// TestTheCalendarIsTheProvincesOwn over the nation's.
func TestTheCalendarIsTheProvincesOwn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, r *tenant.Registry, ctx context.Context) {
		create(t, r, "an")
		create(t, r, "binh")
		_, err := r.Change(ctx, "an", map[string]any{"settings": map[string]any{"holidays": map[string]any{"2026-03-12": "Lễ hội", "2026-04-30": ""}, "makeup": map[string]any{"2026-03-14": true}}})
		if err != nil {
			t.Fatal(err)
		}
		for slug, want := range map[string][3]bool{"an": {false, true, true}, "binh": {true, false, false}} {
			in, err := r.Enter(ctx, slug)
			if err != nil {
				t.Fatal(err)
			}
			p, err := tenant.From(in)
			if err != nil {
				t.Fatal(err)
			}
			book := p.Book()
			for i, text := range []string{"2026-03-12", "2026-04-30", "2026-03-14"} {
				d, _ := calendar.ParseDate(text)
				if book.Working(d) != want[i] {
					t.Errorf("%s works on %s: %v", slug, text, !want[i])
				}
			}
		}
	})
}

// TestANoticeTakesThePlaceOfTheForecast in the province that enters it.
func TestANoticeTakesThePlaceOfTheForecast(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *db.Cluster, r *tenant.Registry, ctx context.Context) {
		create(t, r, "an")
		days := map[string]any{}
		for _, on := range []string{"2027-02-04", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10", "2027-09-03"} {
			days[on] = "Nghỉ\u00a0 theo thông\u200b báo\n"
		}
		_, err := r.Change(ctx, "an", map[string]any{"settings": map[string]any{"holidays": days, "holiday_notices": map[string]any{"2027": " 01/TB-BNV "}}})
		if err != nil {
			t.Fatal(err)
		}
		p, err := r.Get(ctx, "an")
		if err != nil {
			t.Fatal(err)
		}
		for on, want := range map[calendar.Date]bool{calendar.NewDate(2027, 2, 4): false, calendar.NewDate(2027, 2, 11): true, calendar.NewDate(2027, 9, 1): true, calendar.NewDate(2028, 1, 27): false} {
			if p.Book().Working(on) != want {
				t.Errorf("%v: working is %v", on, !want)
			}
		}
		if d, _ := p.Book().Off(calendar.NewDate(2027, 2, 4)); d.Name != "Nghỉ theo thông báo" || d.Source != "01/TB-BNV" || d.Forecast {
			t.Errorf("%+v", d)
		}
	})
}

// TestSuspendedProvincesLetNobodyIn until they are resumed; another process
// hears of it too.
func TestSuspendedProvincesLetNobodyIn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, c *db.Cluster, r *tenant.Registry, ctx context.Context) {
		create(t, r, "an")
		create(t, r, "binh")
		if err := r.Suspend(ctx, "an"); err != nil {
			t.Fatal(err)
		}
		for _, registry := range []*tenant.Registry{r, tenant.New(c, tenant.Options{BaseDomain: "doanket.example"})} {
			_, err := registry.Enter(ctx, "an")
			refuses(t, err, fault.Unavailable)
			if fault.Of(err).Code != "tenant_suspended" || fault.Of(err).RetryAfter == 0 {
				t.Error(err)
			}
			if _, err := registry.Enter(ctx, "binh"); err != nil {
				t.Error(err)
			}
		}
		if err := r.Resume(ctx, "an"); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Enter(ctx, "an"); err != nil {
			t.Error(err)
		}
		refuses(t, r.Suspend(ctx, "none"), fault.NotFound)
	})
}

// TestProvincesNeverMix: what one writes, the other does not hold; and one that
// is removed is gone with everything, the other is as it was.
func TestProvincesNeverMix(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, c *db.Cluster, r *tenant.Registry, ctx context.Context) {
		create(t, r, "an", "mattran.an.vn")
		create(t, r, "binh")
		in := func(slug string) context.Context {
			ctx, err := r.Enter(ctx, slug)
			if err != nil {
				t.Fatal(err)
			}
			return ctx
		}
		write := func(ctx context.Context) error {
			return db.InTx(ctx, func(ctx context.Context) error {
				tx, err := db.Of(ctx)
				if err != nil {
					return err
				}
				_, err = tx.ExecContext(ctx, "INSERT INTO number_book (pattern, unit_id, year, last) VALUES ('P', 'u', 2026, 1)")
				return err
			})
		}
		count := func(ctx context.Context) int {
			q, err := db.Of(ctx)
			if err != nil {
				t.Fatal(err)
			}
			n, err := q.NewSelect().Table("number_book").Count(ctx)
			if err != nil {
				t.Fatal(err)
			}
			return int(n)
		}
		if err := write(in("an")); err != nil {
			t.Fatal(err)
		}
		if a, b := count(in("an")), count(in("binh")); a != 1 || b != 0 {
			t.Errorf("%d and %d rows", a, b)
		}
		if err := r.Remove(ctx, "an"); err != nil {
			t.Fatal(err)
		}
		_, err := r.Enter(ctx, "an")
		refuses(t, err, fault.NotFound)
		_, err = r.ByHost(ctx, "mattran.an.vn")
		refuses(t, err, fault.NotFound)
		if there, err := c.Exists(ctx, "an"); there || err != nil {
			t.Errorf("its database is still there: %v", err)
		}
		if err := write(in("binh")); err != nil {
			t.Error(err)
		}
		create(t, r, "an")
		if n := count(in("an")); n != 0 {
			t.Errorf("a new province of that name holds %d old rows", n)
		}
	})
}
