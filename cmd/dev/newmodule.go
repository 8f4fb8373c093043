package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/sdk/scaffold"
)

// newModule writes a module that compiles, passes the conformance suite and is
// switched on like any other.
func newModule(_ context.Context, args []string) error {
	if len(args) != 1 {
		return errors.New("new-module wants one word, the id of the module")
	}
	dir := filepath.Join("plugins", args[0])
	switch err := scaffold.Write(dir, args[0]); {
	case fault.HasCode(err, "module_id"):
		return fmt.Errorf("%q cannot be the id of a module: %s", args[0], fault.Of(err).Params["fix"])
	case fault.HasCode(err, "exists"):
		return fmt.Errorf("%s is there already: choose another id, or remove the folder", dir)
	case err != nil:
		return err
	}
	if err := generate(dir, false); err != nil {
		return err
	}
	fmt.Printf("plugins/%s is ready. Next: read its README.md, then\n  go test ./plugins/%s\n  go run ./cmd/dev up\n", args[0], args[0])
	return nil
}
