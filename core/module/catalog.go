package module

import (
	"context"
	"crypto/sha256"
	"debug/elf"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/module/catalog"
	"github.com/doanket/doanket/core/module/cell"
)

// Info is one module of the catalogue. With a Problem the module cannot run;
// whatever of the rest could be read is there.
type Info struct {
	ID       string // the binary's name: the module, or "module@version"
	Version  string
	SHA256   string // what the binary must hash to
	Digest   string // names all of it: binary, manifest, version
	Signed   bool   // by a key the operator trusts
	Path     string
	Manifest *manifest.Manifest
	Problem  error
}

// WriteCatalog asks every executable in dir for its manifest and writes
// <id>.yaml beside each and catalog.json over all. It runs the binaries, in the
// cell as all that is a module's; run is how, as in Options.Exec.
func WriteCatalog(dir string, run []string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("read modules: %w", err)
	}
	pins := map[string]catalog.Pin{}
	for _, e := range entries {
		st, err := e.Info()
		if err != nil || !st.Mode().IsRegular() || st.Mode()&0o111 == 0 || !catalog.ValidName(e.Name()) {
			continue
		}
		p, err := catalogue(dir, e.Name(), run)
		if err != nil {
			return fmt.Errorf("module %s: %w", e.Name(), err)
		}
		pins[e.Name()] = p
	}
	return catalog.Write(dir, pins)
}

// manifestWithin bounds the question for a manifest.
const manifestWithin = 20 * time.Second

func catalogue(dir, id string, run []string) (catalog.Pin, error) {
	path := filepath.Join(dir, id)
	ctx, cancel := context.WithTimeout(context.Background(), manifestWithin)
	defer cancel()
	if err := static(path); err != nil {
		return catalog.Pin{}, err
	}
	sum, err := catalog.Hash(path)
	if err != nil {
		return catalog.Pin{}, err
	}
	o := withDefaults(Options{Exec: run})
	answer, err := cell.Run(ctx, cell.Command(o.Exec, cell.Options{Memory: o.Memory}), sum, path, "manifest", "source")
	if err == nil && answer.Code != 0 {
		err = fmt.Errorf("it ends with code %d: %s", answer.Code, strings.TrimSpace(answer.Err))
	}
	if err != nil {
		return catalog.Pin{}, fmt.Errorf("ask for the manifest: %w", err)
	}
	raw := []byte(answer.Out)
	m, problems := rule.ParseBytes(id+".yaml", raw)
	if len(problems) > 0 {
		return catalog.Pin{}, fmt.Errorf("read the manifest: %w", manifest.Problems(problems))
	}
	if !speaksFor(m, id) {
		return catalog.Pin{}, fault.New(fault.Invalid, "module.id", fault.Param("id", m.ID), fault.Param("file", id))
	}
	return catalog.Pin{SHA256: sum, Version: m.Version, Manifest: id + ".yaml"}, catalog.Replace(filepath.Join(dir, id+".yaml"), raw, 0o644)
}

// speaksFor reports whether the manifest may lie under the name.
func speaksFor(m *manifest.Manifest, name string) bool {
	id, version, pinned := strings.Cut(name, "@")
	return m.ID == id && (!pinned || m.Version == version)
}

// static refuses a binary that needs a loader: the sandbox hides it.
func static(path string) error {
	f, err := elf.Open(path)
	if err != nil {
		return nil // no ELF: another system's binary, whose loader is not ours to judge
	}
	defer f.Close()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			return fault.New(fault.Invalid, "module.dynamic", fault.Param("fix", "build with CGO_ENABLED=0"))
		}
	}
	return nil
}

// shelf is the folder of binaries as catalog.json and the manifests beside
// it tell of it.
type shelf struct {
	dir  string
	pins map[string]string // id → SHA-256 over the file's
	vouch

	mu   sync.Mutex
	seen map[string]accepted // by file name
}

// accepted is what became of a manifest's bytes, so that only new ones are
// compiled.
type accepted struct {
	sum      [sha256.Size]byte
	manifest *manifest.Manifest
	problems []manifest.Problem
}

// accept reads a manifest and compiles all its expressions.
func (c *shelf) accept(name string, raw []byte) (*manifest.Manifest, []manifest.Problem) {
	c.mu.Lock()
	defer c.mu.Unlock()
	sum := sha256.Sum256(raw)
	known, there := c.seen[name]
	if !there || known.sum != sum {
		m, problems := rule.ParseBytes(name, raw)
		known = accepted{sum, m, problems}
		if c.seen == nil {
			c.seen = map[string]accepted{}
		}
		c.seen[name] = known
	}
	return known.manifest, known.problems
}

// read reads what is there, in the order of ids. A folder without a
// catalogue holds no modules; a broken catalogue is an error.
func (c *shelf) read() ([]Info, error) {
	all, err := catalog.Read(c.dir)
	if err != nil {
		return nil, err
	}
	out := make([]Info, 0, len(all))
	for id, p := range all {
		if own := c.pins[id]; own != "" {
			p.SHA256 = own
		}
		out = append(out, c.info(id, p))
	}
	slices.SortFunc(out, func(a, b Info) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

func (c *shelf) info(id string, p catalog.Pin) Info {
	info := Info{ID: id, Version: p.Version, SHA256: strings.ToLower(p.SHA256), Path: filepath.Join(c.dir, id)}
	if !catalog.ValidName(id) || p.Manifest != filepath.Base(p.Manifest) {
		info.Path, info.Problem = "", fault.New(fault.Invalid, "module.id", fault.Param("id", id))
		return info
	}
	if sum, err := hex.DecodeString(info.SHA256); err != nil || len(sum) != sha256.Size {
		info.Problem = fault.New(fault.Invalid, "module.checksum_missing", fault.Param("id", id))
		return info
	}
	raw, err := os.ReadFile(filepath.Join(c.dir, p.Manifest))
	if err != nil {
		info.Problem = fault.New(fault.NotFound, "module.manifest_missing", fault.Param("id", id), fault.Cause(err))
		return info
	}
	what := p.Subject(id, raw)
	info.Digest, info.Signed = what.Digest(), c.trusted.Holds(what, p.Signature)
	if info.Problem = c.refuses(info); info.Problem != nil {
		return info // not a byte of it is read further
	}
	m, problems := c.accept(p.Manifest, raw)
	switch {
	case len(problems) > 0:
		info.Problem = fault.New(fault.Invalid, "module.manifest", fault.Param("id", id), fault.Cause(manifest.Problems(problems)))
	case !speaksFor(m, id) || m.Version != p.Version && len(c.trusted) > 0:
		info.Problem = fault.New(fault.Invalid, "module.id", fault.Param("id", m.ID), fault.Param("file", id))
	default:
		info.Manifest, info.Version = m, m.Version
	}
	return info
}

// stamp changes when the binary or the catalogue on disk changes, or the pin is
// moved.
func (h *Host) stamp(id string) string {
	want, err := h.catalog.digest(id)
	out := fmt.Sprint(want, err, ";")
	for _, p := range []string{filepath.Join(h.opts.Dir, catalog.File), filepath.Join(h.opts.Dir, id)} {
		if st, err := os.Stat(p); err == nil {
			out += fmt.Sprint(st.Size(), " ", st.ModTime().UnixNano(), " ", inode(st), ";")
		} else {
			out += "none;"
		}
	}
	return out
}
