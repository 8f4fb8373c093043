// Command member is the task module for what the Front and its member organisations
// plan together: programmes, the items each organisation proposes, and good
// examples. README.md tells the work.
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
	sdk.Type[Programme](m, "programme").Decide("sign", sign).Decide("review", review)
	sdk.Type[Item](m, "item").Decide("agree", agree).Decide("agree_proposed", agree).
		Decide("refuse", refuse).Decide("refuse_proposed", refuse).Decide("note_agreement", noteAgreement)
	return m
}

func main() { Build().Serve() }
