package document_test

import (
	"bytes"
	"context"
	"database/sql"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/evidence"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/migration/province"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

// letters is a recommendation that was sent with a letter and has a paper of its
// addressee's; and, beside it, a paper of a record nobody was sent.
func letters(t *testing.T, h *evidence.House) (letter, reply, plain string) {
	t.Helper()
	officer := h.Officer()
	rec, err := h.Records.Create(officer, "core.recommendation", record.Input{UnitID: h.Unit(coretest.An, "X1"),
		Fields: map[string]any{"title": "Sửa đường", "content": "Sửa đường", "source": "other", "to_unit": h.Unit(coretest.An, "X1-UB")}})
	if err != nil {
		t.Fatal(err)
	}
	put := func(ctx context.Context, recordID, slot string, n int) string {
		body := evidence.Paper(n)
		d, err := h.Documents.Attach(ctx, recordID, slot, document.Source{Body: bytes.NewReader(body), Size: int64(len(body)), Name: "a.pdf"}, document.Meta{})
		if err != nil {
			t.Fatal(err)
		}
		return d.ID
	}
	letter = put(officer, rec.ID, "letter", 1)
	for _, step := range [][2]string{{coretest.Officer, "submit"}, {coretest.Approver, "send"}} {
		if _, err := h.Records.Do(h.As(coretest.An, step[0]), rec.ID, step[1], 0, record.Act{}); err != nil {
			t.Fatal(err)
		}
	}
	reply = put(h.As(coretest.An, coretest.Responder), rec.ID, "answer_letter", 2)
	return letter, reply, put(officer, evidence.Visit(t, h.Rig), "report", 3)
}

// TestASideIsWorkedOutOnceOfOlderPapers: by the posts of who put them in, though they
// have left; of somebody who stood nowhere near it nothing is guessed.
func TestASideIsWorkedOutOnceOfOlderPapers(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		letter, reply, plain := letters(t, h)
		in := h.In(coretest.An)
		sides := func() map[string]string {
			rows, err := db.Query(in, "SELECT document_id, side FROM document_link")
			if err != nil {
				t.Fatal(err)
			}
			out := map[string]string{}
			err = db.Each(rows, func(rows *sql.Rows) error {
				var paper, side string
				err := rows.Scan(&paper, &side)
				out[paper] = side
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		x1, ub := h.Unit(coretest.An, "X1"), h.Unit(coretest.An, "X1-UB")
		if got := sides(); got[letter] != x1 || got[plain] != x1 || got[reply] != ub {
			t.Fatalf("put in on the sides %v", got)
		}
		responder, err := h.People.ByLogin(in, coretest.Responder)
		if err == nil {
			err = h.People.Disable(in, responder.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		again := func() map[string]string {
			err := db.InTx(in, func(ctx context.Context) error {
				tx, err := db.Of(ctx)
				if err == nil {
					_, err = db.Exec(ctx, "UPDATE document_link SET side = ''")
				}
				if err != nil {
					return err
				}
				return province.EvidenceSide.Rows(ctx, tx)
			})
			if err != nil {
				t.Fatal(err)
			}
			return sides()
		}
		if got := again(); got[letter] != x1 || got[plain] != x1 || got[reply] != ub {
			t.Errorf("worked out as %v", got)
		}
		watcher, err := h.People.ByLogin(in, coretest.Watcher)
		if err == nil {
			err = db.InTx(in, func(ctx context.Context) error {
				_, err := db.Exec(ctx, "UPDATE document_link SET created_by = ?", watcher.ID)
				return err
			})
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := again(); got[letter] != "" || got[plain] != x1 || got[reply] != "" {
			t.Errorf("of who stood with neither: %v", got)
		}
		number := "12/MTTQ"
		_, err = h.Documents.Describe(h.Officer(), letter, document.Correction{Number: &number})
		evidence.Want(t, "whose side is not known", err, fault.Forbidden, "forbidden")
	})
}

// asked counts how often it is asked who may touch a record.
type asked struct {
	document.Records
	times *int
}

// Touchable is the waist's.
func (a asked) Touchable(ctx context.Context, recordID string, touch record.Touch) error {
	*a.times++
	return a.Records.Touchable(ctx, recordID, touch)
}

// TestOnlyThePageAsksWhoMayCorrect: not each download of the bytes.
func TestOnlyThePageAsksWhoMayCorrect(t *testing.T) {
	t.Parallel()
	h := evidence.New(t, coretest.Options{})
	letter, _, _ := letters(t, h)
	times := 0
	documents := document.New(document.Options{Records: asked{document.Over(h.Records), &times}, Uploads: h.Uploads})
	v, err := documents.Newest(h.Officer(), letter)
	if err != nil || v.Version != 1 || v.Size == 0 || v.SHA256 == "" {
		t.Fatalf("%+v %v", v, err)
	}
	c, err := documents.Open(h.Officer(), letter, 0, nil)
	if err != nil || times != 0 {
		t.Fatalf("a download asks %d times: %v", times, err)
	}
	_ = c.Body.Close()
	if d, err := documents.Get(h.Officer(), letter); err != nil || !d.Correctable || times != 1 {
		t.Errorf("the page asks %d times: %+v %v", times, d, err)
	}
}
