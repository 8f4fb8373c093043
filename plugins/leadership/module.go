// Command leadership is the task module for how Party committees and governments
// lead the Front's work: their papers about it, and their sessions with it and with
// the people. README.md tells the work.
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
	sdk.Type[LeaderSession](m, "leader_session").Decide("close", closeSession)
	return m
}

func main() { Build().Serve() }
