package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/planted"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/web"
)

// What the test plants: a name, a telephone and a number of an identity card in
// sealed fields, and beside them a word in an ordinary one, which the same search
// must find wherever it looks.
const (
	plantedName  = "Lê Thị Người Báo Tin"
	plantedPhone = "0912777888"
	plantedCard  = "042188009876"
	openWord     = "Xóm Bến Đò Ngang"
)

// overheard decides as the demo does and writes down all it is told.
type overheard struct {
	record.Decider
	h *planted.Hay
}

func (o overheard) Evaluate(ctx context.Context, module string, caller sdk.Caller, items []sdk.Item) ([]sdk.Verdict, error) {
	raw, err := json.Marshal([]any{module, caller, items})
	if err != nil {
		return nil, err
	}
	o.h.Add("the module", raw)
	return o.Decider.Evaluate(ctx, module, caller, items)
}

// asker does requests and keeps every answer.
type asker struct {
	t *testing.T
	s *stage
	h *planted.Hay
}

func (a asker) ask(who, method, path, body string, header ...string) *coretest.Response {
	a.t.Helper()
	var sent any
	if body != "" {
		sent = a.s.told(a.t, body)
	}
	res := a.s.client(who).Do(method, a.s.told(a.t, path), sent, header...)
	a.h.Add("answers", res.Body)
	for name, values := range res.Header {
		a.h.Add("answers", []byte(name+": "+strings.Join(values, " ")+"\n"))
	}
	return res
}

const plantedFields = `"informant":"` + plantedName + `, CCCD ` + plantedCard + `","contacts":[{"phone":"` + plantedPhone + `","at":"` + plantedName + `"}]`

// plantNames writes them in by every way there is, and provokes every refusal
// that might repeat them.
func (a asker) plantNames() {
	a.t.Helper()
	made := a.ask(coretest.Officer, "POST", "/records/demo.visit", `{"unit":"{X1}","fields":{"title":"`+openWord+`","held_on":"2026-03-10",`+plantedFields+`},"transition":"submit"}`, "Idempotency-Key", "một").Want(a.t, 201)
	a.s.known["sealed"] = at(a.t, made, "id")
	a.ask(coretest.Officer, "POST", "/records/demo.visit", `{"unit":"{X1}","fields":{"title":"khác","held_on":"2026-03-10",`+plantedFields+`}}`, "Idempotency-Key", "một").Want(a.t, 409)
	a.ask(coretest.Officer, "POST", "/records/demo.visit/batch", `{"items":[{"unit":"{X1}","fields":{"title":"`+openWord+`","held_on":"2026-03-10",`+plantedFields+`}},{"unit":"{X1}","fields":{`+plantedFields+`,"people":-5},"transition":"submit"}]}`, "Idempotency-Key", "hai")
	a.ask(coretest.Officer, "PATCH", "/records/{draft}", `{"fields":{`+plantedFields+`}}`, "If-Match", "*").Want(a.t, 200)
	a.ask(coretest.Officer, "PATCH", "/records/{draft}", `{"fields":{"informant":"`+plantedCard+` khác"}}`, "If-Match", "*").Want(a.t, 200)
	for _, bad := range []string{
		`{"fields":{"informant":"` + strings.Repeat(plantedName+" ", 30) + `"}}`, `{"fields":{"informant":["` + plantedName + `"]}}`, `{"fields":{"informant":{"` + plantedName + `":1}}}`,
		`{"fields":{"contacts":"` + plantedName + `"}}`, `{"fields":{"contacts":[{"` + plantedName + `":"x"}]}}`, `{"fields":{"contacts":[{"phone":{"` + plantedPhone + `":1}}]}}`,
		`{"fields":{"contacts":[{"phone":"` + strings.Repeat(plantedPhone, 9) + `"}]}}`, `{"fields":{"informant":"` + plantedName + `","people":-1}}`, `{"fields":{"informant":"` + plantedName + `"`,
		`{"fields":{"informant":"` + plantedName + `","held_on":"hôm qua"}}`, `{"fields":{"informant":` + plantedCard + `.5}}`,
	} {
		if res := a.ask(coretest.Officer, "PATCH", "/records/{draft}", bad, "If-Match", "*"); res.Status < 400 {
			a.t.Errorf("%s is taken: %d", bad, res.Status)
		}
	}
	a.ask(coretest.Officer, "PATCH", "/records/{draft}", `{"fields":{"informant":"`+plantedName+`"}}`, "If-Match", `"v1"`).Want(a.t, 409)
	a.ask(coretest.Officer, "PATCH", "/records/{sealed}", `{"fields":{"informant":"`+plantedName+`"}}`, "If-Match", "*") // settled
	a.ask(coretest.Watcher, "PATCH", "/records/{sealed}", `{"fields":{"informant":"`+plantedName+`"}}`, "If-Match", "*")
	a.ask(coretest.Leader, "POST", "/records/{sealed}/transitions/approve", `{"fields":{"informant":"`+plantedName+`"}}`, "If-Match", "*")
}

// workOn takes the record to its end, opening what is sealed on the way.
func (a asker) workOn() {
	a.t.Helper()
	asked := a.ask(coretest.Approver, "POST", "/records/{sealed}/openings", `{"fields":["informant","contacts"],"reason":"Trả lời đơn"}`).Want(a.t, 201)
	a.s.known["opening"] = at(a.t, asked, "id")
	a.ask(coretest.Leader, "POST", "/openings/{opening}/approve", "").Want(a.t, 200)
	shown := a.s.client(coretest.Approver).Do(http.MethodGet, a.s.told(a.t, "/openings/{opening}"), nil).Want(a.t, 200) // the one answer that may say it
	if !bytes.Contains(shown.Body, []byte(plantedName)) || !bytes.Contains(shown.Body, []byte(plantedPhone)) {
		a.t.Fatalf("the opening shows %s", shown.Body)
	}
	a.ask(coretest.Leader, "POST", "/records/{sealed}/transitions/approve", `{}`, "If-Match", "*").Want(a.t, 200)
	res := a.s.client(coretest.Officer).Do(http.MethodPost, a.s.told(a.t, "/records/{sealed}/documents"), formOf("a.pdf", coretest.PDF(openWord), "slot", "report", "summary", openWord)(a.t, a.s), asMultipart...)
	res.Want(a.t, 201)
	a.ask(coretest.Officer, "POST", "/records/{sealed}/transitions/close", `{}`, "If-Match", "*").Want(a.t, 200)
}

// lookEverywhere reads all that shows records, by everybody.
func (a asker) lookEverywhere() {
	a.t.Helper()
	q := url.QueryEscape(plantedName)
	for _, who := range coretest.Logins {
		for _, path := range []string{"/records/{sealed}", "/records/{sealed}/history", "/records/{sealed}/openings", "/records/{sealed}/comments", "/records/demo.visit", "/records/demo.visit?sort=title",
			"/today", "/notices", "/audit?object={sealed}", "/audit", "/jobs", "/figures/demo.visits?period=2026", "/figures/demo.visits/lineage?period=2026", "/kinds", "/people?q=" + q, "/units?q=" + q,
			"/records/demo.visit?filter[informant]=" + url.QueryEscape(plantedCard), "/records/demo.visit?sort=informant"} {
			a.ask(who, "GET", path, "")
		}
		for _, words := range []string{plantedName, "nguoi bao tin", plantedPhone, plantedCard} {
			var page struct{ Items []struct{ ID string } }
			a.ask(who, "GET", "/records/demo.visit?q="+url.QueryEscape(words), "").Want(a.t, 200, &page)
			if len(page.Items) > 0 {
				a.t.Errorf("%s finds %d records by %q", who, len(page.Items), words)
			}
		}
	}
}

// TestPlantedNamesAreNowhere: what is planted in sealed fields is in no table, no
// file of the database, no object, log, answer, archive or restored province, and
// no module is told.
func TestPlantedNamesAreNowhere(t *testing.T) {
	t.Parallel()
	onRig(t, func(t *testing.T, postgres bool) {
		h, data := &planted.Hay{Words: []string{plantedName, plantedPhone, plantedCard}, Open: openWord}, ""
		log := slog.New(slog.NewTextHandler(h.At("the log"), &slog.HandlerOptions{Level: slog.LevelDebug}))
		r := coretest.New(t, coretest.Options{Postgres: postgres, Shape: func(o *installation.Options) {
			data, o.Log, o.Decider = o.Data, log, overheard{o.Decider, h}
		}})
		s := newStage(t, r)
		s.Server, s.clients = r.Serve(web.Options{Log: log}), map[string]*coretest.Client{}
		a := asker{t, s, h}
		a.plantNames()
		h.Tables(t, r.Cluster, coretest.An, "the tables, jobs still waiting")
		a.workOn()
		r.Settle(coretest.An)
		a.lookEverywhere()

		h.Tables(t, r.Cluster, coretest.An, "the tables")
		h.Objects(t, r.Store, coretest.An, "the object store")
		archive := filepath.Join(t.TempDir(), "an.backup")
		if _, err := r.Provinces.Backup(t.Context(), coretest.An, archive); err != nil {
			t.Fatal(err)
		}
		h.Files(t, filepath.Dir(archive), "the archive")
		if _, err := r.Provinces.Restore(t.Context(), archive, "moi"); err != nil {
			t.Fatal(err)
		}
		h.Tables(t, r.Cluster, "moi", "the restored province")
		knows := []string{"answers", "the tables, jobs still waiting", "the tables", "the restored province", "the module", "the object store"}
		if !postgres {
			h.Files(t, data, "the files of the database")
			knows = append(knows, "the files of the database")
		}
		h.Search(t, knows...)

		later := id.WithClock(r.As(coretest.An, coretest.Approver), func() time.Time { return time.Now().Add(15*time.Minute + time.Second) })
		if _, _, err := r.Openings.Read(later, s.known["opening"]); !fault.HasCode(err, "opening_over") {
			t.Errorf("read after its minutes: %v", err)
		}
		if _, err := r.Keys.Rotate(r.In(coretest.An)); err != nil {
			t.Fatal(err)
		}
		if shown := s.client(coretest.Approver).Do(http.MethodGet, s.told(t, "/openings/{opening}"), nil).Want(t, 200); !bytes.Contains(shown.Body, []byte(plantedName)) {
			t.Errorf("after a rotation it shows %s", shown.Body)
		}
		if err := r.Keys.Shred(r.In(coretest.An), s.known["sealed"], "Hết thời hạn"); err != nil {
			t.Fatal(err)
		}
		if p := problemOf(t, s.client(coretest.Approver).Do(http.MethodGet, s.told(t, "/openings/{opening}"), nil).Want(t, 409)); p.Code != "seal_shredded" {
			t.Errorf("after shredding: %s", p.Code)
		}
	})
}
