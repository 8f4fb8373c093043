package module

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/sdk/rule"
)

// Check is one thing Verify looked at.
type Check struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail,omitempty"`
}

// Verify runs a module's finished binary in a sandbox of its own and holds it
// against what every module must do: a sound manifest, the same in the binary
// as beside it, pure decisions, no mixing of provinces, and coming back after
// being killed. The error names how many checks failed.
func Verify(ctx context.Context, path string, opts Options) ([]Check, error) {
	dir, err := os.MkdirTemp("", "dkv")
	if err != nil {
		return nil, fault.New(fault.Internal, "module.socket_dir", fault.Cause(err))
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder of /tmp
	v := &verification{}
	if !v.check("binary can be read", copyFile(path, filepath.Join(dir, filepath.Base(path)))) ||
		!v.check("binary is static and tells its manifest", WriteCatalog(dir)) {
		return v.result()
	}
	opts.Dir = dir
	host, err := New(opts)
	if !v.check("host opens", err) {
		return v.result()
	}
	defer host.Close() //nolint:errcheck // the processes are killed whatever it says
	found, err := host.Discover(ctx)
	if !v.check("one module is found", errors.Join(err, exactlyOne(found))) {
		return v.result()
	}
	v.host, v.manifest = host, found[0].Manifest
	v.declared()
	v.behave(ctx)
	return v.result()
}

type verification struct {
	host     *Host
	manifest *sdk.Manifest
	checks   []Check
}

func (v *verification) check(name string, err error) bool {
	c := Check{Name: name, OK: err == nil}
	if err != nil {
		c.Detail = err.Error()
	}
	v.checks = append(v.checks, c)
	return c.OK
}

func (v *verification) result() ([]Check, error) {
	failed := 0
	for _, c := range v.checks {
		if !c.OK {
			failed++
		}
	}
	if failed > 0 {
		return v.checks, fault.New(fault.Invalid, "module_unfit", fault.Param("failed", fmt.Sprint(failed)))
	}
	return v.checks, nil
}

// declared holds the manifest against the rules every manifest keeps.
func (v *verification) declared() {
	var all []error
	for _, p := range rule.Check(v.manifest) {
		all = append(all, errors.New(p.String()))
	}
	v.check("expressions of the manifest compile", errors.Join(all...))
	for i := range v.manifest.Kinds {
		k := &v.manifest.Kinds[i]
		v.check("kind "+k.Name+" compiles", second(rule.Compile(k)))
	}
}

// behave asks every decision the manifest declares, in two provinces, twice,
// and once more after a kill.
func (v *verification) behave(ctx context.Context) {
	for i := range v.manifest.Kinds {
		k := &v.manifest.Kinds[i]
		for n := range k.Lifecycle.Transitions {
			if t := &k.Lifecycle.Transitions[n]; t.NeedsGo() {
				v.decision(ctx, k, t)
			}
		}
	}
}

func (v *verification) decision(ctx context.Context, k *sdk.Kind, t *sdk.Transition) {
	name := k.Name + "." + t.Name
	item := sdk.Item{ID: id.New("rec"), Kind: k.FullName(), Rev: 1, Op: sdk.OpTransition, Transition: t.Name, From: t.From[0],
		Old: map[string]any{}, New: map[string]any{}}
	first, err := v.ask(ctx, "mot", item)
	if !v.check(name+" answers an empty record", err) {
		return
	}
	again, err := v.ask(ctx, "mot", item)
	v.check(name+" answers the same twice", errors.Join(err, equal(first, again)))
	other, err := v.ask(ctx, "hai", item)
	v.check(name+" answers another province the same", errors.Join(err, equal(first, other)))
	v.check(name+" is killed", v.host.Kill(v.manifest.ID))
	after, err := v.patient(ctx, item)
	v.check(name+" comes back by itself and answers the same", errors.Join(err, equal(first, after)))
}

func (v *verification) ask(ctx context.Context, province string, item sdk.Item) (sdk.Verdict, error) {
	caller := sdk.Caller{CallID: id.New("act"), Province: province, PersonID: id.New("per"), Locale: "vi", Purpose: "interactive",
		Now: time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC)}
	got, err := v.host.Evaluate(ctx, v.manifest.ID, caller, []sdk.Item{item})
	if err != nil {
		return sdk.Verdict{}, err
	}
	return got[0], nil
}

// patient asks until the module is back, for at most 10 s.
func (v *verification) patient(ctx context.Context, item sdk.Item) (sdk.Verdict, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for {
		got, err := v.ask(ctx, "mot", item)
		if !fault.Is(err, fault.Unavailable) {
			return got, err
		}
		select {
		case <-ctx.Done():
			return got, err
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func equal(a, b sdk.Verdict) error {
	if reflect.DeepEqual(a, b) {
		return nil
	}
	return fmt.Errorf("%+v is not %+v", a, b)
}

func second[T any](_ T, err error) error { return err }

func exactlyOne(found []Info) error {
	if len(found) != 1 {
		return fmt.Errorf("%d modules", len(found))
	}
	return found[0].Problem
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o700)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// Lines shows checks to people, one a line.
func Lines(checks []Check) string {
	var b strings.Builder
	for _, c := range checks {
		mark := "ok "
		if !c.OK {
			mark = "BAD"
		}
		fmt.Fprintf(&b, "%s  %s %s\n", mark, c.Name, c.Detail)
	}
	return b.String()
}
