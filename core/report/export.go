package report

import (
	"context"

	"github.com/doanket/doanket/core/audit"
)

// Export is Get for a file that leaves the product, which the log tells: a report
// in Vietnamese, as papers are. Faults: those of Get.
func (rs *Reports) Export(ctx context.Context, a Ask, format string) (*Report, error) {
	a.Lang = "vi"
	r, err := rs.Get(ctx, a)
	if err != nil {
		return nil, err
	}
	entry := audit.Entry{Action: "report.export", Object: r.Template + " " + string(r.Period), Kind: objectKind, UnitID: r.Unit.ID, Detail: map[string]any{"format": format}}
	if r.Frozen != nil {
		entry.After = r.Frozen.SHA256
	}
	return r, audit.Append(ctx, entry)
}
