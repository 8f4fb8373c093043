package audit

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// exportFormat is the first word of an export.
const exportFormat = "doanket-audit-1"

// exported is the first line of an export: whose log it is, where it ends, and
// its key as the caller stores it.
type exported struct {
	Format string          `json:"format"`
	Of     string          `json:"of"`
	At     time.Time       `json:"at"`
	Key    json.RawMessage `json:"key"`
	Head   head            `json:"head"`
}

// Export writes the sealed log, one JSON object a line, so that VerifyExport can
// walk it without the database. key is the log's key wrapped, as the reader will
// need it; it is written as it is.
func (l Log) Export(ctx context.Context, out io.Writer, key any) (Report, error) {
	if err := l.Seal(ctx); err != nil {
		return Report{}, err
	}
	h, err := headOf(ctx)
	if err != nil {
		return Report{}, fmt.Errorf("export the log: %w", err)
	}
	wrapped, err := json.Marshal(key)
	if err != nil {
		return Report{}, fmt.Errorf("export the log: %w", err)
	}
	w := bufio.NewWriter(out)
	e := json.NewEncoder(w)
	if err := e.Encode(exported{exportFormat, db.Province(ctx), db.Now(ctx).UTC(), wrapped, *h}); err != nil {
		return Report{}, err
	}
	r := Report{Head: h.Hash, KeyedFrom: h.KeyedFrom}
	tx, err := db.Of(ctx)
	if err != nil {
		return r, err
	}
	for seq := int64(-1 << 62); ; {
		var rows []row
		if err := tx.NewSelect().Model(&rows).Where("seq > ? AND seq <= ? AND seq <> 0", seq, h.Seq).OrderExpr("seq").Limit(pageSize).Scan(ctx); err != nil {
			return r, fmt.Errorf("export the log: %w", db.Fault(err))
		}
		for i := range rows {
			if err := e.Encode(&rows[i]); err != nil {
				return r, err
			}
			seq = rows[i].Seq
			r.Lines++
		}
		if len(rows) < pageSize {
			return r, w.Flush()
		}
	}
}

// VerifyExport walks an export as Verify walks the log, without a database. open
// opens its key. Fault: Invalid file_malformed.
func VerifyExport(in io.Reader, open func(key json.RawMessage) ([]byte, error), anchors ...Anchor) (Report, error) {
	d := json.NewDecoder(bufio.NewReader(in))
	d.DisallowUnknownFields()
	var first exported
	if err := d.Decode(&first); err != nil || first.Format != exportFormat {
		return Report{}, malformed(1, err)
	}
	key, err := open(first.Key)
	if err != nil {
		return Report{}, fmt.Errorf("verify the export: %w", err)
	}
	w := newWalk(key, &first.Head, anchors)
	for {
		line := &row{}
		err := d.Decode(line)
		if errors.Is(err, io.EOF) {
			w.finish()
			return w.Report, nil
		}
		if err != nil {
			return w.Report, malformed(w.Lines+2, err)
		}
		w.step(line)
	}
}

func malformed(line int64, err error) error {
	why := "this is no export of a log"
	if err != nil {
		why = strings.TrimSpace(err.Error())
	}
	return fault.New(fault.Invalid, "file_malformed", fault.Param("file", "export"), fault.Param("line", fmt.Sprint(line)), fault.Param("why", why), fault.Cause(err))
}
