package installation

import (
	"context"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/duty"
	"github.com/doanket/doanket/core/indicator"
)

// owing shows duties to the room indicator.
type owing struct{ duties *duty.Duties }

// Lines counts a duty's obligations by unit.
func (o owing) Lines(ctx context.Context, name string, first, last calendar.Date) ([]indicator.Owing, error) {
	lines, err := o.duties.Lines(ctx, name, first, last)
	out := make([]indicator.Owing, len(lines))
	for n, l := range lines {
		out[n] = indicator.Owing(l)
	}
	return out, err
}

// counted has what measures and duties count made ready.
type counted struct{ i *Installation }

// Prepare asks for whatever has to be counted anew in the province in ctx.
func (c counted) Prepare(ctx context.Context) error {
	if err := c.i.Figures.Prepare(ctx); err != nil {
		return err
	}
	if err := c.i.Duties.Prepare(ctx); err != nil {
		return err
	}
	return c.i.Programme.Prepare(ctx)
}
