package report

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/text"
)

// maxText is how many characters people write at one place.
const maxText = 20_000

// texts are what people wrote in a report, by place.
type texts map[string]Written

// texts reads what was written for the period, and where nothing was, what was
// last written for an earlier one.
func (rs *Reports) texts(ctx context.Context, at place) (texts, error) {
	out := texts{}
	rows, err := db.Query(ctx, "SELECT section, period, text, version FROM report_text WHERE unit_id = ? AND template = ? AND period <= ? ORDER BY section, period",
		at.unit.ID, at.template.ID, string(at.period))
	if err != nil {
		return nil, fmt.Errorf("read texts of a report: %w", err)
	}
	err = db.Each(rows, func(rows *sql.Rows) error {
		var t Written
		if err := rows.Scan(&t.Key, &t.From, &t.Text, &t.Version); err != nil {
			return err
		}
		switch {
		case t.From == at.period:
			t.From = ""
		case slices.Contains(fresh, t.Key):
			return nil
		default:
			t.Version = 0
		}
		out[t.Key] = t
		return nil
	})
	return out, err
}

// text is what stands at a place of the report.
func (w *writer) text(key string) Written {
	t, there := w.written[key]
	if !there {
		t = Written{Key: key}
		t.Text = map[string]string{opening: w.template.opening(), closing: w.template.closing()}[key]
	}
	t.Shown = w.filled(t.Text)
	return t
}

// filled is a text with the names of the period, the one after it and the unit.
func (w *writer) filled(s string) string {
	return strings.NewReplacer("{period}", named(w.period, "vi"), "{next}", named(following(w.period), "vi"), "{unit}", w.unit.Name).Replace(s)
}

// Write keeps what a person writes at a place of a report: "opening", "closing", a section, or
// a part of the face. version is what the text's Version must still be. Faults:
// NotFound; Forbidden; Invalid naming the text, or unknown_field for a place no
// report has; Stale report.text_changed; Conflict report.frozen.
func (rs *Reports) Write(ctx context.Context, a Ask, key, words string, version int) error {
	at, err := rs.at(ctx, a, access.ReportWrite)
	if err != nil {
		return err
	}
	if !rs.has(ctx, at, key) {
		return fault.New(fault.Invalid, "unknown_field", fault.Field("section"))
	}
	words, problem := text.Block(words)
	if problem == "" && utf8.RuneCountInString(words) > maxText {
		problem = "too_long"
	}
	if problem != "" {
		return fault.New(fault.Invalid, problem, fault.Field("text"))
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := rs.lock(ctx, at); err != nil {
			return err
		}
		return keep(ctx, at, Written{Key: key, Text: words, Version: version})
	})
}

// lock keeps others off the report of a place until the transaction ends, and
// refuses one that is frozen.
func (rs *Reports) lock(ctx context.Context, at place) error {
	if err := db.Lock(ctx, "report:"+at.unit.ID+" "+at.template.ID+" "+string(at.period)); err != nil {
		return err
	}
	frozen, err := isFrozen(ctx, at)
	if err == nil && frozen {
		err = fault.New(fault.Conflict, "report.frozen")
	}
	return err
}

// has reports whether people may write at a place of a report.
func (rs *Reports) has(ctx context.Context, at place, key string) bool {
	if key == opening || key == closing || slices.ContainsFunc(face, func(l line) bool { return l.key == key }) {
		return true
	}
	for _, c := range at.template.chapters() {
		if c.id == chapterTargets && key == c.id || slices.ContainsFunc(c.own, func(o own) bool { return o.id == key }) {
			return true
		}
	}
	return slices.ContainsFunc(rs.sections(ctx, at.template, at.unit.Path), func(s section) bool { return s.name() == key })
}

// keep writes a text in the open transaction.
func keep(ctx context.Context, at place, t Written) error {
	var have int
	key := []any{at.unit.ID, at.template.ID, t.Key, string(at.period)}
	err := db.QueryRow(ctx, "SELECT version FROM report_text WHERE unit_id = ? AND template = ? AND section = ? AND period = ?", key...).Scan(&have)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return fmt.Errorf("read a text of a report: %w", err)
	}
	if have != t.Version {
		return fault.New(fault.Stale, "report.text_changed")
	}
	by, now := identity.By(ctx), db.Now(ctx).UnixMicro()
	if have == 0 {
		_, err = db.Exec(ctx, "INSERT INTO report_text (unit_id, template, section, period, text, version, updated_by, updated_at) VALUES (?, ?, ?, ?, ?, 1, ?, ?)", append(key, t.Text, by, now)...)
	} else {
		_, err = db.Exec(ctx, "UPDATE report_text SET text = ?, version = version + 1, updated_by = ?, updated_at = ? WHERE unit_id = ? AND template = ? AND section = ? AND period = ?",
			append([]any{t.Text, by, now}, key...)...)
	}
	if err != nil {
		return fmt.Errorf("write a text of a report: %w", err)
	}
	return audit.Append(ctx, audit.Entry{Action: "report.write", Object: at.name(), Kind: objectKind, UnitID: at.unit.ID, Detail: map[string]any{"section": t.Key}})
}

// name is the report in the audit log.
func (at place) name() string { return at.template.ID + " " + string(at.period) }
