package main

import (
	"bytes"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest/planted"
	"github.com/doanket/doanket/core/coretest/task"
)

// What is planted: names, a telephone and a number of an identity card in the sealed
// fields of petitions, and beside them a word in the summary, which must be found.
const (
	plantedSender  = "Lê Thị Người Gửi Đơn"
	plantedAccused = "Phan Văn Bị Tố Cáo"
	plantedPhone   = "0912777888"
	plantedCard    = "042188009876"
	openWord       = "Xóm Bến Đò Ngang"
)

// TestWhoSentAPetitionAndWhomItAccusesStandNowhere: from the draft to the end, through
// every refusal, step, list, search, sheet, report, notice, log, backup and restored
// province, neither is written or said anywhere in clear.
func TestWhoSentAPetitionAndWhomItAccusesStandNowhere(t *testing.T) {
	t.Parallel()
	task.Alone(t, func(t *testing.T) {
		h := &planted.Hay{Words: []string{plantedSender, plantedAccused, plantedPhone, plantedCard}, Open: openWord}
		p, data := task.Watched(t, Build(), "ha-tinh", h)
		w := watch{p, h, t}
		of := w.plant()
		h.Tables(t, p.Cluster, "ha-tinh", "the tables, jobs still waiting")
		w.workOn(of)
		p.Settle("ha-tinh")
		w.look(of)
		p.Settle("ha-tinh")

		h.Tables(t, p.Cluster, "ha-tinh", "the tables")
		h.Objects(t, p.Store, "ha-tinh", "the object store")
		archive := filepath.Join(t.TempDir(), "ha-tinh.backup")
		if _, err := p.Provinces.Backup(t.Context(), "ha-tinh", archive); err != nil {
			t.Fatal(err)
		}
		h.Files(t, filepath.Dir(archive), "the archive")
		if _, err := p.Provinces.Restore(t.Context(), archive, "moi"); err != nil {
			t.Fatal(err)
		}
		h.Tables(t, p.Cluster, "moi", "the restored province")
		h.Files(t, data, "the files of the server")
		h.Search(t, "answers", "the tables, jobs still waiting", "the tables", "the restored province", "the files of the server")
	})
}

// watch is a walk that keeps every answer.
type watch struct {
	*task.Province
	h *planted.Hay
	t *testing.T
}

func (w watch) ask(login, method, path string, body any, header ...string) (status int) {
	w.t.Helper()
	res := w.Person(login).Do(method, path, body, header...)
	w.h.Add("answers", append(res.Body, '\n'))
	for name, values := range res.Header {
		w.h.Add("answers", []byte(name+": "+strings.Join(values, " ")+"\n"))
	}
	return res.Status
}

// plant writes them in by every way there is, and provokes every refusal that might
// repeat them.
func (w watch) plant() *task.Record {
	w.t.Helper()
	lan := w.Person("cb.lan")
	about := row{"title": "Thu hồi đất ở " + openWord, "petition_kind": "denunciation", "channel": "online", "received_on": now.String(), "theme": "land", "place": w.Unit("18685"),
		"summary": openWord + " bị thu hồi đất", "sender": plantedSender + ", CCCD " + plantedCard + ", ĐT " + plantedPhone, "accused": plantedAccused}
	of := lan.Begin("supervision.petition", "18685-MT", about)
	unit := w.Unit("18685-MT")
	w.ask("cb.lan", "POST", "/records/supervision.petition", row{"unit": unit, "fields": about, "transition": "file"})
	w.ask("cb.lan", "POST", "/records/supervision.petition/batch", row{"items": []row{{"unit": unit, "fields": about}, {"unit": unit, "fields": row{"sender": plantedSender}, "transition": "file"}}})
	w.ask("hnd.tuan", "POST", "/records/supervision.petition", row{"unit": unit, "fields": about})
	for _, bad := range []row{{"sender": strings.Repeat(plantedSender+" ", 200)}, {"sender": []string{plantedSender}}, {"accused": row{plantedAccused: 1}}, {"sender": plantedSender, "theme": plantedAccused},
		{"accused": plantedAccused, "received_on": plantedPhone}, {"sender": plantedSender, "place": "unt_none"}} {
		if status := w.ask("cb.lan", "PATCH", "/records/"+of.ID, row{"fields": bad}, "If-Match", "*"); status < 400 {
			w.t.Errorf("%v is taken: %d", bad, status)
		}
	}
	w.ask("cb.lan", "PATCH", "/records/"+of.ID, row{"fields": row{"sender": plantedSender}}, "If-Match", `"v0"`)
	w.ask("cb.lan", "POST", "/records/"+of.ID+"/transitions/file", row{"fields": row{"sender": plantedSender}}, "If-Match", "*")
	lan.Do("PATCH", "/records/"+of.ID, row{"fields": row{"channel": "direct", "sender": plantedSender + ", ĐT " + plantedPhone}}, "If-Match", "*").Want(w.t, 200)
	return of
}

// workOn takes the petition to its end; a second one of the same matter is tied to it.
func (w watch) workOn(of *task.Record) {
	w.t.Helper()
	lan, hung, binh, ha := w.Person("cb.lan"), w.Person("cb.hung"), w.Person("ub.binh"), w.Person("ts.ha")
	lan.Step(of, "file", nil)
	w.ask("cb.lan", "PATCH", "/records/"+of.ID, row{"fields": row{"accused": plantedAccused + " khác"}}, "If-Match", "*") // settled
	lan.Step(of, "classify", row{"classification": "eligible"})
	lan.Attach(of, "slip")
	hung.Step(of, "forward", row{"to_unit": w.Unit("18685-UBND")})
	lan.Step(of, "escalate", row{"escalate_to": w.Unit("42-UBND")})
	second := ha.Begin("supervision.petition", "18073-MT", row{"title": "Cùng việc", "petition_kind": "complaint", "channel": "post", "received_on": now.String(), "theme": "land", "place": w.Unit("18685"), "summary": openWord, "sender": plantedSender, "accused": plantedAccused})
	ha.Step(second, "file", nil)
	ha.Step(second, "classify", row{"classification": "duplicate"})
	w.ask("cb.lan", "POST", "/records/"+of.ID+"/comments", row{"text": "Đã chuyển đơn về " + openWord})
	binh.Attach(of, "result_letter")
	binh.Step(of, "answer", row{"outcome": "settled", "result": "Đã kiểm tra tại " + openWord, "decided_on": now.String()})
	lan.Step(of, "close", nil)
}

// look reads all that shows records, by everybody who might.
func (w watch) look(of *task.Record) {
	w.t.Helper()
	at := "unit=" + w.Unit("42") + "&period=" + year
	for _, who := range []string{"cb.lan", "cb.hung", "ub.binh", "ts.ha", "tinh.an", "tinh.thuy", "bantg.quang", "theodoi.tam", "tinh.giu1", "quantri"} {
		for _, path := range []string{"/records/" + of.ID, "/records/" + of.ID + "/history", "/records/" + of.ID + "/openings", "/records/" + of.ID + "/comments", "/records/supervision.petition",
			"/records/core.recommendation", "/today", "/duties/today", "/notices", "/audit", "/figures/supervision.petitions_received?" + at, "/figures/supervision.petitions_received/lineage?" + at,
			"/boards/supervision?" + at, "/recommendations/ledger", "/records/supervision.petition/export.csv", "/reports/year?" + at, "/records/core.recommendation/export.csv",
			"/records/supervision.petition?filter[sender]=" + url.QueryEscape(plantedSender), "/records/supervision.petition?sort=sender"} {
			w.ask(who, "GET", path, nil)
		}
		for _, words := range []string{plantedSender, "nguoi gui don", plantedAccused, plantedPhone, plantedCard} {
			q := url.QueryEscape(words)
			for _, path := range []string{"/search?q=" + q, "/records/supervision.petition?q=" + q} {
				res := w.Person(who).Do("GET", path, nil)
				w.h.Add("searches", bytes.ReplaceAll(res.Body, []byte(words), nil)) // what was asked may be said back
				if bytes.Contains(res.Body, []byte(of.ID)) {
					w.t.Errorf("%s finds the petition by %q", who, words)
				}
			}
		}
	}
}
