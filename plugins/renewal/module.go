// Command renewal is the task module for campaigns and their results, welfare,
// funds and groups: counts with their evidence, nobody's name. README.md tells
// the work.
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
	sdk.Type[Campaign](m, "campaign").Decide("launch", launch).Decide("sum_up", sumUp)
	sdk.Type[CampaignResult](m, "campaign_result").Decide("report", report)
	sdk.Type[FundQuarter](m, "fund_quarter").Decide("file", fileQuarter)
	return m
}

func main() { Build().Serve() }
