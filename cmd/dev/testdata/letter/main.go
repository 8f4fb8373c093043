// Command letter is a module of the browser stories alone: one kind with sealed
// fields, so that the story of two keepers needs no task area.
package main

import (
	"embed"

	"github.com/doanket/doanket/core/sdk"
)

//go:embed module.yaml labels.yaml
var files embed.FS

func main() { sdk.New(files).Serve() }
