package programme_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/programme/giving"
	"github.com/doanket/doanket/core/province"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
)

// staff gives the Party committee of X1 who drafts and who signs, and the People's
// Committee there who takes tasks on.
func staff(t *testing.T, r *coretest.Rig) {
	t.Helper()
	ctx := r.In(coretest.An)
	roles, err := r.Guard.List(ctx)
	if err != nil {
		t.Fatal(err)
	}
	figures := []access.Permission{{Kind: "*", Action: access.FigureRead, Reach: access.Subtree}}
	for id, plays := range map[string][]string{"plan": {"planner", "assignee"}, "sign": {"signer"}} {
		roles = append(roles, access.Role{ID: id, Label: access.Label{VI: id, EN: id}, Plays: map[string][]string{"core": plays}, Permissions: figures})
	}
	if _, err := r.Guard.Apply(ctx, roles); err != nil {
		t.Fatal(err)
	}
	for login, post := range map[string]string{"planner": "plan@X1-DU", "signer": "sign@X1-DU", "office": "plan@X1-UB"} {
		if _, _, err := r.CreateUser(ctx, province.NewUser{Login: login, Name: login, Posts: []string{post}, Password: "ba con trâu gặm cỏ"}); err != nil {
			t.Fatal(err)
		}
	}
	own := programme.Book{Clauses: []programme.Clause{{ID: "NQ.1", Title: title("Đối thoại")}, {ID: "NQ.2", Title: title("Học tập")}}}
	if err := r.Programme.Set(ctx, own, 0); err != nil {
		t.Fatal(err)
	}
}

type fields = map[string]any

// task is a row of a programme.
func task(r *coretest.Rig, title, clause, lead string, more fields) fields {
	f := fields{"title": title, "clauses": []string{clause}, "lead": r.Unit(coretest.An, lead), "due_on": "2027-06-30", "output": "Biên bản"}
	for k, v := range more {
		f[k] = v
	}
	return f
}

func take(t *testing.T, r *coretest.Rig, who, recordID, step string, f fields) *record.Record {
	t.Helper()
	rec, err := r.Records.Do(r.As(coretest.An, who), recordID, step, 0, record.Act{Fields: f, Reason: "vì thế"})
	if err != nil {
		t.Fatalf("%s takes %s: %v", who, step, err)
	}
	return rec
}

func prove(t *testing.T, r *coretest.Rig, who, recordID, slot string) {
	t.Helper()
	body := coretest.PDF(recordID + coretest.Word())
	if _, err := r.Documents.Attach(r.As(coretest.An, who), recordID, slot, document.Source{Body: strings.NewReader(body), Size: int64(len(body)), Name: "văn bản.pdf"}, document.Meta{}); err != nil {
		t.Fatal(err)
	}
}

// tasksOf are the tasks of a unit that a person sees, by title.
func tasksOf(t *testing.T, r *coretest.Rig, who, unit string) map[string]*record.Record {
	t.Helper()
	page, err := r.Records.List(r.As(coretest.An, who), record.Query{Kind: "core.task", Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*record.Record{}
	for _, rec := range page.Items {
		if rec.UnitID == r.Unit(coretest.An, unit) {
			out[rec.Title] = rec
		}
	}
	return out
}

// TestAProgrammeGivesItsTasks to the units that lead them, under the clauses of the
// province; a task is done when its proof is there and another has looked.
func TestAProgrammeGivesItsTasks(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		staff(t, r)
		planner, signer := r.As(coretest.An, "planner"), r.As(coretest.An, "signer")
		input := record.Input{UnitID: r.Unit(coretest.An, "X1-DU"), Submit: "submit", Fields: fields{"nature": "plan", "title": "Kế hoạch thực hiện nghị quyết", "directive": "NQ 05-NQ/TU",
			"begins_on": "2026-01-01", "ends_on": "2027-12-31", "tasks": []any{task(r, "Đối thoại", "NQ.9", "X1-UB", nil), task(r, "Học tập", "NQ.2", "X1-DU", fields{"partners": []string{r.Unit(coretest.An, "X1-UB")}})}}}
		if _, err := r.Records.Create(planner, "core.action_programme", input); !fault.Is(err, fault.Invalid) || !names(err, "tasks[0].clauses", "unknown_value") {
			t.Fatalf("a clause nobody follows: %v", err)
		}
		input.Fields["tasks"].([]any)[0].(fields)["clauses"] = []string{"NQ.1"}
		plan, err := r.Records.Create(planner, "core.action_programme", input)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Records.Do(signer, plan.ID, "issue", 0, record.Act{}); !fault.HasCode(err, "evidence_missing") {
			t.Errorf("issued without its paper: %v", err)
		}
		prove(t, r, "planner", plan.ID, "paper")
		if _, err := r.Records.Do(planner, plan.ID, "issue", 0, record.Act{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("whoever drafted it issued it: %v", err)
		}
		plan = take(t, r, "signer", plan.ID, "issue", nil)
		study, talk := tasksOf(t, r, "planner", "X1-DU")["Học tập"], tasksOf(t, r, "office", "X1-UB")["Đối thoại"]
		if study == nil || talk == nil || talk.Number == "" || talk.State != "assigned" || talk.DueOn.String() != "2027-06-30" {
			t.Fatalf("tasks given: %+v and %+v", study, talk)
		}
		if tasksOf(t, r, "office", "X1-DU")["Học tập"] == nil {
			t.Error("who takes part does not see the task")
		}
		if got, _ := ids(t, r, "office", talk.ID); !slices.Equal(got, []string{"NQ.1"}) {
			t.Errorf("it hangs on %v", got)
		}
		counts(t, r, "NQ.1", "T", 0, 0, 0, 0) // what is planned is not among what was done
		covered(t, r, "NQ.1", "X1", programme.Covered{Tasks: 1})
		covered(t, r, "NQ.1", "X2", programme.Covered{})

		if _, err := r.Records.Do(planner, study.ID, "report", 0, record.Act{Fields: fields{"result": "Đã học"}}); !names(err, "records", "core.task_unproven") {
			t.Errorf("reported without proof: %v", err)
		}
		input.Submit = ""
		draft, err := r.Records.Create(planner, "core.action_programme", input)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Records.Do(planner, study.ID, "report", 0, record.Act{Fields: fields{"result": "Đã học", "records": []any{plan.ID, draft.ID}}}); !names(err, "records", "task_record_unproven") {
			t.Errorf("reported with a record that proves nothing: %v", err)
		}
		take(t, r, "planner", study.ID, "report", fields{"result": "Đã học", "records": []any{plan.ID}}) // issued with its signed paper
		if _, err := r.Records.Do(planner, study.ID, "accept", 0, record.Act{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("accepted by who reported it: %v", err)
		}
		if done := take(t, r, "signer", study.ID, "accept", nil); done.State != "done" || done.Fields["counted_on"] == nil {
			t.Errorf("accepted: %+v", done)
		}
		covered(t, r, "NQ.2", "X1", programme.Covered{Tasks: 1, Done: 1})

		rows := append(plan.Fields["tasks"].([]map[string]any), task(r, "Sơ kết", "NQ.1", "X1-DU", nil))
		take(t, r, "signer", plan.ID, "add_tasks", fields{"tasks": anys(rows)})
		later := tasksOf(t, r, "planner", "X1-DU")
		if len(later) != 2 || later["Sơ kết"] == nil {
			t.Errorf("added: %d tasks", len(later))
		}
		take(t, r, "signer", later["Sơ kết"].ID, "hand_on", fields{"units": []string{r.Unit(coretest.An, "X1-UB")}, "units_by": "2027-03-31"})
		if handed := tasksOf(t, r, "office", "X1-UB")["Sơ kết"]; handed == nil || handed.Fields["above"] != later["Sơ kết"].ID || handed.DueOn.String() != "2027-03-31" {
			t.Errorf("handed on: %+v", handed)
		}
		take(t, r, "signer", plan.ID, "cancel", nil)
		r.Settle(coretest.An)
		if given, kept := tasksOf(t, r, "office", "X1-UB")["Đối thoại"], tasksOf(t, r, "office", "X1-DU")["Học tập"]; given.State != "cancelled" || kept.State != "done" {
			t.Errorf("after the programme was cancelled: %s, %s", given.State, kept.State)
		}
	})
}

// TestUnitsBelowGetADraftOfTheirPlan, under the one above, due on the day it says.
func TestUnitsBelowGetADraftOfTheirPlan(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		staff(t, r)
		plan, err := r.Records.Create(r.As(coretest.An, "planner"), "core.action_programme", record.Input{UnitID: r.Unit(coretest.An, "X1-DU"), Submit: "submit", Fields: fields{"nature": "plan", "title": "Kế hoạch", "directive": "NQ 05-NQ/TU",
			"begins_on": "2026-01-01", "ends_on": "2027-12-31", "tasks": []any{task(r, "Học tập", "NQ.2", "X1-DU", nil)}, "units": []string{r.Unit(coretest.An, "X1-UB")}, "units_by": "2027-02-28"}})
		if err != nil {
			t.Fatal(err)
		}
		prove(t, r, "planner", plan.ID, "paper")
		take(t, r, "signer", plan.ID, "issue_down", nil)
		page, err := r.Records.List(r.As(coretest.An, "office"), record.Query{Kind: "core.action_programme", State: []string{"draft"}})
		if err != nil || len(page.Items) != 1 {
			t.Fatalf("drafts below: %d, %v", len(page.Items), err)
		}
		own, err := r.Records.Get(r.As(coretest.An, "office"), page.Items[0].ID)
		if err != nil || own.UnitID != r.Unit(coretest.An, "X1-UB") || own.Fields["upper"] != plan.ID || own.DueOn.String() != "2027-02-28" || own.Title != "Kế hoạch thực hiện: Kế hoạch" {
			t.Errorf("%+v, %v", own, err)
		}
	})
}

// covered fails unless the matrix of the province says so of a clause at a unit, and
// counts the units below that lack what.
func covered(t *testing.T, r *coretest.Rig, clauseID, unit string, want programme.Covered) {
	t.Helper()
	r.Settle(coretest.An)
	c, err := r.Programme.Cover(r.As(coretest.An, coretest.Leader), "", "2027")
	if err != nil {
		t.Fatal(err)
	}
	var got programme.Covered
	tasks := map[string]int{}
	for _, cell := range c.Cells {
		if cell.Clause == clauseID {
			tasks[cell.Unit] = cell.Tasks
			if cell.Unit == r.Unit(coretest.An, unit) {
				got = cell.Covered
			}
		}
	}
	if got != want {
		t.Errorf("%s at %s: %+v, want %+v", clauseID, unit, got, want)
	}
	i := slices.IndexFunc(c.Clauses, func(one programme.CoveredClause) bool { return one.ID == clauseID })
	if i < 0 || c.Clauses[i].NoTask != len(c.Units)-len(tasks) || c.Clauses[i].NoRecord != len(c.Units) {
		t.Errorf("%s of %d units: %+v", clauseID, len(c.Units), c.Clauses)
	}
}

// names reports whether a fault complains of the field with the code.
func names(err error, field, code string) bool {
	return err != nil && slices.ContainsFunc(fault.Of(err).Fields, func(f fault.FieldError) bool { return f.Field == field && f.Code == code })
}

func anys(rows []map[string]any) []any {
	out := make([]any, len(rows))
	for i, row := range rows {
		out[i] = row
	}
	return out
}

// TestATaskForAllWhoHaveNone is drafted at once: a row for the body of the drafter's branch
// at each unit below that lacks one, and for no other; issued, nobody lacks it.
func TestATaskForAllWhoHaveNone(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		staff(t, r)
		if _, err := r.Tree.Open(r.In(coretest.An), unit.Act{On: calendar.NewDate(2025, 7, 1)}, unit.New{ParentID: r.Unit(coretest.An, "T"), Kind: "party_committee", Code: "T-DU", Name: "Tỉnh ủy"}); err != nil {
			t.Fatal(err)
		}
		for login, post := range map[string]string{"top": "plan@T-DU", "topsign": "sign@T-DU"} {
			if _, _, err := r.CreateUser(r.In(coretest.An), province.NewUser{Login: login, Name: login, Posts: []string{post}, Password: "ba con trâu gặm cỏ"}); err != nil {
				t.Fatal(err)
			}
		}
		job := giving.Task{Title: "Học tập nghị quyết", Output: "Biên bản", DueOn: calendar.NewDate(2027, 6, 30)}
		give := func(who, clause string, g giving.Task) (*giving.Given, error) {
			return giving.Giver{Programme: r.Programme}.Give(r.As(coretest.An, who), clause, "", "2026", g)
		}
		if _, err := give(coretest.Watcher, "NQ.2", job); !fault.HasCode(err, "programme_drafter") {
			t.Errorf("who drafts no programme: %v", err)
		}
		if _, err := give("top", "NQ.7", job); !fault.Is(err, fault.NotFound) {
			t.Errorf("a clause there is not: %v", err)
		}
		past := job
		past.DueOn = calendar.NewDate(2025, 6, 30)
		if _, err := give("top", "NQ.2", past); !names(err, "due_on", "task_due_past") {
			t.Errorf("due in the past: %v", err)
		}
		given, err := give("top", "NQ.2", job)
		if err != nil {
			t.Fatal(err)
		}
		if given.Units != 1 || fmt.Sprint(given.Record.Fields["task_count"]) != "1" || without(given) != "Tỉnh ủy=own Xã Hai=nobody" || given.Record.UnitID != r.Unit(coretest.An, "T-DU") || given.Record.State != "draft" {
			t.Fatalf("drafted for %d units, without: %s: %+v", given.Units, without(given), given.Record)
		}
		if _, err := give("top", "NQ.2", job); !fault.HasCode(err, "task_drafted") || fault.Of(err).Params["unit"] != "Xã Một" {
			t.Errorf("asked again before the draft is issued: %v", err)
		}
		take(t, r, "top", given.Record.ID, "submit", fields{"directive": "NQ 05-NQ/TU"})
		prove(t, r, "top", given.Record.ID, "paper")
		take(t, r, "topsign", given.Record.ID, "issue", nil)
		if tasksOf(t, r, "planner", "X1-DU")["Học tập nghị quyết"] == nil {
			t.Error("the committee of X1 has no task")
		}
		r.Settle(coretest.An)
		if _, err := give("top", "NQ.2", job); !fault.HasCode(err, "nobody_to_lead") || fault.Of(err).Params["unit"] != "Tỉnh ủy" {
			t.Errorf("nobody who could lead lacks one: %v", err)
		}
	})
}

// without names the units a draft leaves out, and why.
func without(g *giving.Given) string {
	var out []string
	for _, w := range g.Without {
		out = append(out, w.Unit.Name+"="+w.Why)
	}
	return strings.Join(out, " ")
}
