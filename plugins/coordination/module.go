// Command coordination is the task module for working with the government:
// agreements and their yearly review, decisions of residential communities, official
// figures. README.md tells the work. It decides nothing in Go: its manifest says all.
package main

import (
	"embed"

	"github.com/doanket/doanket/core/sdk"
)

//go:embed module.yaml labels.yaml
var files embed.FS

// Build reads the manifest.
func Build() *sdk.Module { return sdk.New(files) }

func main() { Build().Serve() }
