package document_test

import (
	"bytes"
	"context"
	_ "embed"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/evidence"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
)

//go:embed testdata/settled.yaml
var settledYAML []byte

// matter is a rig whose only kind settles what leaves its draft.
type matter struct{ *coretest.Rig }

func eachMatter(t *testing.T, body func(t *testing.T, m matter)) {
	t.Helper()
	shape := func(o *installation.Options) {
		m, problems := manifest.Parse(fstest.MapFS{"module.yaml": {Data: settledYAML}})
		for _, p := range problems {
			t.Fatal(p)
		}
		o.Manifests = []*manifest.Manifest{m}
	}
	run := func(name string, o coretest.Options) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o.Shape = shape
			m := matter{coretest.New(t, o)}
			m.permit(t)
			body(t, m)
		})
	}
	run("sqlite", coretest.Options{})
	if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
		run("postgres", coretest.Options{Postgres: true})
	}
}

// permit lets the People's Committee play the answering side.
func (m matter) permit(t *testing.T) {
	t.Helper()
	ctx := m.In(coretest.An)
	roles, err := m.Guard.List(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i := range roles {
		if roles[i].ID == "responder" {
			roles[i].Plays = map[string][]string{"core": {"responder"}, "demo": {"answerer"}}
		}
	}
	if _, err := m.Guard.Apply(ctx, roles); err != nil {
		t.Fatal(err)
	}
}

func (m matter) as(login string) context.Context { return m.As(coretest.An, login) }

func (m matter) bring(login, recordID, slot string) (document.Document, error) {
	body := evidence.Paper(0)
	return m.Documents.Attach(m.as(login), recordID, slot, document.Source{Body: bytes.NewReader(body), Size: int64(len(body)), Name: slot + ".pdf"}, document.Meta{})
}

func (m matter) draft(t *testing.T) *record.Record {
	t.Helper()
	rec, err := m.Records.Create(m.as(coretest.Officer), "demo.matter", record.Input{UnitID: m.Unit(coretest.An, "X1"), Fields: map[string]any{
		"title": "Sửa đường", "day": "2026-03-10", "to_unit": m.Unit(coretest.An, "X1-UB"),
		"points": []map[string]any{{"content": "Vá ổ gà"}, {"content": "Thoát nước"}}}})
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

func (m matter) get(t *testing.T, id string) *record.Record {
	t.Helper()
	rec, err := m.Records.Get(m.as(coretest.Officer), id)
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

func (m matter) do(t *testing.T, login, id, step string, fields map[string]any) *record.Record {
	t.Helper()
	rec, err := m.Records.Do(m.as(login), id, step, 0, record.Act{Fields: fields, Reason: "vì thế"})
	if err != nil {
		t.Fatalf("%s as %s: %v", step, login, err)
	}
	return rec
}

// issued is a matter with its plan, delivered to the People's Committee.
func (m matter) issued(t *testing.T) *record.Record {
	t.Helper()
	rec := m.draft(t)
	if _, err := m.bring(coretest.Officer, rec.ID, "plan"); err != nil {
		t.Fatal(err)
	}
	m.do(t, coretest.Officer, rec.ID, "file", nil)
	return m.do(t, coretest.Approver, rec.ID, "issue", map[string]any{"verdict": "Đồng ý"})
}

var everybody = []string{coretest.Officer, coretest.Officer2, coretest.Approver, coretest.Leader, coretest.Responder, coretest.Watcher, coretest.Admin}

// TestNobodyRewritesWhatIsSettled: outside draft and returned no field and no
// slot moves but through what the state or a step names, whoever tries.
func TestNobodyRewritesWhatIsSettled(t *testing.T) {
	t.Parallel()
	eachMatter(t, func(t *testing.T, m matter) {
		rec := m.issued(t)
		plan := m.papers(t, rec.ID)[0]
		if plan.BoundStep != "file" {
			t.Errorf("the plan is bound to %q", plan.BoundStep)
		}
		for _, login := range everybody {
			for field, value := range map[string]any{"title": "Khác", "verdict": "Không", "day": "2026-03-11", "points": []map[string]any{{"content": "Khác"}}} {
				if _, err := m.Records.Change(m.as(login), rec.ID, 0, map[string]any{field: value}, ""); err == nil {
					t.Errorf("%s rewrote %s of an issued record", login, field)
				}
			}
			for _, slot := range []string{"plan", "answer"} {
				if _, err := m.bring(login, rec.ID, slot); err == nil && !(slot == "answer" && login == coretest.Responder) {
					t.Errorf("%s put a paper into %s of an issued record", login, slot)
				}
			}
			if err := m.Documents.Detach(m.as(login), rec.ID, plan.ID); err == nil {
				t.Errorf("%s took the plan off an issued record", login)
			}
			body := evidence.Paper(0)
			if _, err := m.Documents.Replace(m.as(login), plan.ID, document.Source{Body: bytes.NewReader(body), Size: int64(len(body)), Name: "b.pdf"}, document.Meta{}); err == nil {
				t.Errorf("%s replaced the plan of an issued record", login)
			}
		}
		if _, err := m.Records.Change(m.as(coretest.Officer), rec.ID, 0, map[string]any{"note": "Đang theo dõi"}, ""); err != nil {
			t.Errorf("the note, which the state leaves open: %v", err)
		}
		if _, err := m.bring(coretest.Officer, rec.ID, "photos"); err != nil {
			t.Errorf("a photo, which the state leaves open: %v", err)
		}
		if got := m.get(t, rec.ID); got.Title != "Sửa đường" || got.Fields["verdict"] != "Đồng ý" {
			t.Errorf("%+v", got)
		}
	})
}

// TestTheAnswererAnswersPointsAndNothingElse.
func TestTheAnswererAnswersPointsAndNothingElse(t *testing.T) {
	t.Parallel()
	eachMatter(t, func(t *testing.T, m matter) {
		rec := m.issued(t)
		if _, err := m.bring(coretest.Responder, rec.ID, "answer"); err != nil {
			t.Fatal(err)
		}
		points, _ := m.get(t, rec.ID).Fields["points"].([]map[string]any)
		if len(points) != 2 || points[0]["id"] == nil || points[0]["id"] == points[1]["id"] {
			t.Fatalf("points without ids: %v", points)
		}
		row := func(i int, more map[string]any) map[string]any {
			out := maps.Clone(points[i])
			maps.Copy(out, more)
			return out
		}
		for what, rows := range map[string][]map[string]any{
			"another content":  {row(0, map[string]any{"content": "Khác"}), row(1, nil)},
			"a point less":     {row(0, nil)},
			"a point more":     {row(0, nil), row(1, nil), {"content": "Thêm"}},
			"points exchanged": {row(1, nil), row(0, nil)},
		} {
			_, err := m.Records.Do(m.as(coretest.Responder), rec.ID, "answer", 0, record.Act{Fields: map[string]any{"points": rows}})
			if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "settled") {
				t.Errorf("%s: %v, want refused as settled", what, err)
			}
		}
		_, err := m.Records.Do(m.as(coretest.Responder), rec.ID, "answer", 0, record.Act{Fields: map[string]any{"title": "Khác"}})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("another title: %v", err)
		}
		answered := m.do(t, coretest.Responder, rec.ID, "answer", map[string]any{"points": []map[string]any{row(0, map[string]any{"reply": "Đã vá"}), row(1, nil)}})
		got, _ := answered.Fields["points"].([]map[string]any)
		if len(got) != 2 || got[0]["reply"] != "Đã vá" || got[0]["content"] != "Vá ổ gà" || got[0]["id"] != points[0]["id"] {
			t.Errorf("answered as %v", got)
		}
	})
}

// TestEvidenceStaysWithTheStepThatRestsOnIt, in the version it saw, until the
// step is to be taken again.
func TestEvidenceStaysWithTheStepThatRestsOnIt(t *testing.T) {
	t.Parallel()
	eachMatter(t, func(t *testing.T, m matter) {
		rec := m.issued(t)
		letter, err := m.bring(coretest.Responder, rec.ID, "answer")
		if err != nil {
			t.Fatal(err)
		}
		m.do(t, coretest.Responder, rec.ID, "answer", nil)
		evidence.Want(t, "taking the answered letter off", m.Documents.Detach(m.as(coretest.Responder), rec.ID, letter.ID), fault.Conflict, "evidence_bound")
		m.do(t, coretest.Approver, rec.ID, "reopen", nil)
		if err := m.Documents.Detach(m.as(coretest.Responder), rec.ID, letter.ID); err != nil {
			t.Errorf("the letter of a reopened answer: %v", err)
		}
		if _, err := m.Records.Do(m.as(coretest.Responder), rec.ID, "answer", 0, record.Act{}); !fault.HasCode(err, "evidence_missing") {
			t.Errorf("answered again without a letter: %v", err)
		}
	})
}

// TestADecisionRestsOnWhatItsTakerSaw: evidence moves the version, a decision
// with an older one is refused, one without is refused to callers from outside;
// an edit that was open while evidence came in is still good.
func TestADecisionRestsOnWhatItsTakerSaw(t *testing.T) {
	t.Parallel()
	eachMatter(t, func(t *testing.T, m matter) {
		rec := m.draft(t)
		if _, err := m.bring(coretest.Officer, rec.ID, "plan"); err != nil {
			t.Fatal(err)
		}
		with := m.get(t, rec.ID)
		if with.Version != rec.Version+1 {
			t.Fatalf("version %d after a paper came in, was %d", with.Version, rec.Version)
		}
		if _, err := m.Records.Do(m.as(coretest.Officer), rec.ID, "file", rec.Version, record.Act{}); !fault.Is(err, fault.Stale) {
			t.Errorf("a step on the version before the paper: %v", err)
		}
		if _, err := m.Records.Change(m.as(coretest.Officer), rec.ID, rec.Version, map[string]any{"note": "x"}, ""); err != nil {
			t.Errorf("an edit begun before the paper came in: %v", err)
		}
		if _, err := m.Records.Change(m.as(coretest.Officer), rec.ID, rec.Version, map[string]any{"note": "y"}, ""); !fault.Is(err, fault.Stale) {
			t.Errorf("an edit begun before another edit: %v", err)
		}
		filed := m.do(t, coretest.Officer, rec.ID, "file", nil)
		_, err := m.Records.Do(m.as(coretest.Approver), rec.ID, "issue", 0, record.Act{Asked: true})
		if !fault.Is(err, fault.Precondition) || !fault.HasCode(err, "version_required") {
			t.Errorf("a decision without a version: %v", err)
		}
		if _, err = m.Records.Do(m.as(coretest.Approver), rec.ID, "issue", filed.Version, record.Act{Asked: true}); err != nil {
			t.Error(err)
		}
	})
}

// TestWhoHadAHandDoesNotDecide: the maker, an editor, who brought the evidence,
// who sent it on; a paper brought for one's own decision is no hand in it.
func TestWhoHadAHandDoesNotDecide(t *testing.T) {
	t.Parallel()
	eachMatter(t, func(t *testing.T, m matter) {
		hands := map[string]func(id string) error{
			"edited": func(id string) error {
				_, err := m.Records.Change(m.as(coretest.Approver), id, 0, map[string]any{"note": "sửa"}, "")
				return err
			},
			"proved": func(id string) error { _, err := m.bring(coretest.Approver, id, "photos"); return err },
			"filed": func(id string) error {
				_, err := m.Records.Do(m.as(coretest.Approver), id, "file", 0, record.Act{})
				return err
			},
		}
		for _, how := range slices.Sorted(maps.Keys(hands)) {
			rec := m.draft(t)
			if _, err := m.bring(coretest.Officer, rec.ID, "plan"); err != nil {
				t.Fatal(err)
			}
			m.allow(t)
			if err := hands[how](rec.ID); err != nil {
				t.Fatalf("%s: %v", how, err)
			}
			if m.get(t, rec.ID).State == "draft" {
				m.do(t, coretest.Officer, rec.ID, "file", nil)
			}
			if _, err := m.Records.Do(m.as(coretest.Approver), rec.ID, "issue", 0, record.Act{}); !fault.HasCode(err, "own_work") {
				t.Errorf("who %s it issued it: %v", how, err)
			}
			m.do(t, coretest.Leader, rec.ID, "issue", nil)
		}
	})
}

// allow lets the approver reach drafts of the commune, as one of its officers.
func (m matter) allow(t *testing.T) {
	t.Helper()
	ctx := m.In(coretest.An)
	roles, err := m.Guard.List(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i := range roles {
		if roles[i].ID == "approver" {
			for _, action := range []string{"read", "read_draft", "update", "attach", "do:file"} {
				roles[i].Permissions = append(roles[i].Permissions, access.Permission{Kind: "demo.matter", Action: action, Reach: access.Own})
			}
		}
	}
	if _, err := m.Guard.Apply(ctx, roles); err != nil {
		t.Fatal(err)
	}
}

// TestRandomActsMoveOnlyWhatIsNamed: whoever does whatever, after each act only
// what the state or the step names has changed, and no evidence a passed step
// rests on is gone.
func TestRandomActsMoveOnlyWhatIsNamed(t *testing.T) {
	t.Parallel()
	eachMatter(t, func(t *testing.T, m matter) {
		k, err := m.Kinds.Of(m.as(coretest.Officer), "demo.matter")
		if err != nil {
			t.Fatal(err)
		}
		fieldNames, steps, slots := []string{"title", "day", "note", "verdict", "points"}, []string{}, []string{"plan", "photos", "answer"}
		for _, step := range k.Lifecycle.Transitions {
			steps = append(steps, step.Name)
		}
		rapid.Check(t, func(rt *rapid.T) {
			rec := m.draft(t)
			for range rapid.IntRange(4, 12).Draw(rt, "acts") {
				login := rapid.SampledFrom(everybody).Draw(rt, "who")
				before, papers := m.get(t, rec.ID), m.papers(t, rec.ID)
				state := k.Lifecycle.State(before.State)
				var named []string
				switch rapid.IntRange(0, 3).Draw(rt, "what") {
				case 0:
					field := rapid.SampledFrom(fieldNames).Draw(rt, "field")
					_, _ = m.Records.Change(m.as(login), rec.ID, 0, map[string]any{field: value(field, rapid.StringMatching(`[a-z]{3,8}`).Draw(rt, "word"))}, "")
					named = state.Edit
				case 1:
					slot := rapid.SampledFrom(slots).Draw(rt, "slot")
					_, _ = m.bring(login, rec.ID, slot)
				case 2:
					for _, p := range papers {
						_ = m.Documents.Detach(m.as(login), rec.ID, p.ID)
						break
					}
				default:
					step := rapid.SampledFrom(steps).Draw(rt, "step")
					_, _ = m.Records.Do(m.as(login), rec.ID, step, 0, record.Act{Reason: "vì", Fields: map[string]any{"verdict": "x", "title": "lén"}})
					named = k.Lifecycle.Transition(step).Fields
					if _, err := m.Records.Do(m.as(login), rec.ID, step, 0, record.Act{Reason: "vì"}); err == nil {
						named = append(slices.Clone(named), "state")
					}
				}
				after := m.get(t, rec.ID)
				if state.Open() {
					continue
				}
				for _, field := range fieldNames {
					if !same(before.Fields[field], after.Fields[field]) && !slices.Contains(named, field) {
						rt.Fatalf("%s moved %s of a record in %s: %v → %v", login, field, before.State, before.Fields[field], after.Fields[field])
					}
				}
				for _, p := range papers {
					still := slices.ContainsFunc(m.papers(t, rec.ID), func(q document.Document) bool { return q.ID == p.ID && q.Version == p.Version })
					if p.BoundStep != "" && !still && !k.Lifecycle.State(after.State).Open() {
						rt.Fatalf("%s made away with %s, which %s rests on, in %s", login, p.Name, p.BoundStep, before.State)
					}
				}
			}
		})
	})
}

func (m matter) papers(t *testing.T, id string) []document.Document {
	t.Helper()
	docs, err := m.Documents.Of(m.as(coretest.Officer), []string{id})
	if err != nil {
		t.Fatal(err)
	}
	return docs[id]
}

func value(field, word string) any {
	switch field {
	case "day":
		return "2026-04-01"
	case "points":
		return []map[string]any{{"content": word}}
	}
	return word
}

func same(a, b any) bool { return reflect.DeepEqual(a, b) }
