package supply

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
)

// Where the repository says what it is built from and with; tasks run at its root.
const (
	lockFile  = "core/web/client/package-lock.json"
	imageFile = "Dockerfile"
)

// Licences prints what comes from others and under which licence, and fails with
// the names of packages we may not build from.
func Licences(ctx context.Context, out io.Writer) error {
	modules, err := GoModules(ctx, "", "./...")
	if err != nil {
		return err
	}
	packages, err := NPM(lockFile)
	if err != nil {
		return err
	}
	report, err := Report(append(modules, packages...))
	_, werr := io.WriteString(out, report)
	return errors.Join(err, werr)
}

// Known fails with each known vulnerability that our code reaches, built with the
// Go the image is built with. Fault: ErrNoDatabase, which is no pass.
func Known(ctx context.Context, out io.Writer) error {
	folder, version, err := Database(ctx)
	if err != nil {
		return err
	}
	raw, err := os.ReadFile(imageFile)
	if err != nil {
		return err
	}
	release, err := releaseIn(raw)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "by the database of %s, built with Go %s as the image is\n", version, release)
	found, err := Vulnerabilities(ctx, "", folder, release, "./...")
	return errors.Join(err, Found(found))
}

// goOfImage finds the release of Go the image is built with.
var goOfImage = regexp.MustCompile(`(?m)^FROM golang:([0-9]+\.[0-9]+\.[0-9]+)-`)

func releaseIn(dockerfile []byte) (string, error) {
	m := goOfImage.FindSubmatch(dockerfile)
	if m == nil {
		return "", errors.New("the Dockerfile names no release of Go, 1.26.11 or so: what it is built with would be luck")
	}
	return string(m[1]), nil
}
