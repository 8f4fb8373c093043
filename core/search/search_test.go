package search_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/search"
	"github.com/doanket/doanket/core/search/extract"
)

// house is a rig whose module has a second kind: trips, like visits but that nothing of
// them is sealed, so that their papers are read, with a slot for the owner's side.
type house struct {
	*coretest.Rig
	t testing.TB
}

func each(t *testing.T, body func(h house)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		body(open(t, false))
	})
	if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
		t.Run("postgres", func(t *testing.T) {
			t.Parallel()
			body(open(t, true))
		})
	}
}

func open(t testing.TB, postgres bool) house {
	return house{coretest.New(t, coretest.Options{Postgres: postgres, Shape: withTrips}), t}
}

func withTrips(o *installation.Options) {
	m := o.Manifests[0]
	trip := m.Kinds[0]
	trip.Name, trip.Number = "trip", "CT-{year}-{seq:4}"
	trip.Label = manifest.Text{VI: "Chuyến công tác", EN: "Trip"}
	trip.Fields = slices.DeleteFunc(slices.Clone(trip.Fields), func(f manifest.Field) bool { return f.Sealed })
	report := trip.Slots[0]
	report.Types = []string{"pdf", "docx", "xlsx", "txt"}
	inner := report
	inner.Code, inner.Audience = "inner", "own"
	trip.Slots = append([]manifest.Slot{report, inner}, trip.Slots[1:]...)
	trip.Lifecycle.States = slices.Clone(trip.Lifecycle.States)
	for i := range trip.Lifecycle.States {
		if s := &trip.Lifecycle.States[i]; len(s.Attach) > 0 {
			s.Attach = append(slices.Clone(s.Attach), inner.Code)
		}
	}
	visit := &m.Kinds[0]
	annex := report
	annex.Code = "annex"
	visit.Slots = append(visit.Slots, annex)
	for i := range visit.Lifecycle.States {
		if s := &visit.Lifecycle.States[i]; len(s.Attach) > 0 {
			s.Attach = append(s.Attach, annex.Code)
		}
	}
	m.Kinds = append(m.Kinds, trip)
	o.Programs = extract.Programs{PDFText: "pdftotext"}
}

// file is a paper to be brought.
func file(name string, body []byte) document.Source {
	return document.Source{Body: bytes.NewReader(body), Size: int64(len(body)), Name: name}
}

// docx is a small Word file of paragraphs.
func docx(t testing.TB, paragraphs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	var body strings.Builder
	for _, p := range paragraphs {
		fmt.Fprintf(&body, `<w:p><w:r><w:t>%s</w:t></w:r></w:p>`, p)
	}
	for name, text := range map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"word/document.xml":   `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body.String() + `</w:body></w:document>`,
	} {
		part, err := w.Create(name)
		if err == nil {
			_, err = part.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// create makes a record of commune X1 or X2.
func (h house) create(slug, who, kind, unit, title string) string {
	h.t.Helper()
	rec, err := h.Records.Create(h.As(slug, who), kind, record.Input{UnitID: h.Unit(slug, unit), Submit: "submit",
		Fields: map[string]any{"title": title, "held_on": "2026-03-10"}})
	if err != nil {
		h.t.Fatal(err)
	}
	return rec.ID
}

func (h house) attach(ctx context.Context, recordID, slot string, from document.Source, meta document.Meta) string {
	h.t.Helper()
	d, err := h.Documents.Attach(ctx, recordID, slot, from, meta)
	if err != nil {
		h.t.Fatal(err)
	}
	return d.ID
}

func (h house) find(ctx context.Context, q search.Question) search.Answer {
	h.t.Helper()
	a, err := h.Search.Find(ctx, q)
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

// said is the parts as text, hits in brackets.
func said(parts []search.Piece) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Hit {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// TestTextInsideDocumentsIsFound: after a paper is accepted, what is written in it is
// found by who may read its record, in any order of words, with and without accents,
// with the passage; what another unit or province keeps is not.
func TestTextInsideDocumentsIsFound(t *testing.T) {
	t.Parallel()
	each(t, func(h house) {
		me := h.As(coretest.An, coretest.Officer)
		trip := h.create(coretest.An, coretest.Officer, "demo.trip", "X1", "Chuyến công tác tháng ba")
		id := h.attach(me, trip, "report", file("bien-ban.docx", docx(h.t, "Biên bản làm việc", "Hội nghị phản biện dự thảo quy chế quản lý chợ Đồng Lộc &lt;b&gt;ngày 10&lt;/b&gt;.")),
			document.Meta{Number: "12/BB-MTTQ", Summary: "Biên bản hội nghị"})
		if got := h.find(me, search.Question{Words: "quy chế chợ"}); len(got.Documents) != 0 {
			h.t.Error("found before it was read")
		}
		h.Settle(coretest.An)
		for _, q := range []string{"phản biện dự thảo", "du thao phan bien", "chợ Đồng Lộc", "12/BB-MTTQ", "quy che quan l", "bien ban"} {
			got := h.find(me, search.Question{Words: q})
			if len(got.Documents) != 1 || got.Documents[0].ID != id || got.Documents[0].Record.ID != trip {
				h.t.Errorf("%q finds %+v", q, got.Documents)
			}
		}
		d := h.find(me, search.Question{Words: "cho dong loc ngay"}).Documents[0]
		if got := said(d.Passage); got != "… dự thảo quy chế quản lý [chợ Đồng Lộc] <b>[ngày] 10</b>." {
			h.t.Errorf("passage %q", got)
		}
		for _, who := range []string{coretest.Officer2, coretest.Responder, coretest.Admin} {
			if got := h.find(h.As(coretest.An, who), search.Question{Words: "phản biện"}); len(got.Documents)+len(got.Records) != 0 {
				h.t.Errorf("%s finds %+v", who, got)
			}
		}
		for _, login := range coretest.Logins {
			if got := h.find(h.As(coretest.Binh, login), search.Question{Words: "phản biện"}); len(got.Documents)+len(got.Records) != 0 {
				h.t.Errorf("another province's %s finds %+v", login, got)
			}
		}
		if got := h.find(h.As(coretest.An, coretest.Watcher), search.Question{Words: "phản biện"}); len(got.Documents) != 1 {
			h.t.Errorf("who reads the whole province finds %+v", got.Documents)
		}
	})
}

// TestPapersOfEachTypeAreRead as far as there is somebody to read them.
func TestPapersOfEachTypeAreRead(t *testing.T) {
	t.Parallel()
	wanted := map[string]string{"hộ nghèo Trung Thành": "b.txt"}
	if _, err := exec.LookPath("pdftotext"); err == nil {
		wanted["ngày hội"] = "a.pdf"
	} else {
		t.Log("no pdftotext here: text in PDFs is not looked for")
	}
	each(t, func(h house) {
		me := h.As(coretest.An, coretest.Officer)
		trip := h.create(coretest.An, coretest.Officer, "demo.trip", "X1", "Chuyến một")
		h.attach(me, trip, "report", file("a.pdf", []byte(coretest.PDF("ngay hoi dai doan ket"))), document.Meta{})
		h.attach(me, trip, "report", file("b.txt", []byte("Danh sách hộ nghèo thôn Trung Thành")), document.Meta{})
		h.Settle(coretest.An)
		for q, name := range wanted {
			if got := h.find(me, search.Question{Words: q}).Documents; len(got) != 1 || got[0].Name != name {
				h.t.Errorf("%q finds %+v", q, got)
			}
		}
	})
}

// TestOnlyWhatMayBeReadIsFound: planted words in a sealed field, in a draft of others,
// in papers of a kind that seals, in the slot of the owner's side, in a version that
// was replaced, in a paper taken off, of a record thrown away.
func TestOnlyWhatMayBeReadIsFound(t *testing.T) {
	t.Parallel()
	each(t, func(h house) {
		me, leader := h.As(coretest.An, coretest.Officer), h.As(coretest.An, coretest.Leader)
		visit, err := h.Records.Create(me, "demo.visit", record.Input{UnitID: h.Unit(coretest.An, "X1"), Submit: "submit",
			Fields: map[string]any{"title": "Thăm hỏi", "held_on": "2026-03-10", "informant": "NIEMPHONGMOT"}})
		if err != nil {
			h.t.Fatal(err)
		}
		h.attach(me, visit.ID, "report", file("NIEMPHONGTEN.pdf", []byte(coretest.PDF("NIEMPHONGHAI"))), document.Meta{Summary: "NIEMPHONGBA"})
		draft, err := h.Records.Create(me, "demo.trip", record.Input{UnitID: h.Unit(coretest.An, "X1"), Fields: map[string]any{"title": "BANNHAPMOT", "held_on": "2026-03-10"}})
		if err != nil {
			h.t.Fatal(err)
		}
		h.attach(me, draft.ID, "report", file("a.txt", []byte("BANNHAPHAI")), document.Meta{})
		trip := h.create(coretest.An, coretest.Officer, "demo.trip", "X1", "Chuyến đi")
		replaced := h.attach(me, trip, "report", file("b.txt", []byte("PHIENBANCU")), document.Meta{})
		off := h.attach(me, trip, "report", file("c.txt", []byte("DAGOBO")), document.Meta{})
		shared := h.attach(me, trip, "report", file("d.txt", []byte("CHUNGNIEMPHONG")), document.Meta{})
		h.Settle(coretest.An)
		h.finds(leader, map[string]int{"PHIENBANCU": 1, "DAGOBO": 1, "CHUNGNIEMPHONG": 1, "NIEMPHONGHAI": 0, "NIEMPHONGBA": 0, "NIEMPHONGTEN": 0, "NIEMPHONGMOT": 0, "BANNHAPMOT": 0, "BANNHAPHAI": 0})
		h.finds(me, map[string]int{"NIEMPHONGMOT": 0, "NIEMPHONGHAI": 0, "BANNHAPMOT": 1, "BANNHAPHAI": 1})

		if _, err := h.Documents.Replace(me, replaced, file("b.txt", []byte("PHIENBANMOI")), document.Meta{}); err != nil {
			h.t.Fatal(err)
		}
		if err := h.Documents.Detach(me, trip, off); err != nil {
			h.t.Fatal(err)
		}
		// Beside an ordinary record it now proves one of a kind that seals.
		if _, err := h.Documents.Attach(me, visit.ID, "annex", document.Source{DocumentID: shared}, document.Meta{}); err != nil {
			h.t.Fatal(err)
		}
		h.finds(leader, map[string]int{"PHIENBANCU": 0, "DAGOBO": 0, "CHUNGNIEMPHONG": 0}) // at once, not only when the queue has been
		h.Settle(coretest.An)
		h.finds(leader, map[string]int{"PHIENBANMOI": 1})
		if err := h.Records.Discard(me, draft.ID, 0); err != nil {
			h.t.Fatal(err)
		}
		h.finds(me, map[string]int{"BANNHAPMOT": 0, "BANNHAPHAI": 0})
		h.Settle(coretest.An)
		for _, word := range []string{"PHIENBANCU", "DAGOBO", "CHUNGNIEMPHONG", "BANNHAPHAI", "NIEMPHONGHAI"} {
			var kept int
			if err := db.QueryRow(h.In(coretest.An), "SELECT COUNT(*) FROM document_text WHERE body LIKE ?", "%"+word+"%").Scan(&kept); err != nil || kept != 0 {
				h.t.Errorf("%s is kept in %d texts, %v", word, kept, err)
			}
		}
	})
}

// TestDescriptionsFollow: a corrected number is found, the one before no longer.
func TestDescriptionsFollow(t *testing.T) {
	t.Parallel()
	each(t, func(h house) {
		me := h.As(coretest.An, coretest.Officer)
		trip := h.create(coretest.An, coretest.Officer, "demo.trip", "X1", "Chuyến đi")
		paper := h.attach(me, trip, "report", file("a.txt", []byte("nội dung")), document.Meta{Number: "12/KH-MTTQ"})
		h.Settle(coretest.An)
		number := "13/KH-MTTQ"
		if _, err := h.Documents.Describe(me, paper, document.Correction{Number: &number}); err != nil {
			h.t.Fatal(err)
		}
		h.Settle(coretest.An)
		h.finds(me, map[string]int{"12/KH-MTTQ": 0, "13/KH-MTTQ": 1, "nội dung": 1})
	})
}

// TestNewPapersDoNotWaitBehindOtherWork: behind 2,000 jobs of another kind a paper is
// read, and a new title found, after a few of them.
func TestNewPapersDoNotWaitBehindOtherWork(t *testing.T) {
	t.Parallel()
	each(t, func(h house) {
		me, in := h.As(coretest.An, coretest.Officer), h.In(coretest.An)
		ran, found := 0, 0
		h.Queue.Register("crowd", func(context.Context, job.Job) error {
			if ran++; found == 0 && ran%20 == 0 && len(h.find(me, search.Question{Words: "chợ Đồng Lộc"}).Documents) == 1 {
				found = ran
			}
			return nil
		})
		for range 4 {
			err := db.InTx(in, func(ctx context.Context) error {
				return job.EnqueueAll(ctx, "crowd", make([]job.Item, 500))
			})
			if err != nil {
				h.t.Fatal(err)
			}
		}
		trip := h.create(coretest.An, coretest.Officer, "demo.trip", "X1", "Chuyến công tác TIEUDEMOI")
		h.attach(me, trip, "report", file("a.txt", []byte("Họp bàn quy chế chợ Đồng Lộc")), document.Meta{})
		if got := h.find(me, search.Question{Words: "TIEUDEMOI"}); len(got.Records) != 1 {
			h.t.Errorf("the title is found %d times before any job ran", len(got.Records))
		}
		h.Settle(coretest.An)
		if ran != 2000 || found == 0 || found > 200 {
			h.t.Errorf("of %d other jobs %d ran before the paper was found", ran, found)
		}
	})
}

// TestRebuild: what was there before its text was kept is read by the nightly job, and
// all anew by command.
func TestRebuild(t *testing.T) {
	t.Parallel()
	each(t, func(h house) {
		me, in := h.As(coretest.An, coretest.Officer), h.In(coretest.An)
		trip := h.create(coretest.An, coretest.Officer, "demo.trip", "X1", "Chuyến đi")
		h.attach(me, trip, "report", file("a.txt", []byte("từ trước")), document.Meta{})
		h.attach(me, trip, "report", file("b.txt", []byte("từ trước nữa")), document.Meta{})
		h.Settle(coretest.An)
		change := func(query string) {
			h.t.Helper()
			err := db.InTx(in, func(ctx context.Context) error {
				_, err := db.Exec(ctx, query)
				return err
			})
			if err != nil {
				h.t.Fatal(err)
			}
		}
		change("DELETE FROM document_text")
		h.finds(me, map[string]int{"từ trước": 0})
		if err := job.Enqueue(in, search.FillJob, nil); err != nil {
			h.t.Fatal(err)
		}
		h.Settle(coretest.An)
		h.finds(me, map[string]int{"từ trước": 2})
		change("UPDATE document_text SET fold = ' x ', body = 'x'")
		if n, err := search.Rebuild(in); err != nil || n != 2 {
			h.t.Fatal(n, err)
		}
		h.Settle(coretest.An)
		h.finds(me, map[string]int{"từ trước": 2, "x": 0})
	})
}

// finds holds how many records and documents each word is found in.
func (h house) finds(ctx context.Context, want map[string]int) {
	h.t.Helper()
	for q, n := range want {
		if got := h.find(ctx, search.Question{Words: q}); len(got.Records)+len(got.Documents) != n {
			h.t.Errorf("%q finds %d records and %d documents, want %d", q, len(got.Records), len(got.Documents), n)
		}
	}
}
