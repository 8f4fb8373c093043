package tenant_test

import (
	"maps"
	"testing"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/tenant"
)

// TestReportsThatCannotBe are refused by the field at fault.
func TestReportsThatCannotBe(t *testing.T) {
	t.Parallel()
	report := func(more map[string]any) any {
		out := map[string]any{"id": "council", "label": map[string]string{"vi": "Báo cáo", "en": "Report"}, "source": "Luật", "grain": "half", "sections": []string{"core.receptions"}}
		maps.Copy(out, more)
		return out
	}
	for field, list := range map[string][]any{
		"settings.reports[0].id":         {report(map[string]any{"id": "Báo cáo"})},
		"settings.reports[1].id":         {report(nil), report(nil)},
		"settings.reports[0].label":      {report(map[string]any{"label": map[string]string{"vi": "Báo cáo"}})},
		"settings.reports[0].source":     {report(map[string]any{"source": ""})},
		"settings.reports[0].grain":      {report(map[string]any{"grain": "week"})},
		"settings.reports[0].sections":   {report(map[string]any{"sections": []string{}})},
		"settings.reports[0].columns":    {report(map[string]any{"columns": []string{"a.b", "a.b"}})},
		"settings.reports[0].written[0]": {report(map[string]any{"written": []string{"poem"}})},
	} {
		_, err := tenant.Settings{Locale: "vi"}.Merged(map[string]any{"reports": list})
		if !fault.Is(err, fault.Invalid) || len(fault.Of(err).Fields) != 1 || fault.Of(err).Fields[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for _, taken := range []string{"half_year", "year"} {
		if _, err := (tenant.Settings{Locale: "vi"}).Merged(map[string]any{"reports": []any{report(map[string]any{"id": taken})}}); err == nil {
			t.Errorf("%s, which every province has, is taken", taken)
		}
	}
	if _, err := (tenant.Settings{Locale: "vi"}).Merged(map[string]any{"reports": []any{report(nil)}}); err != nil {
		t.Error(err)
	}
}
