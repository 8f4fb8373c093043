package task

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"math"
	"mime/multipart"
	"os"
	"path/filepath"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/planted"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/province"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/web"
)

// Province is one of the repository's provinces, served.
type Province struct {
	*coretest.Server
	t    testing.TB
	slug string
}

// Open serves the province tenants/<slug> with every module of plugins/ installed;
// decisions of m are taken in this process. It is called from a module's folder.
func Open(t testing.TB, m *sdk.Module, slug string) *Province {
	t.Helper()
	p := open(t, slug, coretest.Options{Decider: sdk.InProcess(m)}, m, nil)
	if err := p.Duties.Reckon(p.In(slug)); err != nil {
		t.Fatal(err)
	}
	return p
}

// Watched is Open with all that is logged and all the module is told put into the hay.
// data is the folder the server keeps everything in.
func Watched(t testing.TB, m *sdk.Module, slug string, h *planted.Hay) (p *Province, data string) {
	t.Helper()
	log := slog.New(slog.NewTextHandler(h.At("the log"), &slog.HandlerOptions{Level: slog.LevelDebug}))
	o := coretest.Options{Decider: overheard{sdk.InProcess(m), h}}
	p = open(t, slug, o, m, func(o *installation.Options) { data, o.Log = o.Data, log })
	return p, data
}

// overheard decides as the module does and writes down all it is told.
type overheard struct {
	record.Decider
	h *planted.Hay
}

func (o overheard) Evaluate(ctx context.Context, module string, caller sdk.Caller, items []sdk.Item) ([]sdk.Verdict, error) {
	raw, err := json.Marshal([]any{module, caller, items})
	if err != nil {
		return nil, err
	}
	o.h.Add("the module", raw)
	return o.Decider.Evaluate(ctx, module, caller, items)
}

// Declared serves the province as the manifests alone declare it: a step that a
// module decides in Go is refused. Its duties are owed once OweOn says so. It is
// called from a folder two below the root.
func Declared(t testing.TB, slug string) *Province {
	t.Helper()
	return open(t, slug, coretest.Options{}, nil, nil)
}

// Installed serves the province with the modules built into the folder, run by exec
// in processes of their own. It is called from a folder two below the root.
func Installed(t testing.TB, slug, modules string, exec []string) *Province {
	t.Helper()
	return shaped(t, slug, coretest.Options{Shape: func(o *installation.Options) {
		o.Decider, o.Modules, o.Exec = nil, modules, exec
	}})
}

func open(t testing.TB, slug string, o coretest.Options, m *sdk.Module, also func(o *installation.Options)) *Province {
	t.Helper()
	root := root(t) // an embedded store moves the process
	o.Shape = func(o *installation.Options) {
		if o.Manifests = append(o.Manifests, manifests(t, root, m)...); also != nil {
			also(o)
		}
	}
	return shaped(t, slug, o)
}

func root(t testing.TB) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func shaped(t testing.TB, slug string, o coretest.Options) *Province {
	t.Helper()
	root := root(t)
	log := slog.New(slog.DiscardHandler)
	if shape := o.Shape; shape != nil {
		o.Shape = func(o *installation.Options) {
			if shape(o); o.Log != nil {
				log = o.Log
			}
		}
	}
	rig := coretest.New(t, o)
	folder, err := province.ReadFolder(filepath.Join(root, "tenants", slug))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rig.Provinces.Apply(context.Background(), folder, province.ApplyOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := rig.Store.EnsureBucket(context.Background(), slug); err != nil {
		t.Fatal(err)
	}
	return &Province{Server: rig.Serve(web.Options{Log: log}), t: t, slug: slug}
}

// manifests are those of plugins/, that of m, if there is one, as it was built.
func manifests(t testing.TB, root string, m *sdk.Module) []*manifest.Manifest {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(root, "plugins", "*", "module.yaml"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no modules: %v", err)
	}
	var out []*manifest.Manifest
	built := ""
	if m != nil {
		out, built = append(out, m.Manifest()), m.Manifest().ID
	}
	for _, f := range folders {
		if filepath.Base(filepath.Dir(f)) == built {
			continue
		}
		other, problems := manifest.Parse(os.DirFS(filepath.Dir(f)))
		for _, p := range problems {
			t.Fatal(p)
		}
		out = append(out, other)
	}
	return out
}

// Unit is the id of the unit with the code.
func (p *Province) Unit(code string) string {
	p.t.Helper()
	return p.Rig.Unit(p.slug, code)
}

// Person speaks as the login.
func (p *Province) Person(login string) *Person {
	p.t.Helper()
	return &Person{Client: p.As(p.slug, login), p: p}
}

// Person is somebody of the province at work.
type Person struct {
	*coretest.Client
	p *Province
}

// Record is what the API says of a record.
type Record struct {
	ID, State, Number string
	Version           int
	Fields            map[string]any
	Warnings          []struct{ Code string } // of the step just taken
}

// Begin makes a draft at the unit with the code.
func (w *Person) Begin(kind, unitCode string, fields map[string]any) *Record {
	w.p.t.Helper()
	var r Record
	w.Do("POST", "/records/"+kind, map[string]any{"unit": w.p.Unit(unitCode), "fields": fields}).Want(w.p.t, 201, &r)
	return &r
}

// Attach puts a paper nobody has attached yet into the slot.
func (w *Person) Attach(r *Record, slot string) {
	w.p.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	_ = form.WriteField("slot", slot) // a buffer takes everything
	part, _ := form.CreateFormFile("file", slot+".pdf")
	_, _ = part.Write([]byte(coretest.PDF(coretest.Word())))
	_ = form.Close()
	w.Do("POST", "/records/"+r.ID+"/documents", &b, "Content-Type", form.FormDataContentType()).Want(w.p.t, 201)
}

// Try takes a step on the record as it stands and gives the answer.
func (w *Person) Try(r *Record, step string, body map[string]any) *coretest.Response {
	w.p.t.Helper()
	sent := map[string]any{}
	maps.Copy(sent, body)
	seen := w.Do("GET", "/records/"+r.ID, nil).Want(w.p.t, 200)
	return w.Do("POST", "/records/"+r.ID+"/transitions/"+step, sent, "If-Match", seen.Header.Get("Etag"))
}

// Step takes a step with fields and expects it to succeed.
func (w *Person) Step(r *Record, step string, fields map[string]any) {
	w.p.t.Helper()
	w.Try(r, step, map[string]any{"fields": fields}).Want(w.p.t, 200, r)
}

// Give takes a step that wants a reason.
func (w *Person) Give(r *Record, step, reason string) {
	w.p.t.Helper()
	w.Try(r, step, map[string]any{"reason": reason}).Want(w.p.t, 200, r)
}

// Refused expects a step to be refused with the status and the code.
func (w *Person) Refused(r *Record, step string, fields map[string]any, status int, code string) {
	w.p.t.Helper()
	res := w.Try(r, step, map[string]any{"fields": fields}).Want(w.p.t, status)
	if !bytes.Contains(res.Body, []byte(`"`+code+`"`)) {
		w.p.t.Errorf("%s was refused, but not for %s: %s", step, code, res.Body)
	}
}

// Figure is a measure at the unit with the code, once everything is counted.
func (w *Person) Figure(measure, unitCode, period string) Figure {
	w.p.t.Helper()
	w.p.Settle(w.p.slug)
	var f Figure
	w.Do("GET", "/figures/"+measure+"?unit="+w.p.Unit(unitCode)+"&period="+period, nil).Want(w.p.t, 200, &f)
	return f
}

// Figure is what the API says of a figure.
type Figure struct {
	Value, Proven          *float64
	Claimed, Approved      *float64
	Numerator, Denominator float64
	Split                  []struct {
		Value  string
		Figure struct{ Value *float64 }
	}
	In     string
	Status string
}

// ProvenPart is how much of the numerator documents prove, in the numerator's unit.
func (f Figure) ProvenPart() float64 {
	if f.Proven == nil {
		return 0
	}
	if f.In != "percent" {
		return *f.Proven
	}
	return math.Round(*f.Proven*f.Denominator*10) / 1000
}

// Want expects the figure to be num of den, proven of them resting on documents.
func (f Figure) Want(t testing.TB, what string, num, den, proven float64) {
	t.Helper()
	if f.Numerator != num || f.Denominator != den || f.ProvenPart() != proven {
		t.Errorf("%s: %v of %v, %v proven; want %v of %v, %v proven", what, f.Numerator, f.Denominator, f.ProvenPart(), num, den, proven)
	}
}
