package dump

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"github.com/doanket/doanket/core/fault"
)

// whole is everything a dump says.
type whole struct {
	steps  []string
	tables []Table
	rows   [][][]any
}

func read(raw []byte) (w whole, err error) {
	r, err := NewReader(bytes.NewReader(raw))
	if err != nil {
		return w, err
	}
	w.steps = r.Steps
	for {
		t, err := r.Next()
		if t == nil || err != nil {
			return w, err
		}
		var rows [][]any
		for range t.Rows {
			row, err := r.Row(t)
			if err != nil {
				return w, err
			}
			rows = append(rows, row)
		}
		w.tables, w.rows = append(w.tables, *t), append(w.rows, rows)
	}
}

func (w whole) write(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	to, err := NewWriter(&out, w.steps)
	for n, table := range w.tables {
		if err == nil {
			err = to.Table(table)
		}
		for _, row := range w.rows[n] {
			if err == nil {
				err = to.Row(table, append([]any{}, row...))
			}
		}
	}
	if err == nil {
		err = to.End()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// FuzzDump: a dump is refused as malformed, or is read; written out again it
// reads the same.
func FuzzDump(f *testing.F) {
	every := whole{steps: []string{"20261124000100"}, tables: []Table{{Table: "m_x", Rows: 1, Indexes: [][]string{{"a"}}}},
		rows: [][][]any{{{"Cửa", int64(9007199254740993), 0.5, "1.50", true, time.Date(2026, 3, 1, 7, 0, 0, 5000, time.UTC), "2026-03-01", "{}", []byte{0, 255}}}}}
	for i, typ := range Types {
		every.tables[0].Columns = append(every.tables[0].Columns, Column{Name: string(rune('a' + i)), Type: typ})
	}
	f.Add(every.write(f))
	for _, s := range []string{"", `{"format":2}`, `{"format":1}`, "{\"format\":1}\n{\"tables\":0}", "{\"format\":1}\n{\"tables\":1}", "{\"format\":1}\n{\"table\":\"x\",\"columns\":[{\"name\":\"a\",\"type\":\"int\"}],\"rows\":2}\n[1]\n[1.5]"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		w, err := read(raw)
		if err != nil {
			if !fault.HasCode(err, "backup_malformed") {
				t.Errorf("refused as %v", err)
			}
			return
		}
		if again, err := read(w.write(t)); err != nil || !reflect.DeepEqual(w, again) {
			t.Errorf("%+v, written out and read again %+v, %v", w, again, err)
		}
	})
}
