package document_test

import (
	"archive/zip"
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/evidence"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/upload"
)

// bomb is a small archive of a file of nulls of 1 GiB.
func bomb(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "word/document.xml"} {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		zeros := make([]byte, 1<<20)
		for range 256 {
			if _, err := part.Write(zeros); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestSlotRules holds files against the slot: what it takes, how much, how many.
func TestSlotRules(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		rec := evidence.Visit(t, h.Rig)
		exe := append([]byte("MZ\x90\x00\x03\x00\x00\x00"), make([]byte, 4000)...)
		for _, c := range []struct {
			slot, name string
			body       []byte
			kind       fault.Kind
			code       string
		}{
			{"report", "chương trình.pdf", exe, fault.Invalid, "type_mismatch"},
			{"report", "báo cáo.pdf", []byte("đây là chữ, không phải PDF"), fault.Invalid, "type_mismatch"},
			{"report", "ảnh.png", evidence.Paper(0), fault.Invalid, "photo_not_taken"},
			{"report", "virus.exe", exe, fault.Invalid, "type_not_allowed"},
			{"photo", "ảnh.jpg", evidence.Paper(0), fault.Invalid, "type_mismatch"},
			{"report", "a.pdf", nil, fault.Invalid, "empty"},
			{"report", "to.pdf", evidence.Paper(20*evidence.MiB + 1), fault.TooLarge, "too_large"},
			{"no_such", "a.pdf", evidence.Paper(0), fault.Invalid, "unknown_value"},
			{"report", "Kế hoạch (Mật).pdf", evidence.Paper(0), fault.Invalid, "state_secret_refused"},
			{"report", "TUYỆT MẬT.pdf", evidence.Paper(0), fault.Invalid, "state_secret_refused"},
			{"report", " \u200b..", evidence.Paper(0), fault.Invalid, "required"},
			{"annex", "bom.docx", bomb(t), fault.Invalid, "archive_too_costly"},
		} {
			_, err := evidence.Bring(h.Rig, rec, c.slot, c.name, c.body)
			evidence.Want(t, c.slot+" "+c.name, err, c.kind, c.code)
		}
		if n := evidence.Rows(t, h.Rig, "document", "1 = 1") + evidence.Rows(t, h.Rig, "upload", "state <> 'refused'") + len(evidence.Stored(t, h.Rig, "")); n != 0 {
			t.Errorf("%d things are left of what was refused: %v", n, evidence.Stored(t, h.Rig, ""))
		}
		if _, err := evidence.Bring(h.Rig, rec, "annex", "bom.zip", bomb(t)); err != nil {
			t.Errorf("an archive is kept as it is, unopened: %v", err)
		}
		for range 3 {
			if _, err := evidence.Bring(h.Rig, rec, "report", "a.pdf", evidence.Paper(0)); err != nil {
				t.Fatal(err)
			}
		}
		_, err := evidence.Bring(h.Rig, rec, "report", "a.pdf", evidence.Paper(0))
		evidence.Want(t, "a fourth", err, fault.Conflict, "slot_full")
		for _, m := range []document.Meta{{Summary: "Báo cáo - TỐI MẬT"}, {Number: "05/BC-UBND-M"}, {Name: "MẬT.pdf"}} {
			_, err := h.Documents.Attach(h.Officer(), rec, "annex", document.Source{Body: bytes.NewReader(evidence.Paper(0)), Size: -1, Name: "a.pdf"}, m)
			evidence.Want(t, m.Summary+m.Number+m.Name, err, fault.Invalid, "state_secret_refused")
		}
	})
}

// TestNamesAreMadeSafe: whatever the sender's system puts into a name.
func TestNamesAreMadeSafe(t *testing.T) {
	t.Parallel()
	h := evidence.New(t, coretest.Options{})
	rec := evidence.Visit(t, h.Rig)
	for in, out := range map[string]string{
		"../../etc/passwd.pdf":            "..-..-etc-passwd.pdf",
		`C:\Users\lan\Báo cáo.pdf`:        "Báo cáo.pdf",
		"a\x00b\r\nc\x1b[31m.pdf":         "ab c[31m.pdf",
		"báo cáo\u202efdp.exe.pdf":        "báo cáofdp.exe.pdf",
		strings.Repeat("ế", 400) + ".pdf": strings.Repeat("ế", 83) + ".pdf",
	} {
		d, err := evidence.Bring(h.Rig, rec, "annex", in, evidence.Paper(0))
		if err != nil || d.Name != out {
			t.Errorf("%q becomes %q, want %q (%v)", in, d.Name, out, err)
		}
	}
}

// TestSeveralRecords: one paper proves several records, taken off one it still
// proves the others, and its bytes are kept once.
func TestSeveralRecords(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		ctx, first, second := h.Officer(), evidence.Visit(t, h.Rig), evidence.Visit(t, h.Rig)
		body := evidence.Paper(14 * evidence.MiB)
		d, err := evidence.Bring(h.Rig, first, "report", "a.pdf", body)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = h.Documents.Attach(ctx, second, "report", document.Source{DocumentID: d.ID}, document.Meta{}); err != nil {
			t.Fatal(err)
		}
		again, err := h.Documents.Attach(ctx, second, "report", document.Source{DocumentID: d.ID}, document.Meta{})
		if err != nil || again.ID != d.ID {
			t.Errorf("said twice: %+v, %v", again, err)
		}
		if got, err := h.Documents.Get(ctx, d.ID); err != nil || len(got.Records) != 2 {
			t.Errorf("proves %v, %v", got.Records, err)
		}
		if err := h.Documents.Detach(ctx, first, d.ID); err != nil {
			t.Fatal(err)
		}
		evidence.Want(t, "off again", h.Documents.Detach(ctx, first, d.ID), fault.NotFound, "not_found")
		list, err := h.Documents.ForRecord(ctx, first)
		if err != nil || len(list) != 0 {
			t.Errorf("the first still shows %v, %v", list, err)
		}
		if list, err = h.Documents.ForRecord(ctx, second); err != nil || len(list) != 1 || list[0].SHA256 != evidence.SumOf(body) {
			t.Errorf("the second shows %v, %v", list, err)
		}
		// The same bytes sent anew: recognised, kept once.
		twin, err := evidence.Bring(h.Rig, first, "report", "b.pdf", body)
		if err != nil || twin.DuplicateOf != d.ID || twin.ID == d.ID {
			t.Errorf("the twin: %+v, %v", twin, err)
		}
		same, err := evidence.Bring(h.Rig, first, "report", "c.pdf", body)
		if err != nil || same.ID != twin.ID {
			t.Errorf("in the same slot it is the same: %+v, %v", same, err)
		}
		if kept := evidence.Stored(t, h.Rig, "object/"); len(kept) != 1 {
			t.Errorf("kept %d times: %v", len(kept), kept)
		}
		evidence.Read(t, h.Rig, twin.ID, 0)
	})
}

// TestVersionsAreKeptAndLocked: a new version hides nothing, and what is stored
// cannot be destroyed with ordinary keys.
func TestVersionsAreKeptAndLocked(t *testing.T) {
	t.Parallel()
	run := func(t *testing.T, h *evidence.House) {
		ctx, rec := h.Officer(), evidence.Visit(t, h.Rig)
		bodies := [][]byte{evidence.Paper(1000), evidence.Paper(14 * evidence.MiB), evidence.Paper(2000)}
		d, err := evidence.Bring(h.Rig, rec, "report", "a.pdf", bodies[0])
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.Documents.Replace(ctx, d.ID, document.Source{Body: bytes.NewReader(bodies[0]), Size: -1, Name: "a.pdf"}, document.Meta{})
		evidence.Want(t, "the same again", err, fault.Conflict, "document.unchanged")
		for _, b := range bodies[1:] {
			if d, err = h.Documents.Replace(ctx, d.ID, document.Source{Body: bytes.NewReader(b), Size: -1, Name: "b.pdf"}, document.Meta{Number: "05/BC-UBND"}); err != nil {
				t.Fatal(err)
			}
		}
		list, err := h.Documents.Versions(ctx, d.ID)
		if err != nil || len(list) != 3 || d.Version != 3 || d.Number != "05/BC-UBND" {
			t.Fatalf("versions %+v of %+v, %v", list, d, err)
		}
		for n, b := range bodies {
			if got := evidence.Read(t, h.Rig, d.ID, n+1); !bytes.Equal(got, b) {
				t.Errorf("version %d differs", n+1)
			}
		}
		objects, err := h.Uploads.Objects(h.In(coretest.An))
		if err != nil || len(objects) != 3 {
			t.Fatalf("objects %+v, %v", objects, err)
		}
		bucket := h.Store.Bucket(coretest.An)
		for _, o := range objects {
			err := h.Store.Remove(t.Context(), bucket, o.Key, o.Version, false)
			evidence.Want(t, "destroy a version", err, fault.Conflict, "storage_locked")
			_ = h.Store.Remove(t.Context(), bucket, o.Key, "", false) // only marks it as gone
		}
		for n := range bodies {
			evidence.Read(t, h.Rig, d.ID, n+1)
		}
	}
	evidence.Each(t, run, func(o *installation.Options) { o.Retention = time.Hour })
}

// TestWhoMaySeeDocuments: out of sight is NotFound, for other units, other
// provinces and those without a post; a paper shown on two records is seen by
// whoever sees one of them, and shows only that one.
func TestWhoMaySeeDocuments(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		rec := evidence.Visit(t, h.Rig)
		d, err := evidence.Bring(h.Rig, rec, "report", "a.pdf", evidence.Paper(0))
		if err != nil {
			t.Fatal(err)
		}
		for name, ctx := range map[string]context.Context{
			"another commune": h.As(coretest.An, coretest.Officer2), "another province": h.As(coretest.Binh, coretest.Officer),
			"the administrator": h.As(coretest.An, coretest.Admin), "who answers": h.As(coretest.An, coretest.Responder),
		} {
			_, err := h.Documents.Get(ctx, d.ID)
			evidence.Want(t, name+" gets", err, fault.NotFound, "not_found")
			_, err = h.Documents.Open(ctx, d.ID, 0, nil)
			evidence.Want(t, name+" opens", err, fault.NotFound, "not_found")
			_, err = h.Documents.Versions(ctx, d.ID)
			evidence.Want(t, name+" lists", err, fault.NotFound, "not_found")
			_, err = h.Documents.ForRecord(ctx, rec)
			evidence.Want(t, name+" lists the record's", err, fault.NotFound, "not_found")
			one := "1"
			_, err = h.Documents.Describe(ctx, d.ID, document.Correction{Number: &one})
			evidence.Want(t, name+" describes", err, fault.NotFound, "not_found")
			_, err = h.Uploads.Begin(ctx, upload.NewUpload{Name: "a.pdf", Size: 10, RecordID: rec, Slot: "report"})
			evidence.Want(t, name+" uploads", err, fault.NotFound, "not_found")
			evidence.Want(t, name+" detaches", h.Documents.Detach(ctx, rec, d.ID), fault.NotFound, "not_found")
		}
		for _, login := range []string{coretest.Leader, coretest.Watcher, coretest.Approver} { // read, not attach
			ctx := h.As(coretest.An, login)
			if _, err := h.Documents.Get(ctx, d.ID); err != nil {
				t.Errorf("%s: %v", login, err)
			}
			if err := h.Documents.Detach(ctx, rec, d.ID); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s detaches: %v", login, err)
			}
			_, err := h.Documents.Attach(ctx, rec, "report", document.Source{Body: bytes.NewReader(evidence.Paper(0)), Size: -1, Name: "a.pdf"}, document.Meta{})
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s attaches: %v", login, err)
			}
		}
		if kept := evidence.Stored(t, h.Rig, "object/"); len(kept) != 1 {
			t.Errorf("refused bytes stay: %v", kept)
		}
		if _, err := h.Documents.Open(context.WithoutCancel(h.In(coretest.An)), d.ID, 0, &document.Range{Offset: 1 << 40, Length: 1}); !fault.HasCode(err, "range_invalid") {
			t.Errorf("far behind: %v", err)
		}
	})
}

// TestReadsOfSensitivePapersAreLogged, once each, and not given when they
// cannot be.
func TestReadsOfSensitivePapersAreLogged(t *testing.T) {
	t.Parallel()
	evidence.Each(t, func(t *testing.T, h *evidence.House) {
		plain := evidence.Visit(t, h.Rig)
		d, err := evidence.Bring(h.Rig, plain, "report", "a.pdf", evidence.Paper(0))
		if err != nil {
			t.Fatal(err)
		}
		evidence.Read(t, h.Rig, d.ID, 0)
		if n := evidence.Rows(t, h.Rig, "audit", "action = 'document.read'"); n != 0 {
			t.Errorf("%d reads of an ordinary paper are logged", n)
		}
		documents := document.New(document.Options{Records: restricted{document.Over(h.Records)}, Uploads: h.Uploads})
		c, err := documents.Open(h.Officer(), d.ID, 0, nil)
		if err != nil {
			t.Fatal(err)
		}
		_ = c.Body.Close()
		if n := evidence.Rows(t, h.Rig, "audit", "action = 'document.read' AND object = ?", d.ID); n != 1 {
			t.Errorf("%d reads are logged, want 1", n)
		}
		silent := document.New(document.Options{Records: restricted{document.Over(h.Records)}, Uploads: h.Uploads, Log: noLog})
		if c, err := silent.Open(h.Officer(), d.ID, 0, nil); err == nil {
			_ = c.Body.Close()
			t.Error("given without being logged")
		}
	})
}

// restricted makes every record sensitive.
type restricted struct{ document.Records }

// Look is the waist's, with the mark.
func (r restricted) Look(ctx context.Context, recordID string) (document.Case, error) {
	c, err := r.Records.Look(ctx, recordID)
	c.Sensitive = true
	return c, err
}

func noLog(context.Context, audit.Entry) error { return fault.New(fault.Unavailable, "log_away") }

// TestPapersOfAMovedUnit stay where they were and are seen from above.
func TestPapersOfAMovedUnit(t *testing.T) {
	t.Parallel()
	h := evidence.New(t, coretest.Options{})
	d, err := evidence.Bring(h.Rig, evidence.Visit(t, h.Rig), "report", "a.pdf", evidence.Paper(0))
	if err != nil {
		t.Fatal(err)
	}
	ctx := identity.System(h.In(coretest.An), "test")
	heir := unit.Part{ID: h.Unit(coretest.An, "X2")}
	if _, err := h.Tree.Merge(ctx, coretest.Today(ctx), []string{h.Unit(coretest.An, "X1")}, heir); err != nil {
		t.Fatal(err)
	}
	got, err := h.Documents.Get(h.As(coretest.An, coretest.Officer2), d.ID)
	if err != nil || !slices.Contains([]string{d.ID}, got.ID) {
		t.Errorf("the heir does not see it: %v", err)
	}
}
