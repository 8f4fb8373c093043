// Command letter is a module of the browser stories alone: a kind with sealed fields
// for the story of two keepers, and a sheet owed every month for the one of duties,
// so that neither needs a task area or waits for a day of the year.
package main

import (
	"embed"

	"github.com/doanket/doanket/core/sdk"
)

//go:embed module.yaml labels.yaml
var files embed.FS

func main() { sdk.New(files).Serve() }
