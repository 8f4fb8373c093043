package overlap_test

import (
	_ "embed"
	"os"
	"testing"
	"testing/fstest"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/record"
)

//go:embed testdata/module.yaml
var source []byte

// fairs is a province with fairs that may overlap.
type fairs struct {
	*coretest.Rig
	t testing.TB
}

// open is the province, on PostgreSQL where asked.
func open(t testing.TB, postgres bool) *fairs {
	t.Helper()
	m, problems := rule.Parse(fstest.MapFS{"module.yaml": {Data: source}, "labels.yaml": {Data: []byte("problems: {}")}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	f := &fairs{t: t, Rig: coretest.New(t, coretest.Options{Postgres: postgres, Shape: func(o *installation.Options) { o.Manifests = append(o.Manifests, m) }})}
	ctx := f.In(coretest.An)
	if err := f.SwitchModule(ctx, "fair", true); err != nil {
		t.Fatal(err)
	}
	roles, err := f.Guard.List(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for n := range roles {
		if roles[n].ID == "officer" || roles[n].ID == "approver" {
			roles[n].Plays["fair"] = []string{roles[n].ID}
		}
	}
	if _, err := f.Guard.Apply(ctx, roles); err != nil {
		t.Fatal(err)
	}
	return f
}

// each runs body on both dialects.
func each(t *testing.T, body func(f *fairs)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); body(open(t, false)) })
	if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
		t.Run("postgres", func(t *testing.T) { t.Parallel(); body(open(t, true)) })
	}
}

func (f *fairs) unit(code string) string { return f.Unit(coretest.An, code) }

// made is a record somebody has made and brought out of its draft.
func (f *fairs) made(who, unit, kind, step string, fields map[string]any) *record.Record {
	f.t.Helper()
	fields["title"] = "Hội chợ"
	rec, err := f.Records.Create(f.As(coretest.An, who), kind, record.Input{UnitID: f.unit(unit), Fields: fields, Submit: step})
	if err != nil {
		f.t.Fatal(err)
	}
	return rec
}

// stall is a stall for the old in the place, by an officer of X1 or X2.
func (f *fairs) stall(unit, place, from, to string, more map[string]any) *record.Record {
	f.t.Helper()
	fields := map[string]any{"area": []string{f.unit(place)}, "from_on": from, "to_on": to, "visitors": "old"}
	for k, v := range more {
		fields[k] = v
	}
	return f.made(map[string]string{"X1": coretest.Officer, "X2": coretest.Officer2}[unit], unit, "fair.stall", "plan", fields)
}

// found are the overlaps the province's leader sees, oldest first, once all is done.
func (f *fairs) found() []*record.Record {
	f.t.Helper()
	f.Settle(coretest.An)
	page, err := f.Records.List(f.As(coretest.An, coretest.Leader), record.Query{Kind: "fair.double", Limit: 100})
	if err != nil {
		f.t.Fatal(err)
	}
	for i, j := 0, len(page.Items)-1; i < j; i, j = i+1, j-1 {
		page.Items[i], page.Items[j] = page.Items[j], page.Items[i]
	}
	return page.Items
}

func (f *fairs) do(who string, rec *record.Record, step string) error {
	_, err := f.Records.Do(f.As(coretest.An, who), rec.ID, step, 0, record.Act{})
	return err
}
