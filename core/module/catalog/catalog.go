package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/module/signature"
)

// File is the catalogue's name in its folder.
const File = "catalog.json"

// Pin is one line of the catalogue.
type Pin struct {
	SHA256    string `json:"sha256"`
	Version   string `json:"version"`
	Manifest  string `json:"manifest"`            // the file's name
	Signature string `json:"signature,omitempty"` // of all three, the manifest's bytes and the id
}

// Subject is what is signed.
func (p Pin) Subject(id string, manifest []byte) signature.Subject {
	return signature.Subject{ID: id, Version: p.Version, SHA256: p.SHA256, Manifest: manifest}
}

// validName is the name of a binary: the module's id, or "id@1.2.3" beside
// another version of the same module.
var validName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,30}(@[0-9]+\.[0-9]+\.[0-9]+)?$`)

// ValidName reports whether a binary may be called so.
func ValidName(name string) bool { return validName.MatchString(name) }

// Read reads a folder's catalogue; without the file there are no modules. Fault:
// Internal "module.catalog".
func Read(dir string) (map[string]Pin, error) {
	all := map[string]Pin{}
	raw, err := os.ReadFile(filepath.Join(dir, File))
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err == nil {
		err = json.Unmarshal(raw, &all)
	}
	if err != nil {
		return nil, fault.New(fault.Internal, "module.catalog", fault.Cause(err))
	}
	return all, nil
}

// Write replaces a folder's catalogue.
func Write(dir string, pins map[string]Pin) error {
	raw, err := json.MarshalIndent(pins, "", "  ")
	if err != nil {
		return err
	}
	return Replace(filepath.Join(dir, File), append(raw, '\n'), 0o644)
}

// Replace writes a file so that a reader sees the old or the new one whole.
func Replace(path string, data []byte, mode fs.FileMode) error {
	tmp := path + ".new"
	if err := os.WriteFile(tmp, data, mode); err != nil {
		return err
	}
	return os.Rename(tmp, path)
}

// Hash is the SHA-256 of a file in hex.
func Hash(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// whole reads a module's line with the bytes it stands for, all of them checked.
// Faults: NotFound "module.not_kept", Invalid "module.id", Conflict "module.checksum".
func whole(dir, id string) (p Pin, manifest []byte, err error) {
	pins, err := Read(dir)
	if err != nil {
		return p, nil, err
	}
	p, there := pins[id]
	switch {
	case !there:
		return p, nil, fault.New(fault.NotFound, "module.not_kept", fault.Param("id", id))
	case !ValidName(id) || p.Manifest != filepath.Base(p.Manifest):
		return p, nil, fault.New(fault.Invalid, "module.id", fault.Param("id", id))
	}
	if sum, err := Hash(filepath.Join(dir, id)); err != nil || sum != p.SHA256 {
		return p, nil, fault.New(fault.Conflict, "module.checksum", fault.Param("id", id), fault.Cause(err))
	}
	manifest, err = os.ReadFile(filepath.Join(dir, p.Manifest))
	return p, manifest, err
}

// Sign signs every module of the folder as it lies there.
func Sign(dir string, key signature.Key) (ids []string, err error) {
	pins, err := Read(dir)
	if err != nil {
		return nil, err
	}
	for id := range pins {
		p, manifest, err := whole(dir, id)
		if err != nil {
			return nil, err
		}
		p.Signature = key.Sign(p.Subject(id, manifest))
		pins[id], ids = p, append(ids, id)
	}
	return ids, Write(dir, pins)
}
