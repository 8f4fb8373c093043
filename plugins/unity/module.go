// Command unity is the task module for what people raise and what bodies answer,
// for the festivals of residential areas, and for liaison with organisations:
// issues, never people. README.md tells the work.
package main

import (
	"embed"

	"github.com/doanket/doanket/core/sdk"
)

//go:embed module.yaml labels.yaml
var files embed.FS

// Build joins the manifest with its decisions.
func Build() *sdk.Module {
	m := sdk.New(files)
	sdk.Type[OpinionDigest](m, "opinion_digest").Decide("submit", submit).Decide("send", send)
	sdk.Type[Liaison](m, "liaison").Decide("report", reportLiaison)
	return m
}

func main() { Build().Serve() }
