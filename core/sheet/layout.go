package sheet

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/sheet/column"
	"github.com/doanket/doanket/core/text"
)

// topRows are the rows among which the heads are looked for: official forms have
// titles above.
const topRows = 20

// layout is where what stands in a sheet.
type layout struct {
	kind    *kind.Kind
	headRow int
	heads   []string
	names   []string                 // by position: the column it stands for
	columns map[string]column.Column // of the kind, by name
	where   map[string]int           // name → position
}

// place puts the columns to their positions.
func (l *layout) place() {
	l.columns, l.where = map[string]column.Column{}, map[string]int{}
	for _, c := range column.Of(l.kind) {
		l.columns[c.Name] = c
	}
	for i, name := range l.names {
		if name != "" {
			l.where[name] = i
		}
	}
}

// findLayout finds the heads among the first rows: those people said what they stand
// for, else those that name most columns. Fault: Invalid sheet.no_heads.
func findLayout(ctx context.Context, k *kind.Kind, top [][]string) (*layout, error) {
	l := &layout{kind: k}
	known, err := recall(ctx, k.Full, top)
	if err != nil {
		return nil, err
	}
	all, best := column.Of(k), 0
	for i, row := range top {
		if columns := known[headKey(row)]; len(columns) == len(row) && len(row) > 0 {
			l.headRow, l.heads, l.names = i+1, row, columns
			break
		}
		if names, found := column.Match(all, row); found >= best && found > 0 {
			best, l.headRow, l.heads, l.names = found, i+1, row, names
		}
	}
	if l.headRow == 0 { // nothing is known of it: the first row that can be heads, for people to say
		i := slices.IndexFunc(top, func(row []string) bool { return len(row) > 1 })
		if i < 0 {
			return nil, fault.New(fault.Invalid, "sheet.no_heads", fault.Field("file"))
		}
		l.headRow, l.heads, l.names = i+1, top[i], make([]string, len(top[i]))
	}
	l.heads = slices.Clone(l.heads)
	for i, h := range l.heads {
		if letters := []rune(h); len(letters) > 200 {
			l.heads[i] = string(letters[:200])
		}
	}
	l.place()
	return l, nil
}

// headKey is by what the heads of a sheet are known again.
func headKey(heads []string) string {
	folded := make([]string, len(heads))
	for i, h := range heads {
		folded[i] = strings.Join(strings.Fields(text.Fold(h)), " ")
	}
	sum := sha256.Sum256([]byte(strings.Join(folded, "\x1f")))
	return hex.EncodeToString(sum[:])
}

// remember keeps what the heads of an import stand for, for the unit of who says so.
func remember(ctx context.Context, i *Import, columns []string) error {
	_, err := db.Exec(ctx, `INSERT INTO sheet_mapping (kind, heads, unit_id, columns, person, at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (kind, heads, unit_id) DO UPDATE SET columns = EXCLUDED.columns, person = EXCLUDED.person, at = EXCLUDED.at`,
		i.Kind, headKey(i.Heads), home(ctx), jsonText(columns), identity.By(ctx), db.Now(ctx).UnixMicro())
	return err
}

// recall is what heads among the rows were said to stand for: by people of the
// actor's unit, else by whoever said so last.
func recall(ctx context.Context, kindName string, top [][]string) (map[string][]string, error) {
	var keys []string
	for _, row := range top {
		if len(row) > 0 {
			keys = append(keys, headKey(row))
		}
	}
	out := map[string][]string{}
	if len(keys) == 0 {
		return out, nil
	}
	rows, err := db.Query(ctx, "SELECT heads, unit_id, columns FROM sheet_mapping WHERE kind = ? AND heads IN (?) ORDER BY at DESC", kindName, keys)
	if err != nil {
		return nil, err
	}
	mine := home(ctx)
	return out, db.Each(rows, keepMapping(out, mine))
}

// home is the unit the actor works at first.
func home(ctx context.Context) string {
	if a, err := identity.From(ctx); err == nil && len(a.Posts) > 0 {
		return a.Posts[0].UnitID
	}
	return ""
}

// keepMapping takes one row of sheet_mapping; one of the unit mine comes before others.
func keepMapping(out map[string][]string, mine string) func(rows *sql.Rows) error {
	return func(rows *sql.Rows) error {
		var heads, unitID, text string
		var columns []string
		if err := rows.Scan(&heads, &unitID, &text); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(text), &columns); err != nil {
			return err
		}
		if _, known := out[heads]; !known || unitID == mine {
			out[heads] = columns
		}
		return nil
	}
}
