package web

import (
	"encoding/json"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/web/endpoint"
)

// openapiHandler answers with the description of the API.
type openapiHandler struct {
	kinds    *kind.Kinds
	document *endpoint.Document
}

// OpenAPI is the description without any province's kinds, as JSON: what
// clients are typed by.
func OpenAPI() ([]byte, error) {
	h := newHandlers(Deps{}, Options{})
	h.openapi.document.Describe(h.routes())
	return h.openapi.document.JSON()
}

// get is the description with the province's kinds.
func (h openapiHandler) get(c *endpoint.Call, _ struct{}) (json.RawMessage, error) {
	var kinds []*manifest.Kind
	for _, k := range h.kinds.ForTenant(c.Ctx) {
		kinds = append(kinds, k.Kind)
	}
	return h.document.With(kinds, c.Lang, c.Origin)
}
