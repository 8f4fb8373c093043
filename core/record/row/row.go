package row

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/text"
)

// never is due_on of a record without a due date: it sorts last.
const never = "9999-12-31"

// Directory is the columns of the table record, in the order scan reads them.
const Directory = "id, kind, unit_id, unit_path, branch, to_unit_id, to_path, number, title, state, phase, draft, period, due_on, " +
	"sensitivity, version, schema_rev, created_by, created_at, updated_by, updated_at, clock, sent, actors, deadlines"

// WithoutDeadlines is Directory where nobody looks at all the clocks of a record.
var WithoutDeadlines = strings.Replace(Directory, "deadlines", "'[]'", 1)

const (
	directoryInsert = "INSERT INTO record (" + Directory + ", fold, title_key, number_key)"
	directoryUpdate = "UPDATE record SET to_unit_id = ?, to_path = ?, number = ?, title = ?, state = ?, phase = ?, draft = ?, period = ?, due_on = ?, " +
		"sensitivity = ?, version = ?, schema_rev = ?, updated_by = ?, updated_at = ?, clock = ?, sent = ?, actors = ?, deadlines = ?, fold = ?, title_key = ?, number_key = ? WHERE id = ? AND version = ?"
)

// Micros is how an instant lies in a column: microseconds since 1970.
func Micros(t time.Time) int64 { return t.UnixMicro() }

// Instant is the instant of Micros, in UTC.
func Instant(us int64) time.Time { return time.UnixMicro(us).UTC() }

// JSONText is a value as JSON, "null" for what has none.
func JSONText(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return "null"
	}
	return string(raw)
}

// DueText is a due date as it lies in its column; none sorts last.
func DueText(d calendar.Date) string {
	if d.IsZero() {
		return never
	}
	return d.String()
}

// Each scans every row with fn and closes rows.
func Each(rows *sql.Rows, fn func() error) error {
	return db.Each(rows, func(*sql.Rows) error { return fn() })
}

// Scan reads the columns of Directory, and more behind them.
func Scan(rows *sql.Rows, more ...any) (*Record, error) { return scanBehind(rows, nil, more...) }

// scanBehind is Scan where columns stand before those of Directory.
func scanBehind(rows *sql.Rows, before []any, more ...any) (*Record, error) {
	r := &Record{Fields: map[string]any{}}
	var period, due, clock, actors, deadlines string
	var created, updated int64
	into := append(append(before, &r.ID, &r.Kind, &r.UnitID, &r.UnitPath, &r.Branch, &r.ToUnitID, &r.ToPath, &r.Number, &r.Title, &r.State, &r.Phase, &r.Draft,
		&period, &due, &r.Sensitivity, &r.Version, &r.SchemaRev, &r.CreatedBy, &created, &r.UpdatedBy, &updated, &clock, &r.SentCount, &actors, &deadlines), more...)
	err := rows.Scan(into...)
	if err != nil {
		return nil, err
	}
	r.Period, r.CreatedAt, r.UpdatedAt = calendar.Period(period), Instant(created), Instant(updated)
	if err := r.readDue(due, clock); err != nil {
		return nil, err
	}
	return r, r.unpack(actors, deadlines)
}

// readDue reads the columns due_on and clock.
func (r *Record) readDue(due, clock string) (err error) {
	if due != never {
		if r.DueOn, err = calendar.ParseDate(due); err != nil {
			return err
		}
	}
	return r.readClock(clock)
}

// ListedDirectory is the columns of the table record that a list shows, in the
// order ScanListed reads them.
const ListedDirectory = "id, number, title, state, unit_id, due_on, version, updated_at, clock"

// ScanListed reads the columns of ListedDirectory of a record of the kind, and
// more behind them.
func ScanListed(rows *sql.Rows, kind string, more ...any) (*Record, error) {
	r := &Record{Kind: kind, Fields: map[string]any{}}
	var due, clock string
	var updated int64
	into := append([]any{&r.ID, &r.Number, &r.Title, &r.State, &r.UnitID, &due, &r.Version, &updated, &clock}, more...)
	if err := rows.Scan(into...); err != nil {
		return nil, err
	}
	r.UpdatedAt = Instant(updated)
	return r, r.readDue(due, clock)
}

// authorsKey is where the authors lie among the actors; no step has such a name.
const authorsKey = "*"

func (r *Record) unpack(actors, deadlines string) error {
	if actors != "{}" {
		if r.Actors = plainTexts(actors); r.Actors == nil {
			if err := json.Unmarshal([]byte(actors), &r.Actors); err != nil {
				return err
			}
		}
		r.Authors = strings.Fields(r.Actors[authorsKey])
		delete(r.Actors, authorsKey)
	}
	if deadlines == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(deadlines), &r.Deadlines)
}

func (r *Record) pack() (actors, deadlines string) {
	actors, deadlines = "{}", "[]"
	if len(r.Authors) > 0 {
		all := maps.Clone(r.Actors)
		if all == nil {
			all = map[string]string{}
		}
		all[authorsKey] = strings.Join(r.Authors, " ")
		actors = JSONText(all)
	} else if len(r.Actors) > 0 {
		actors = JSONText(r.Actors)
	}
	if len(r.Deadlines) > 0 {
		deadlines = JSONText(r.Deadlines)
	}
	return actors, deadlines
}

// Find finds the directory row; a discarded one does not exist. What is no id is
// never shown to the database.
func Find(ctx context.Context, recordID string) (*Record, error) {
	if !id.Valid(recordID, "rec") {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	found, err := Select(ctx, "SELECT "+Directory+" FROM record WHERE id = ? AND phase <> 'discarded'", recordID)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	return found[0], nil
}

// beside asks what Beside holds; its mark is the person whose input was kept.
const beside = `EXISTS (SELECT 1 FROM record_link WHERE from_id = record.id AND rel <> 'effect') OR EXISTS (SELECT 1 FROM record_link WHERE to_id = record.id AND rel <> 'effect'),
	EXISTS (SELECT 1 FROM record_pending WHERE record_id = record.id AND person = ?),
	EXISTS (SELECT 1 FROM record_delivery WHERE record_id = record.id)
	FROM record WHERE id = ?`

const findWithBeside = "SELECT " + Directory + ", " + beside + " AND phase <> 'discarded'"

// LookBeside tells what else there is of a record that has just been written.
func LookBeside(ctx context.Context, rec *Record) error {
	b := &Beside{}
	if err := db.QueryRow(ctx, "SELECT "+beside, identity.By(ctx), rec.ID).Scan(&b.Links, &b.Pending, &b.Sent); err != nil {
		return err
	}
	rec.Beside = b
	return nil
}

// FindWithBeside is Find, and tells what else there is of the record: most have
// nothing, and a page need not ask again.
func FindWithBeside(ctx context.Context, recordID string) (rec *Record, err error) {
	if !id.Valid(recordID, "rec") {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	rows, err := db.Query(ctx, findWithBeside, identity.By(ctx), recordID)
	if err != nil {
		return nil, err
	}
	b := &Beside{}
	err = Each(rows, func() error {
		rec, err = Scan(rows, &b.Links, &b.Pending, &b.Sent)
		return err
	})
	if err != nil {
		return nil, err
	}
	if rec == nil {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	rec.Beside = b
	return rec, fillSent(ctx, []*Record{rec})
}

// Select reads directory rows.
func Select(ctx context.Context, text string, args ...any) ([]*Record, error) {
	rows, err := db.Query(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	var out []*Record
	err = Each(rows, func() error {
		rec, err := Scan(rows)
		out = append(out, rec)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, fillSent(ctx, out)
}

// Fill reads the typed rows of records, one statement per kind.
func Fill(ctx context.Context, kinds *kind.Kinds, records ...*Record) error {
	byKind := map[string][]*Record{}
	for _, rec := range records {
		byKind[rec.Kind] = append(byKind[rec.Kind], rec)
	}
	for full, group := range byKind {
		k, err := kinds.Of(ctx, full)
		if fault.Is(err, fault.NotFound) {
			continue // its module is gone: the directory still shows it
		}
		if err != nil {
			return err
		}
		if err := FillKind(ctx, k, group); err != nil {
			return fmt.Errorf("read fields of %s: %w", full, err)
		}
	}
	return nil
}

// NewRow is a record to be stored for the first time.
type NewRow struct {
	Kind   *kind.Kind
	Record *Record
}

// Insert writes the two rows of each new record: one statement for the
// directory and one per kind.
func Insert(ctx context.Context, list []NewRow) error {
	var rows [][]any
	var kinds []*kind.Kind
	typed := map[*kind.Kind][][]any{}
	for _, n := range list {
		k, r := n.Kind, n.Record
		actors, deadlines := r.pack()
		rows = append(rows, []any{r.ID, r.Kind, r.UnitID, r.UnitPath, r.Branch, r.ToUnitID, r.ToPath, r.Number, r.Title, r.State, r.Phase, r.Draft,
			string(r.Period), DueText(r.DueOn), r.Sensitivity, r.Version, r.SchemaRev, r.CreatedBy, Micros(r.CreatedAt), r.UpdatedBy, Micros(r.UpdatedAt),
			r.clockText(), r.SentCount, actors, deadlines, foldOf(k, r), text.ShortSortKey(r.Title), text.ShortSortKey(r.Number)})
		if typed[k] == nil {
			kinds = append(kinds, k)
		}
		typed[k] = append(typed[k], append([]any{r.ID}, valuesOf(k, r.Fields)...))
	}
	if _, err := db.InsertRows(ctx, directoryInsert, rows); err != nil {
		return fmt.Errorf("insert records: %w", err)
	}
	for _, k := range kinds {
		if _, err := db.InsertRows(ctx, k.InsertText, typed[k]); err != nil {
			return fmt.Errorf("insert fields: %w", err)
		}
	}
	return nil
}

// Update writes both rows if the version is still before's; else Stale.
func Update(ctx context.Context, k *kind.Kind, before, r *Record, fields bool) error {
	actors, deadlines := r.pack()
	n, err := db.Exec(ctx, directoryUpdate, r.ToUnitID, r.ToPath, r.Number, r.Title, r.State, r.Phase, r.Draft, string(r.Period), DueText(r.DueOn),
		r.Sensitivity, r.Version, r.SchemaRev, r.UpdatedBy, Micros(r.UpdatedAt), r.clockText(), r.SentCount, actors, deadlines, foldOf(k, r),
		text.ShortSortKey(r.Title), text.ShortSortKey(r.Number), r.ID, before.Version)
	if err != nil {
		return fmt.Errorf("update record: %w", err)
	}
	if n == 0 {
		return Stale(before)
	}
	if !fields || len(k.Columns) == 0 {
		return nil
	}
	if _, err := db.Exec(ctx, k.UpdateText, append(valuesOf(k, r.Fields), r.ID)...); err != nil {
		return fmt.Errorf("update fields: %w", err)
	}
	return nil
}

// Refold writes anew what a search looks in, if the record is still the one read;
// whoever changed it meanwhile has done so already.
func Refold(ctx context.Context, k *kind.Kind, r *Record) error {
	fold := foldOf(k, r)
	_, err := db.Exec(ctx, "UPDATE record SET fold = ? WHERE id = ? AND version = ? AND fold <> ?", fold, r.ID, r.Version, fold)
	return err
}

// Stale is the fault of a write that rests on another version.
func Stale(r *Record) error {
	return fault.New(fault.Stale, "stale_version", fault.Param("version", fmt.Sprint(r.Version)))
}

// FindWords works out what a search will look in, so that a transaction in which
// others wait need not.
func FindWords(k *kind.Kind, r *Record) { foldOf(k, r) }

// foldOf is what a search looks in: the words of title, number and the search
// fields.
func foldOf(k *kind.Kind, r *Record) string {
	all := r.Title + " " + r.Number
	for _, name := range k.Search {
		if s, ok := r.Fields[name].(string); ok && name != k.Title {
			all += " " + s
		}
	}
	if r.wordsOf != all {
		r.words, r.wordsOf = text.WordList(all), all
	}
	return r.words
}

// Cut shortens s to n characters.
func Cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	if runes := []rune(s); len(runes) > n {
		return string(runes[:n])
	}
	return s
}

// Printable is an id as an error text may carry it.
func Printable(s string) string { return strings.ToValidUTF8(Cut(s, 40), "?") }

// Count runs a statement that answers one number.
func Count(ctx context.Context, text string, args ...any) (int, error) {
	rows, err := db.Query(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	n := 0
	err = Each(rows, func() error { return rows.Scan(&n) })
	return n, db.Fault(err)
}

// IDs runs a statement that answers ids.
func IDs(ctx context.Context, text string, args ...any) ([]string, error) {
	rows, err := db.Query(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	var out []string
	var one string
	err = Each(rows, func() error {
		err := rows.Scan(&one)
		out = append(out, one)
		return err
	})
	return out, err
}

// KindsOf are the kinds of records by id, whoever may read them.
func KindsOf(ctx context.Context, ids []string) (map[string]string, error) {
	out := map[string]string{}
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := db.Query(ctx, "SELECT id, kind FROM record WHERE id IN (?)", ids)
	if err != nil {
		return nil, err
	}
	var recordID, full string
	err = Each(rows, func() error {
		err := rows.Scan(&recordID, &full)
		out[recordID] = full
		return err
	})
	return out, err
}
