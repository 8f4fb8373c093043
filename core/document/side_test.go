package document_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/evidence"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
)

// TestTheAddresseeSeesWhatWasSentNotWhatItWas: of the papers of a record it was
// sent, in the version that was; not those taken off before, not older versions.
// The owner's side sees them all.
func TestTheAddresseeSeesWhatWasSentNotWhatItWas(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		officer, approver, them := r.As(coretest.An, coretest.Officer), r.As(coretest.An, coretest.Approver), r.As(coretest.An, coretest.Responder)
		rec, err := r.Records.Create(officer, "core.recommendation", record.Input{UnitID: r.Unit(coretest.An, "X1"),
			Fields: map[string]any{"title": "Sửa đường", "content": "Sửa đường", "source": "other", "to_unit": r.Unit(coretest.An, "X1-UB")}})
		if err != nil {
			t.Fatal(err)
		}
		paper := func(n int, name string) document.Source {
			body := evidence.Paper(n)
			return document.Source{Body: bytes.NewReader(body), Size: int64(len(body)), Name: name}
		}
		wrong, err := r.Documents.Attach(officer, rec.ID, "letter", paper(1, "nham.pdf"), document.Meta{})
		if err != nil || r.Documents.Detach(officer, rec.ID, wrong.ID) != nil {
			t.Fatal(err)
		}
		letter, err := r.Documents.Attach(officer, rec.ID, "letter", paper(2, "nhap-dau.pdf"), document.Meta{})
		if err == nil {
			_, err = r.Documents.Replace(officer, letter.ID, paper(3, "chinh-thuc.pdf"), document.Meta{})
		}
		if err == nil {
			_, err = r.Records.Do(officer, rec.ID, "submit", 0, record.Act{})
		}
		if err == nil {
			_, err = r.Records.Do(approver, rec.ID, "send", 0, record.Act{})
		}
		if err != nil {
			t.Fatal(err)
		}

		if docs, err := r.Documents.ForRecord(them, rec.ID); err != nil || len(docs) != 1 || docs[0].ID != letter.ID || docs[0].Version != 2 {
			t.Errorf("the addressee has %+v %v", docs, err)
		}
		versions := func(login string) []int {
			list, err := r.Documents.Versions(r.As(coretest.An, login), letter.ID)
			if err != nil {
				t.Fatal(err)
			}
			out := make([]int, len(list))
			for i, v := range list {
				out[i] = v.Version
			}
			return out
		}
		if got := versions(coretest.Responder); !slices.Equal(got, []int{2}) {
			t.Errorf("the addressee lists versions %v", got)
		}
		for _, login := range []string{coretest.Officer, coretest.Approver, coretest.Watcher} {
			if got := versions(login); !slices.Equal(got, []int{2, 1}) {
				t.Errorf("%s lists versions %v", login, got)
			}
		}
		for paper, version := range map[string]int{letter.ID: 1, wrong.ID: 0} { // the one superseded, the one taken off
			if _, err := r.Documents.Open(them, paper, version, nil); !fault.Is(err, fault.NotFound) {
				t.Errorf("the addressee opens version %d of %s: %v", version, paper, err)
			}
		}
		for _, version := range []int{0, 2} {
			c, err := r.Documents.Open(them, letter.ID, version, nil)
			if err != nil {
				t.Fatalf("version %d: %v", version, err)
			}
			if _ = c.Body.Close(); c.Document.Version != 2 {
				t.Errorf("version %d came as %d", version, c.Document.Version)
			}
		}
		// Nor do they come to see it by having the paper prove something of theirs.
		if _, err := r.Documents.Attach(them, rec.ID, "answer_letter", document.Source{DocumentID: letter.ID}, document.Meta{}); !fault.HasCode(err, "document.partly_seen") {
			t.Errorf("the addressee uses the paper again: %v", err)
		}
		for _, login := range []string{coretest.Officer2, coretest.Admin} {
			if _, err := r.Documents.Get(r.As(coretest.An, login), letter.ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s sees it: %v", login, err)
			}
		}
	})
}
