package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/sdk/scaffold"
)

// newModule writes a module that compiles, passes the conformance suite and is
// switched on like any other.
func newModule(_ context.Context, args []string) error {
	if len(args) != 1 {
		return errors.New("new-module wants one word, the id of the module, or a folder whose name is the id")
	}
	next, err := scaffold.New(args[0])
	switch {
	case fault.HasCode(err, "module_id"):
		return fmt.Errorf("%q cannot be the id of a module: %s", fault.Of(err).Params["id"], fault.Of(err).Params["fix"])
	case fault.HasCode(err, "exists"):
		return fmt.Errorf("%s is there already: choose another id, or remove the folder", fault.Of(err).Params["folder"])
	case err != nil:
		return err
	}
	fmt.Println(next)
	return nil
}
