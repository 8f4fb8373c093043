package sheet

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sheet/column"
	"github.com/doanket/doanket/core/sheet/grid"
)

// pageSize is how many records are read at once.
const pageSize = 200

// Export is the list that q asks for as a file, whole: what the actor may read, in
// its order. Cursor and Limit of q do not count. The log has who took what out.
// Faults: NotFound; TooLarge sheet.too_many_rows; those of record.List.
func (s *Sheets) Export(ctx context.Context, q record.Query, format, lang string) (*grid.File, error) {
	k, err := s.reachable(ctx, q.Kind, access.Read)
	if err != nil {
		return nil, err
	}
	done, err := s.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	rows := 0
	f, err := grid.Spool(format, func(w io.Writer) error {
		columns := column.Of(k)
		out, err := grid.NewWriter(format, dataTitle.In(lang), column.Heads(columns, lang), w)
		if err != nil {
			return err
		}
		if rows, err = s.pour(ctx, k, q, columns, lang, out); err != nil {
			return err
		}
		return out.End()
	})
	if err != nil {
		return nil, fmt.Errorf("export %s: %w", k.Full, err)
	}
	detail := map[string]any{"rows": rows, "format": format}
	for name, asked := range map[string]string{"under": q.Under, "q": q.Q, "clause": q.Clause} {
		if asked != "" {
			detail[name] = asked
		}
	}
	if err := audit.Append(ctx, audit.Entry{Action: "record.export", Object: k.Full, Kind: k.Full, Detail: detail}); err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// pour writes the records of the list, page by page, and counts them.
func (s *Sheets) pour(ctx context.Context, k *kind.Kind, q record.Query, columns []column.Column, lang string, out grid.Writer) (int, error) {
	q.Limit, q.Cursor, q.Listed = pageSize, "", false
	for n := 0; ; {
		page, err := s.Records.List(ctx, q)
		if err != nil {
			return n, err
		}
		for _, r := range page.Items {
			if n++; n > MaxRows {
				return n, fault.New(fault.TooLarge, "sheet.too_many_rows", fault.Param("max", strconv.Itoa(MaxRows)))
			}
			if err := out.Row(column.Row(ctx, s.Tree, k, columns, r, lang)); err != nil {
				return n, err
			}
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return n, nil
		}
	}
}
