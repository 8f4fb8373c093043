package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/search/extract"
	"github.com/doanket/doanket/core/text"
	"github.com/doanket/doanket/core/upload"
)

// ReadJob brings the text of the documents of one record in step with what they prove.
const ReadJob = "search.read"

// reading is what a ReadJob is about.
type reading struct {
	RecordID string `json:"record_id"`
}

// touching are the acts after which documents prove other things, or say others.
var touching = []string{record.Attach, record.Detach, record.Replace, record.Describe, "discard", "restore"}

// Recorded hears of records in the transaction of their changes.
func (s *Search) Recorded(ctx context.Context, changes []record.Change) error {
	var touched []string
	for _, c := range changes {
		if slices.Contains(touching, c.Action) {
			touched = append(touched, c.After.ID)
		}
	}
	if len(touched) == 0 {
		return nil
	}
	ids, err := texts(ctx, "SELECT DISTINCT record_id FROM document_link WHERE record_id IN (?) ORDER BY record_id", touched)
	for i := 0; i < len(ids) && err == nil; i++ {
		err = job.Enqueue(ctx, ReadJob, reading{ids[i]}, job.Unique(ids[i]))
	}
	return err
}

func (s *Search) read(ctx context.Context, j job.Job) error {
	var r reading
	if err := j.Decode(&r); err != nil {
		return err
	}
	ids, err := texts(ctx, "SELECT DISTINCT document_id FROM document_link WHERE record_id = ?", r.RecordID)
	for _, id := range ids {
		err = errors.Join(err, s.bring(ctx, id, false))
	}
	return err
}

// paper is a version of a document by which it proves a record.
type paper struct {
	upload.Object
	documentID string
	version    int
	face       string
}

// bring makes what is kept of a document's text what it is to be; anew reads also what
// was read before.
func (s *Search) bring(ctx context.Context, documentID string, anew bool) error {
	wanted, err := s.wanted(ctx, documentID)
	if err != nil {
		return fmt.Errorf("read document %s: %w", documentID, err)
	}
	kept, err := keptOf(ctx, documentID)
	if err != nil {
		return fmt.Errorf("read document %s: %w", documentID, err)
	}
	for version := range kept {
		if !slices.ContainsFunc(wanted, func(p paper) bool { return p.version == version }) {
			if err := forget(ctx, documentID, version); err != nil {
				return err
			}
		}
	}
	for _, p := range wanted {
		k, there := kept[p.version]
		switch {
		case anew || !there || k.sha256 != p.SHA256:
			err = s.take(ctx, p)
		case k.face != p.face:
			err = redescribe(ctx, p)
		}
		if err != nil {
			return fmt.Errorf("read document %s: %w", documentID, err)
		}
	}
	return nil
}

// wanted are the versions by which a document proves records now; none where one of
// those is of a silent kind.
func (s *Search) wanted(ctx context.Context, documentID string) ([]paper, error) {
	rows, err := db.Query(ctx, `SELECT v.version, v.sha256, o.size, o.mime, o.key, o.version, d.name, d.number, d.issuer, d.summary, r.kind
		FROM document_link AS l
		JOIN record AS r ON r.id = l.record_id AND r.phase <> 'discarded'
		JOIN document AS d ON d.id = l.document_id
		JOIN document_version AS v ON v.document_id = d.id AND v.version = `+proven+`
		JOIN document_object AS o ON o.sha256 = v.sha256
		WHERE l.document_id = ? AND l.removed_at = 0 ORDER BY v.version`, documentID)
	if err != nil {
		return nil, err
	}
	kinds, hushed := s.Kinds.In(ctx), false
	var out []paper
	err = db.Each(rows, func(rows *sql.Rows) error {
		p := paper{documentID: documentID}
		var name, number, issuer, summary, of string
		err := rows.Scan(&p.version, &p.SHA256, &p.Size, &p.Mime, &p.Key, &p.Version, &name, &number, &issuer, &summary, &of)
		p.face = faceOf(name, number, issuer, summary)
		k, missing := kinds.Get(of)
		hushed = hushed || missing != nil || silent(k)
		if len(out) == 0 || out[len(out)-1].version != p.version {
			out = append(out, p)
		}
		return err
	})
	if hushed {
		return nil, err
	}
	return out, err
}

// proven is the version by which a document proves, as the room document has it.
const proven = "CASE WHEN l.bound_version > 0 THEN l.bound_version ELSE d.version END"

// faceOf is what a document is described by.
func faceOf(name, number, issuer, summary string) string {
	return extract.Clean(summary + "\n" + number + "\n" + issuer + "\n" + stem(name))
}

// stem is a file's name without its extension.
func stem(name string) string {
	if ext := upload.Extension(name); ext != "" {
		return name[:len(name)-len(ext)-1]
	}
	return name
}

// kept is what is kept of a version.
type kept struct{ sha256, face string }

func keptOf(ctx context.Context, documentID string) (map[int]kept, error) {
	rows, err := db.Query(ctx, "SELECT version, sha256, face FROM document_text WHERE document_id = ?", documentID)
	if err != nil {
		return nil, err
	}
	out := map[int]kept{}
	return out, db.Each(rows, func(rows *sql.Rows) error {
		var version int
		var k kept
		err := rows.Scan(&version, &k.sha256, &k.face)
		out[version] = k
		return err
	})
}

// take reads a version and keeps what it says. The store being away is an error, so
// that it is tried again; bytes that are lost are read as none.
func (s *Search) take(ctx context.Context, p paper) error {
	body, state, err := s.textOf(ctx, p.Object)
	if err != nil {
		return err
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		_, err := db.Exec(ctx, `INSERT INTO document_text (document_id, version, sha256, state, read_at, face, fold, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (document_id, version) DO UPDATE SET sha256 = EXCLUDED.sha256, state = EXCLUDED.state, read_at = EXCLUDED.read_at,
			face = EXCLUDED.face, fold = EXCLUDED.fold, body = EXCLUDED.body`,
			p.documentID, p.version, p.SHA256, string(state), db.Now(ctx).UnixMicro(), p.face, foldOf(p.face, body), body)
		return err
	})
}

// textOf reads an object's text by way of a file, so that no more of it than is read
// at a time is in memory.
func (s *Search) textOf(ctx context.Context, o upload.Object) (string, extract.State, error) {
	if o.Size > extract.MaxBytes {
		return "", extract.TooCostly, nil
	}
	file, err := os.CreateTemp("", "doanket-text-")
	if err != nil {
		return "", "", err
	}
	defer os.Remove(file.Name()) //nolint:errcheck // a file of /tmp
	defer file.Close()
	body, err := s.Objects.ReadObject(ctx, o, 0, -1)
	if fault.Is(err, fault.NotFound) {
		return "", extract.Unreadable, nil
	}
	if err != nil {
		return "", "", err
	}
	defer body.Close()
	size, err := io.Copy(file, io.LimitReader(body, extract.MaxBytes))
	if err != nil {
		return "", "", err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", "", err
	}
	return s.Reader.Text(ctx, upload.ExtensionOf(o.Mime), file, size)
}

// redescribe keeps a document's new description beside the text it had.
func redescribe(ctx context.Context, p paper) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		var body string
		if err := db.QueryRow(ctx, "SELECT body FROM document_text WHERE document_id = ? AND version = ?", p.documentID, p.version).Scan(&body); err != nil {
			return err
		}
		_, err := db.Exec(ctx, "UPDATE document_text SET face = ?, fold = ? WHERE document_id = ? AND version = ?", p.face, foldOf(p.face, body), p.documentID, p.version)
		return err
	})
}

func forget(ctx context.Context, documentID string, version int) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		_, err := db.Exec(ctx, "DELETE FROM document_text WHERE document_id = ? AND version = ?", documentID, version)
		return err
	})
}

// mostWords of a document are looked in: PostgreSQL keeps no more than 1 MiB of them.
const mostWords = 12_000

// foldOf is what a search looks in: the words of a document and its description, and
// the pairs that stand side by side.
func foldOf(face, body string) string {
	words := text.Words(face + "\n" + body)
	all := strings.Join(words[:min(len(words), mostWords)], " ")
	return text.WordList(all) + strings.TrimPrefix(text.PairList(all), " ")
}
