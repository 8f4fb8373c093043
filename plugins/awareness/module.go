// Command awareness is the task module for studying resolutions and for
// communication: plans that cascade to units, sessions with attendance,
// progress by organisation, activities. README.md tells the work.
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
	sdk.Type[StudyPlan](m, "study_plan").Decide("issue", issue)
	sdk.Type[StudySession](m, "study_session").Decide("confirm", confirm)
	return m
}

func main() { Build().Serve() }
