package admin

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/fault"
)

// knownPublic refuses to show everybody a kind, or a field of it, that its manifest
// does not let be shown.
func (h Settings) knownPublic(ctx context.Context, shown map[string]*[]string) error {
	var wrong []fault.FieldError
	for full, fields := range shown {
		if fields == nil {
			continue // taken off the page, whatever it is
		}
		k, err := h.Kinds.Of(ctx, full)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err != nil || k.Public == nil {
			wrong = append(wrong, fault.FieldError{Field: "settings.public." + full, Code: "unknown_value"})
			continue
		}
		for i, name := range *fields {
			if !slices.Contains(k.Public.Fields, name) {
				wrong = append(wrong, fault.FieldError{Field: fmt.Sprintf("settings.public.%s[%d]", full, i), Code: "unknown_value"})
			}
		}
	}
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "invalid", fault.Fields(wrong...))
	}
	return nil
}
