// Command supervision is the task module for supervision: annual plans,
// missions and the recommendations that come of them. README.md tells the
// work; module.yaml declares it; decide.go holds what a declaration cannot say.
package main

import (
	"embed"

	"github.com/doanket/doanket/core/sdk"
)

//go:embed module.yaml labels.yaml kinds
var files embed.FS

// Build joins the manifest with its decisions.
func Build() *sdk.Module {
	m := sdk.New(files)
	sdk.Type[Mission](m, "mission").
		Decide("conclude", conclude).
		Decide("close", closeMission)
	return m
}

func main() { Build().Serve() }
