package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
)

// openBackend opens the folder: objects/ as people may look at it, versions/
// for what was overwritten, sidecar/ only where the file system keeps no
// extended attributes.
func openBackend(dir string) (*posix.Posix, error) {
	objects := filepath.Join(dir, "objects")
	versions := filepath.Join(dir, "versions")
	for _, d := range []string{objects, versions} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, fmt.Errorf("make folder: %w", err)
		}
	}
	options := posix.PosixOpts{VersioningDir: versions, Concurrency: 256}
	options.SetNewDirPerm(0o700)
	options.SetNewFilePerm(0o600)
	attributes, err := openAttributes(dir, objects, &options)
	if err != nil {
		return nil, err
	}
	// posix.New greets on standard output, which belongs to the answers of our commands.
	stdout := os.Stdout
	nowhere, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return nil, fmt.Errorf("open nowhere: %w", err)
	}
	defer nowhere.Close()
	os.Stdout = nowhere
	defer func() { os.Stdout = stdout }()
	backend, err := posix.New(objects, attributes, options)
	if err != nil {
		return nil, fmt.Errorf("open folder: %w", err)
	}
	return backend, nil
}

// openAttributes prefers extended attributes. A folder once begun with a
// side-car stays with it, or its objects would lose their versions.
func openAttributes(dir, objects string, options *posix.PosixOpts) (meta.MetadataStorer, error) {
	sidecar := filepath.Join(dir, "sidecar")
	_, err := os.Stat(sidecar)
	switch {
	case errors.Is(err, fs.ErrNotExist) && keepsAttributes(objects):
		return meta.XattrMeta{}, nil
	case errors.Is(err, fs.ErrNotExist):
		err = os.Mkdir(sidecar, 0o700)
	}
	if err != nil {
		return nil, fmt.Errorf("open side-car: %w", err)
	}
	options.SideCarDir = sidecar
	storer, err := meta.NewSideCar(sidecar)
	if err != nil {
		return nil, fmt.Errorf("open side-car: %w", err)
	}
	return storer, nil
}

// keepsAttributes writes one and takes it away again.
func keepsAttributes(dir string) bool {
	x := meta.XattrMeta{}
	if err := x.StoreAttribute(nil, dir, "", "probe", []byte("1")); err != nil {
		return false
	}
	return x.DeleteAttribute(dir, "", "probe") == nil
}
