// Command cadre is the task module for the Front's own people and bodies, as counts:
// which bodies are complete, how many cadres there are, courses, rounds of opinions on
// personnel. README.md tells the work. It decides nothing in Go: its manifest says all.
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
