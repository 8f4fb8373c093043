package coretest

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"sync"
	"testing"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/province"
)

// templates are the two provinces by the manifests they were made with.
var templates sync.Map // JSON of the manifests → *dbtest.Template

// provinces puts both provinces where the options will look for them, copied
// from those the first rig with the same manifests has made.
func provinces(t testing.TB, o installation.Options) {
	t.Helper()
	key, err := json.Marshal(o.Manifests)
	if err != nil {
		t.Fatal(err)
	}
	made, _ := templates.LoadOrStore(string(key), new(dbtest.Template))
	template := made.(*dbtest.Template)
	build := func(t testing.TB, at db.Options) { apply(t, o, at) }
	if o.DatabaseURL != "" {
		template.Postgres(t, o.DatabaseURL, build)
	} else {
		template.SQLite(t, filepath.Join(o.Data, "db"), build)
	}
}

// apply makes both provinces in the databases at.
func apply(t testing.TB, o installation.Options, at db.Options) {
	t.Helper()
	o.Data, o.DatabaseURL = filepath.Dir(at.Dir), at.URL
	if at.URL != "" {
		o.Data = t.TempDir()
	}
	i, err := installation.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	for slug, name := range names {
		if _, err := i.Provinces.Apply(context.Background(), folder(slug, name), province.ApplyOptions{}); err != nil {
			t.Fatal(errors.Join(err, i.Close()))
		}
	}
	if err := i.Close(); err != nil {
		t.Fatal(err)
	}
}
