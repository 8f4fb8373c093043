package document

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
)

type documentRow struct {
	bun.BaseModel `bun:"table:document"`

	ID        string `bun:"id,pk"`
	Name      string
	Kind      string
	Number    string
	IssuedOn  string
	Issuer    string
	Summary   string
	Version   int
	Scan      string
	CreatedBy string
	CreatedAt int64
	UpdatedAt int64
}

func (d *documentRow) face(m Meta) {
	d.Kind, d.Number, d.IssuedOn, d.Issuer, d.Summary = m.Kind, m.Number, m.IssuedOn, m.Issuer, m.Summary
}

type versionRow struct {
	bun.BaseModel `bun:"table:document_version"`

	ID         string `bun:"id,pk"`
	DocumentID string
	Version    int
	Name       string
	SHA256     string `bun:"sha256"`
	Size       int64
	Mime       string
	CreatedBy  string
	CreatedAt  int64
}

type linkRow struct {
	bun.BaseModel `bun:"table:document_link"`

	RecordID   string `bun:"record_id,pk"`
	Slot       string `bun:"slot,pk"`
	DocumentID string `bun:"document_id,pk"`
	CreatedBy  string
	CreatedAt  int64
	RemovedBy  string
	RemovedAt  int64  // 0: it proves now
	Side       string // the unit on whose side it was put in: the record's, or one it was sent to; "": not known

	BoundStep    string // the step that rests on it, "" for none
	BoundVersion int    // the version that step saw
}

// provenIn is the version by which the link proves, the current one being given.
func (l linkRow) provenIn(current int) int {
	if l.BoundVersion > 0 {
		return l.BoundVersion
	}
	return current
}

// shownRow is a document with its version's bytes, from a record's side too.
type shownRow struct {
	documentRow
	SHA256    string `bun:"sha256"`
	Size      int64
	Mime      string
	Sound     bool
	ObjectKey string
	ObjectVer string
	RecordID  string
	Slot      string
	BoundStep string

	ShownVersion int // of the bytes: the bound one from a record's side
}

func (r *shownRow) shown() Document {
	return Document{ID: r.ID, Name: r.Name, Size: r.Size, Mime: r.Mime, SHA256: r.SHA256, Version: r.ShownVersion, Kind: r.Kind, Number: r.Number,
		IssuedOn: r.IssuedOn, Issuer: r.Issuer, Summary: r.Summary, Scan: r.Scan, Sound: r.Sound,
		CreatedAt: time.UnixMicro(r.CreatedAt).UTC(), CreatedBy: r.CreatedBy, Slot: r.Slot, BoundStep: r.BoundStep}
}

// documents joins a document with its current version and object.
func documents(q bun.IDB) *bun.SelectQuery {
	return versions(q.NewSelect().TableExpr("document AS d"), "d.version")
}

// linked is documents from the records' side, those that prove now, in the
// version a step rests on, else the current one.
func linked(q bun.IDB) *bun.SelectQuery {
	from := q.NewSelect().TableExpr("document_link AS l").Join("JOIN document AS d ON d.id = l.document_id")
	return versions(from, provenVersion).ColumnExpr("l.record_id, l.slot, l.bound_step").Where("l.removed_at = 0").
		OrderExpr("l.record_id, l.created_at, d.id")
}

// provenVersion is the version by which a linked document proves.
const provenVersion = "CASE WHEN l.bound_version > 0 THEN l.bound_version ELSE d.version END"

func versions(sel *bun.SelectQuery, version string) *bun.SelectQuery {
	return sel.ColumnExpr("d.*, v.version AS shown_version, v.sha256, v.size, v.mime, o.sound, o.key AS object_key, o.version AS object_ver").
		Join("JOIN document_version AS v ON v.document_id = d.id AND v.version = " + version).
		Join("JOIN document_object AS o ON o.sha256 = v.sha256")
}

func findDocument(ctx context.Context, documentID string) (*shownRow, error) {
	q, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	row := new(shownRow)
	if err := documents(q).Where("d.id = ?", documentID).Scan(ctx, row); err != nil {
		return nil, fmt.Errorf("find document: %w", db.Fault(err))
	}
	return row, nil
}

func linksOf(ctx context.Context, documentID string) ([]linkRow, error) {
	q, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var links []linkRow
	err = q.NewSelect().Model(&links).Where("document_id = ? AND removed_at = 0", documentID).Order("record_id", "slot").Scan(ctx)
	return links, db.Fault(err)
}

func insert(ctx context.Context, rows ...any) error {
	q, err := db.Of(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if _, err := q.NewInsert().Model(row).Exec(ctx); err != nil {
			return db.Fault(err)
		}
	}
	return nil
}

// link makes the document prove the record, again if it did before.
func link(ctx context.Context, c Case, slot, documentID, by string) error {
	q, err := db.Of(ctx)
	if err != nil {
		return err
	}
	row := &linkRow{RecordID: c.ID, Slot: slot, DocumentID: documentID, CreatedBy: by, CreatedAt: db.Now(ctx).UnixMicro(), Side: c.side()}
	_, err = q.NewInsert().Model(row).On("CONFLICT (record_id, slot, document_id) DO UPDATE").
		Set("created_by = EXCLUDED.created_by, created_at = EXCLUDED.created_at, side = EXCLUDED.side, removed_by = '', removed_at = 0, bound_step = '', bound_version = 0").Exec(ctx)
	return db.Fault(err)
}
