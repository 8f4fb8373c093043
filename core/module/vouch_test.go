package module_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/module"
	"github.com/doanket/doanket/core/module/catalog"
	"github.com/doanket/doanket/core/module/moduletest"
	"github.com/doanket/doanket/core/module/signature"
)

// TestOnlyWhatIsSignedIsUsed: whoever may write into the folder of modules, and
// writes a catalogue that fits, runs nothing.
func TestOnlyWhatIsSignedIsUsed(t *testing.T) {
	t.Parallel()
	key, _ := signature.NewKey()
	stranger, _ := signature.NewKey()
	trusted, err := signature.ReadTrusted(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	shape := func(o module.Options) module.Options {
		o = module.Patient(o)
		o.Trusted = trusted
		return o
	}
	refused := func(name, dir string) {
		h := start(t, dir, shape)
		_, err := ask(h, "p1", "")
		wantUnavailable(t, err)
		s := stateOf(h)
		if s.Status != module.StatusQuarantined || !strings.Contains(s.LastError, "module.unsigned") || s.PID != 0 {
			t.Errorf("%s: %+v", name, s)
		}
		if found, err := h.Discover(t.Context()); err != nil || found[0].Manifest != nil || found[0].Signed {
			t.Errorf("%s: its manifest is taken: %+v, %v", name, found, err)
		}
	}
	refused("unsigned", demo.Install(t, ""))

	dir := demo.Install(t, "")
	if _, err := catalog.Sign(dir, stranger); err != nil {
		t.Fatal(err)
	}
	refused("signed by another", dir)

	if ids, err := catalog.Sign(dir, key); err != nil || len(ids) != 1 {
		t.Fatal(ids, err)
	}
	warm(t, start(t, dir, shape))

	good, err := catalog.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	other := demo.Install(t, "other") // another binary, with a catalogue of its own that fits
	pins, err := catalog.Read(other)
	if err != nil {
		t.Fatal(err)
	}
	p := pins["demo"]
	p.Signature = good["demo"].Signature
	if err := catalog.Write(other, map[string]catalog.Pin{"demo": p}); err != nil {
		t.Fatal(err)
	}
	refused("another binary under the signature", other)

	moduletest.Put(t, filepath.Join(dir, "demo.yaml"), append([]byte("# changed\n"), demo.Manifest...))
	refused("another manifest under the signature", dir)
}

// TestAFolderWrittenOverIsNotSigned: signing takes nothing that is not whole.
func TestAFolderWrittenOverIsNotSigned(t *testing.T) {
	t.Parallel()
	key, _ := signature.NewKey()
	dir := demo.Install(t, "")
	moduletest.Put(t, filepath.Join(dir, "demo"), append(demo.Binary, 0))
	if _, err := catalog.Sign(dir, key); err == nil {
		t.Error("a binary the catalogue does not know is signed")
	}
}

// TestAPinHoldsAndRollsBack: what is swapped under a running host does not run,
// also when the process dies; moved, the pin takes the new one; put back, the
// old one runs again, within seconds and without a new start of the host.
func TestAPinHoldsAndRollsBack(t *testing.T) {
	t.Parallel()
	dir, store := demo.Install(t, ""), filepath.Join(t.TempDir(), "kept")
	_, first, err := catalog.Keep(dir, "demo", store)
	if err != nil {
		t.Fatal(err)
	}
	var pin atomic.Value
	pin.Store(first)
	h := start(t, dir, func(o module.Options) module.Options {
		o = module.Patient(o)
		o.Pinned = func() (map[string]string, error) {
			if pin.Load().(string) == "" {
				return nil, errors.New("no database")
			}
			return map[string]string{"demo": pin.Load().(string)}, nil
		}
		return o
	})
	warm(t, h)
	was := h.PID("demo")

	next := demo.Install(t, "next")
	second, err := os.ReadFile(filepath.Join(next, "demo"))
	if err != nil {
		t.Fatal(err)
	}
	moduletest.Put(t, filepath.Join(dir, "demo"), second)
	moduletest.Catalog(t, dir, second)
	if err := h.Kill("demo"); err != nil {
		t.Fatal(err)
	}
	wait.Until(t, "the host to refuse what is not pinned", func() bool {
		_, err := ask(h, "p1", "")
		return err != nil && strings.Contains(stateOf(h).LastError, "module.not_pinned")
	})

	_, moved, err := catalog.Keep(dir, "demo", store)
	if err != nil || moved == first {
		t.Fatalf("kept as %s: %v", moved, err)
	}
	pin.Store(moved)
	warm(t, h)
	now := h.PID("demo")
	if now == was || now == 0 {
		t.Errorf("process %d, was %d", now, was)
	}

	if err := catalog.PutBack(store, first, "demo", dir); err != nil {
		t.Fatal(err)
	}
	pin.Store(first)
	wait.Until(t, "the host to run the first one again", func() bool {
		_, err := ask(h, "p1", "")
		pid := h.PID("demo")
		return err == nil && pid != 0 && pid != now
	})

	pin.Store("") // the database is away: what runs goes on
	if _, err := ask(h, "p1", ""); err != nil {
		t.Errorf("without the database: %v", err)
	}
	if err := catalog.PutBack(store, strings.Repeat("0", 64), "demo", dir); err == nil {
		t.Error("what was never kept is put back")
	}
}
