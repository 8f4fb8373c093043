package catalog

import (
	"os"
	"path/filepath"

	"github.com/doanket/doanket/core/fault"
)

// Keep copies a module of the folder into the store, under its digest, so that
// it can be put back whatever becomes of the folder.
func Keep(dir, id, store string) (version, digest string, err error) {
	p, manifest, err := whole(dir, id)
	if err != nil {
		return "", "", err
	}
	digest = p.Subject(id, manifest).Digest()
	to := filepath.Join(store, digest)
	if err := os.MkdirAll(to, 0o755); err != nil {
		return "", "", err
	}
	if err := copied(dir, to, id, p); err != nil {
		return "", "", err
	}
	return p.Version, digest, Write(to, map[string]Pin{id: p})
}

// PutBack makes what was kept under the digest the folder's own again. The
// catalogue is written last: until then its checksum refuses the other binary.
// Fault: NotFound "module.not_kept".
func PutBack(store, digest, id, dir string) error {
	from := filepath.Join(store, digest)
	p, manifest, err := whole(from, id)
	if err != nil {
		return err
	}
	if p.Subject(id, manifest).Digest() != digest {
		return fault.New(fault.NotFound, "module.not_kept", fault.Param("id", id))
	}
	pins, err := Read(dir)
	if err != nil {
		return err
	}
	if err := copied(from, dir, id, p); err != nil {
		return err
	}
	pins[id] = p
	return Write(dir, pins)
}

func copied(from, to, id string, p Pin) error {
	for name, mode := range map[string]os.FileMode{id: 0o755, p.Manifest: 0o644} {
		raw, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			return err
		}
		if err := Replace(filepath.Join(to, name), raw, mode); err != nil {
			return err
		}
	}
	return nil
}
