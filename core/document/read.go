package document

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/upload"
)

// Range is a part of a document; Length < 0 reads to the end.
type Range struct{ Offset, Length int64 }

// Content is an opened document; close Body.
type Content struct {
	Body     io.ReadCloser
	Document Document // at the opened version
	Offset   int64
	Length   int64 // bytes in Body
}

// sight is a document as the caller may see it.
type sight struct {
	row   *shownRow
	links []linkRow
	cases map[string]Case // of the records the caller may read
}

// shows reports whether the caller may see a version: all of them, where the
// document is theirs or proves a record of their side; else those by which it
// proves what was sent to them.
func (s *sight) shows(version int) bool {
	if len(s.links) == 0 {
		return true
	}
	return slices.ContainsFunc(s.links, func(l linkRow) bool {
		c, read := s.cases[l.RecordID]
		return read && c.shows(l.Slot) && (c.Owner || version == l.provenIn(s.row.Version))
	})
}

// latest is the newest version the caller may see.
func (s *sight) latest() int {
	for v := s.row.Version; v > 1; v-- {
		if s.shows(v) {
			return v
		}
	}
	return 1
}

func (s *sight) proves(recordID, slot string) bool {
	return slices.ContainsFunc(s.links, func(l linkRow) bool { return l.RecordID == recordID && l.Slot == slot })
}

// see answers NotFound unless the caller may read one of the records it
// proves, or made it and it proves none.
func (ds *Documents) see(ctx context.Context, documentID string) (*sight, error) {
	row, err := findDocument(ctx, documentID)
	if err != nil {
		return nil, err
	}
	links, err := linksOf(ctx, documentID)
	if err != nil {
		return nil, err
	}
	s := &sight{row: row, links: links, cases: map[string]Case{}}
	for _, l := range links {
		c, err := ds.records.Look(ctx, l.RecordID)
		switch {
		case err == nil && c.shows(l.Slot):
			s.cases[l.RecordID] = c
		case err != nil && !fault.Is(err, fault.NotFound):
			return nil, err
		}
	}
	if len(s.cases) > 0 || len(links) == 0 && ds.mayOrphan(ctx, row.CreatedBy) {
		return s, nil
	}
	return nil, fault.New(fault.NotFound, "not_found")
}

func (ds *Documents) mayOrphan(ctx context.Context, author string) bool {
	a, err := identity.From(ctx)
	return err == nil && (a.System != "" || identity.By(ctx) == author)
}

// Newest is what bytes the caller is shown of a document they may see.
func (ds *Documents) Newest(ctx context.Context, documentID string) (Version, error) {
	s, err := ds.see(ctx, documentID)
	if err != nil {
		return Version{}, err
	}
	d, err := s.shown(ctx)
	return Version{Version: d.Version, Size: d.Size, SHA256: d.SHA256}, err
}

// Get reads a document the caller may see, for its page.
func (ds *Documents) Get(ctx context.Context, documentID string) (Document, error) {
	s, err := ds.see(ctx, documentID)
	if err != nil {
		return Document{}, err
	}
	d, err := s.shown(ctx)
	if err != nil {
		return Document{}, err
	}
	d.Correctable = ds.mayDescribe(ctx, s) == nil
	for _, l := range s.links {
		if _, ok := s.cases[l.RecordID]; ok && !slices.Contains(d.Records, l.RecordID) {
			d.Records = append(d.Records, l.RecordID)
		}
	}
	return d, nil
}

// shown is the document in the newest version the caller may see.
func (s *sight) shown(ctx context.Context) (Document, error) {
	d := s.row.shown()
	latest := s.latest()
	if latest == s.row.Version {
		return d, nil
	}
	rows, err := versionsOf(ctx, d.ID, latest)
	if err == nil && len(rows) == 1 {
		rows[0].over(&d)
	}
	return d, err
}

// Versions lists a document's versions the caller may see, newest first.
func (ds *Documents) Versions(ctx context.Context, documentID string) ([]Version, error) {
	s, err := ds.see(ctx, documentID)
	if err != nil {
		return nil, err
	}
	rows, err := versionsOf(ctx, documentID, 0)
	if err != nil {
		return nil, err
	}
	list := make([]Version, 0, len(rows))
	for _, v := range rows {
		if s.shows(v.Version) {
			list = append(list, Version{Version: v.Version, Name: v.Name, Size: v.Size, Mime: v.Mime, SHA256: v.SHA256, Sound: v.Sound,
				CreatedAt: time.UnixMicro(v.CreatedAt).UTC(), CreatedBy: v.CreatedBy})
		}
	}
	return list, nil
}

// keptRow is a version and where its bytes are.
type keptRow struct {
	versionRow
	Sound     bool
	ObjectKey string
	ObjectVer string
}

// over lays the version's bytes over a document.
func (v *keptRow) over(d *Document) {
	d.Version, d.Name, d.Size, d.Mime, d.SHA256, d.Sound = v.Version, v.Name, v.Size, v.Mime, v.SHA256, v.Sound
}

// versionsOf reads all versions, or the one.
func versionsOf(ctx context.Context, documentID string, version int) ([]keptRow, error) {
	q, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var rows []keptRow
	sel := q.NewSelect().TableExpr("document_version AS v").
		ColumnExpr("v.*, o.sound, o.key AS object_key, o.version AS object_ver").
		Join("JOIN document_object AS o ON o.sha256 = v.sha256").
		Where("v.document_id = ?", documentID).OrderExpr("v.version DESC")
	if version > 0 {
		sel = sel.Where("v.version = ?", version)
	}
	return rows, db.Fault(sel.Scan(ctx, &rows))
}

// Open opens a document's bytes; version 0 is the newest the caller may see, rng
// nil the whole. A read of what proves a sensitive record is logged first, and not
// given when it cannot be. Faults: NotFound, Invalid "range_invalid", Conflict
// "document.broken" when the bytes are known to be damaged, Unavailable.
func (ds *Documents) Open(ctx context.Context, documentID string, version int, rng *Range) (*Content, error) {
	s, err := ds.see(ctx, documentID)
	if err != nil {
		return nil, err
	}
	if version == 0 {
		version = s.latest()
	}
	if !s.shows(version) {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	rows, err := versionsOf(ctx, documentID, version)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	v := rows[0]
	if !v.Sound {
		return nil, fault.New(fault.Conflict, "document.broken", fault.Param("sha256", v.SHA256))
	}
	off, length, err := span(rng, v.Size)
	if err != nil {
		return nil, err
	}
	if err := ds.logRead(ctx, s, v); err != nil {
		return nil, fmt.Errorf("log read: %w", err)
	}
	body, err := ds.uploads.ReadObject(ctx, upload.Object{Key: v.ObjectKey, Version: v.ObjectVer}, off, length)
	if err != nil {
		return nil, fmt.Errorf("open document: %w", awayIfMissing(err))
	}
	d := s.row.shown()
	v.over(&d)
	if v.Version == s.row.Version {
		d.Name = s.row.Name
	}
	return &Content{Body: body, Document: d, Offset: off, Length: length}, nil
}

// span cuts a range to the document; one that begins behind the end is refused.
func span(rng *Range, size int64) (off, length int64, err error) {
	if rng == nil {
		return 0, size, nil
	}
	if rng.Offset < 0 || rng.Offset >= size || rng.Length == 0 {
		return 0, 0, fault.New(fault.Invalid, "range_invalid", fault.Field("range", "out_of_range"))
	}
	length = size - rng.Offset
	if rng.Length > 0 {
		length = min(length, rng.Length)
	}
	return rng.Offset, length, nil
}

// awayIfMissing: the row stands but the bytes do not; the sweep will say so.
func awayIfMissing(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.Conflict, "document.broken", fault.Cause(err))
	}
	return err
}

// logRead notes the read once for each sensitive record the document proves,
// also where the caller came by another record.
func (ds *Documents) logRead(ctx context.Context, s *sight, v keptRow) error {
	var entries []audit.Entry
	for _, l := range s.links {
		c, seen := s.cases[l.RecordID]
		if !seen {
			var err error
			c, err = ds.records.Look(identity.System(ctx, "document.read"), l.RecordID)
			if fault.Is(err, fault.NotFound) {
				continue
			}
			if err != nil {
				return err
			}
		}
		if c.Sensitive {
			entries = append(entries, audit.Entry{Action: "document.read", Object: v.DocumentID, Kind: c.Kind,
				Detail: map[string]any{"record": l.RecordID, "version": v.Version, "sha256": v.SHA256}})
		}
	}
	if len(entries) == 0 {
		return nil
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		for _, e := range entries {
			if err := ds.log(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
}

// ForRecord lists the documents of a record the caller may read, oldest first.
func (ds *Documents) ForRecord(ctx context.Context, recordID string) ([]Document, error) {
	c, err := ds.records.Look(ctx, recordID)
	if err != nil {
		return nil, err
	}
	all, err := ds.Of(ctx, []string{recordID})
	return slices.DeleteFunc(all[recordID], func(d Document) bool { return !c.shows(d.Slot) }), err
}

// ofAtOnce keeps a statement's parameters within every dialect's bound.
const ofAtOnce = 500

// Of lists documents of records without asking for permission: the caller has
// asked (lineage, backup).
func (ds *Documents) Of(ctx context.Context, recordIDs []string) (map[string][]Document, error) {
	all := map[string][]Document{}
	for ids := range slices.Chunk(recordIDs, ofAtOnce) {
		rows, err := db.Query(ctx, linkedText, ids)
		if err == nil {
			err = db.Each(rows, func(rows *sql.Rows) error {
				var recordID string
				var d Document
				var created int64
				err := rows.Scan(&recordID, &d.Slot, &d.ID, &d.Name, &d.Version, &d.Kind, &d.Number, &d.IssuedOn, &d.Issuer, &d.Summary, &d.Scan,
					&created, &d.CreatedBy, &d.SHA256, &d.Size, &d.Mime, &d.Sound, &d.BoundStep)
				d.CreatedAt = time.UnixMicro(created).UTC()
				all[recordID] = append(all[recordID], d)
				return err
			})
		}
		if err != nil {
			return nil, fmt.Errorf("list documents: %w", err)
		}
	}
	return all, nil
}

// linkedText reads documents from the records' side, those that prove now.
const linkedText = `SELECT l.record_id, l.slot, d.id, d.name, v.version, d.kind, d.number, d.issued_on, d.issuer, d.summary, d.scan,
	d.created_at, d.created_by, v.sha256, v.size, v.mime, o.sound, l.bound_step
	FROM document_link AS l
	JOIN document AS d ON d.id = l.document_id
	JOIN document_version AS v ON v.document_id = d.id AND v.version = ` + provenVersion + `
	JOIN document_object AS o ON o.sha256 = v.sha256
	WHERE l.record_id IN (?) AND l.removed_at = 0 ORDER BY l.record_id, l.created_at, d.id`

// Count is how many sound documents stand in each slot of records, by record and
// slot; those taken off again do not count.
func (ds *Documents) Count(ctx context.Context, recordIDs []string) (map[string]map[string]int, error) {
	rows, err := db.Query(ctx, `SELECT l.record_id, l.slot, COUNT(*) FROM document_link AS l
		JOIN document AS d ON d.id = l.document_id
		JOIN document_version AS v ON v.document_id = d.id AND v.version = `+provenVersion+`
		JOIN document_object AS o ON o.sha256 = v.sha256
		WHERE l.record_id IN (?) AND l.removed_at = 0 AND o.sound GROUP BY l.record_id, l.slot`, recordIDs)
	if err != nil {
		return nil, fmt.Errorf("count evidence: %w", err)
	}
	counts := map[string]map[string]int{}
	err = db.Each(rows, func(rows *sql.Rows) error {
		var recordID, slot string
		var n int
		if err := rows.Scan(&recordID, &slot, &n); err != nil {
			return err
		}
		if counts[recordID] == nil {
			counts[recordID] = map[string]int{}
		}
		counts[recordID][slot] = n
		return nil
	})
	return counts, err
}
