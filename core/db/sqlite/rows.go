package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"github.com/ncruces/go-sqlite3"
)

// statement is a prepared statement of a connection. SQLite prepares it
// again by itself when a table has changed.
type statement struct {
	conn    *conn
	stmt    *sqlite3.Stmt
	marks   int
	columns []column
	busy    bool // runs, or has rows that are read
	dropped bool // not kept (any more): closed with its release
	large   bool // holds large values
}

// column is a column of the answer; declared is its type in upper case,
// empty for an expression.
type column struct{ name, declared string }

// isTime reports whether the column's texts are instants or days.
func (c column) isTime() bool {
	return c.declared == "TIMESTAMP" || c.declared == "DATE" || c.declared == "DATETIME"
}

// largeValues is from how many bytes on a statement does not keep its values.
const largeValues = 8 << 10

func (s *statement) bind(args []driver.NamedValue) error {
	if len(args) != s.marks {
		return fmt.Errorf("%d values for %d marks: %s", len(args), s.marks, s.stmt.SQL())
	}
	size := 0
	for i := range args {
		var err error
		switch v := args[i].Value.(type) {
		case nil:
			err = s.stmt.BindNull(i + 1)
		case int64:
			err = s.stmt.BindInt64(i+1, v)
		case float64:
			err = s.stmt.BindFloat(i+1, v)
		case bool:
			err = s.stmt.BindBool(i+1, v)
		case string:
			size += len(v)
			err = s.stmt.BindText(i+1, v)
		case []byte:
			size += len(v)
			err = s.stmt.BindBlob(i+1, v)
		default:
			err = fmt.Errorf("value %d is a %T", i+1, v)
		}
		if err != nil {
			return err
		}
	}
	s.large = size > largeValues
	return nil
}

// open takes the first step, in which most statements fail if they do.
func (s *statement) open(ctx context.Context) (*rows, error) {
	r := &rows{ctx: ctx, statement: s, ready: s.stmt.Step()}
	if err := s.stmt.Err(); err != nil {
		return nil, err
	}
	if n := s.stmt.ColumnCount(); n != len(s.columns) { // the first time, or a widened table
		s.columns = make([]column, n)
		for i := range s.columns {
			s.columns[i] = column{s.stmt.ColumnName(i), strings.ToUpper(s.stmt.ColumnDeclType(i))}
		}
	}
	r.values = make([]any, len(s.columns))
	return r, nil
}

func (s *statement) release() {
	s.busy = false
	_ = s.stmt.Reset() // says again what the last step said
	if s.large {
		_ = s.stmt.ClearBindings()
		s.large = false
	}
	if s.dropped {
		_ = s.stmt.Close()
	}
}

// drop closes the statement, once nothing reads from it.
func (s *statement) drop() {
	s.dropped = true
	if !s.busy {
		_ = s.stmt.Close()
	}
}

// rows is the answer of a statement, which is busy until Close.
type rows struct {
	ctx       context.Context
	statement *statement
	values    []any
	ready     bool // stands at a row
	read      bool // which was read
}

// Columns are the names of the columns.
func (r *rows) Columns() []string {
	names := make([]string, len(r.statement.columns))
	for i, c := range r.statement.columns {
		names[i] = c.name
	}
	return names
}

// Next reads a row; open has taken the step to the first.
func (r *rows) Next(dest []driver.Value) error {
	s := r.statement
	if r.ready && r.read {
		err := s.conn.within(r.ctx, func() error {
			r.ready = s.stmt.Step()
			return s.stmt.Err()
		})
		if err != nil {
			return err
		}
	}
	if !r.ready {
		return io.EOF
	}
	r.read = true
	clear(r.values) // or bytes of the row before are written over
	if err := s.stmt.Columns(r.values...); err != nil {
		return err
	}
	for i, v := range r.values {
		if text, ok := v.(string); ok && s.columns[i].isTime() {
			v = parseTime(text)
		}
		dest[i] = v
	}
	return nil
}

// Close gives the statement back.
func (r *rows) Close() error {
	if r.statement != nil {
		r.statement.release()
		r.statement = nil
	}
	return nil
}

// ColumnTypeDatabaseTypeName is the declared type in upper case.
func (r *rows) ColumnTypeDatabaseTypeName(i int) string {
	return r.statement.columns[i].declared
}

// ColumnTypeScanType is the type by what the column declares.
func (r *rows) ColumnTypeScanType(i int) reflect.Type {
	switch c := r.statement.columns[i]; {
	case c.isTime():
		return reflect.TypeFor[time.Time]()
	case c.declared == "BIGINT":
		return reflect.TypeFor[int64]()
	case c.declared == "BOOLEAN":
		return reflect.TypeFor[bool]()
	case c.declared == "DOUBLE PRECISION":
		return reflect.TypeFor[float64]()
	case c.declared == "BLOB":
		return reflect.TypeFor[[]byte]()
	case c.declared == "":
		return reflect.TypeFor[any]()
	}
	return reflect.TypeFor[string]()
}

// TimeFormat is how instants are written, always in UTC: as bun writes them,
// with which they are compared.
const TimeFormat = "2006-01-02 15:04:05.999999-07:00"

// parseTime reads an instant as TimeFormat writes it, or a day. What is
// neither stays a text.
func parseTime(s string) driver.Value {
	layout := time.RFC3339Nano // the one that is read fast
	switch {
	case len(s) == len(time.DateOnly):
		layout = time.DateOnly
	case len(s) == len(time.DateTime):
		layout = time.DateTime
	case len(s) > len(time.DateTime) && s[len(time.DateOnly)] == ' ':
		s = s[:len(time.DateOnly)] + "T" + s[len(time.DateOnly)+1:]
	}
	t, err := time.Parse(layout, s)
	if err != nil {
		return s
	}
	return t.UTC()
}
