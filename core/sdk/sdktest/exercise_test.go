package sdktest_test

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/sdk/exam"
	"github.com/doanket/doanket/core/sdk/sdktest"
	"github.com/doanket/doanket/core/sdk/wire"
)

func TestASoundModulePasses(t *testing.T) {
	t.Parallel()
	g := plant(t)
	m := g.build(sow)
	for name, why := range sdktest.Failing(t, m, g.dir, m.Server(), sdk.ServerOptions(), "") {
		t.Errorf("%s: %s", name, why)
	}
}

// expect wants the check whose name holds want among those that fail.
func expect(t *testing.T, failing map[string]string, want string) {
	t.Helper()
	for name := range failing {
		if strings.Contains(name, want) {
			return
		}
	}
	t.Errorf("no check named %q failed, but %v", want, failing)
}

// A suite that cannot fail proves nothing: each of these decisions breaks one
// promise, and the check of that promise must say so.
func TestBadDecisionsFail(t *testing.T) {
	t.Parallel()
	var counter atomic.Int64
	var last atomic.Value
	last.Store("")
	for name, c := range map[string]struct {
		decide sowing
		want   string
	}{
		"counts its calls":      {func(e *sdk.Eval[bed]) { e.New.Size = counter.Add(1) }, "same question, same answer"},
		"looks at the clock":    {func(e *sdk.Eval[bed]) { e.New.Note = time.Now().String() }, "same question, same answer"},
		"remembers the last":    {func(e *sdk.Eval[bed]) { e.New.Note = last.Swap(e.New.Title + e.Item.ID).(string) }, "order of the questions"},
		"remembers across":      {func(e *sdk.Eval[bed]) { e.New.Note = last.Swap(e.New.Title + e.Item.ID).(string) }, "two provinces never mix"},
		"panics":                {func(e *sdk.Eval[bed]) { panic("bug") }, "answers every record"},
		"panics now and then":   {func(e *sdk.Eval[bed]) { _ = "x"[len(e.New.Rows)/2:] }, "hostile records"},
		"sleeps":                {func(e *sdk.Eval[bed]) { time.Sleep(400 * time.Millisecond) }, "answers in time"},
		"has no text":           {func(e *sdk.Eval[bed]) { e.Deny("size", "nobody_wrote_this") }, "every code said"},
		"warns without text":    {func(e *sdk.Eval[bed]) { e.Warn("nobody_wrote_this") }, "every code said"},
		"blames no field":       {func(e *sdk.Eval[bed]) { e.Deny("weather", "bed_too_small") }, "answers every record"},
		"sets no field":         {func(e *sdk.Eval[bed]) { e.New.Weed = "x" }, "answers every record"},
		"writes the question":   {func(e *sdk.Eval[bed]) { e.Item.New["size"] = int64(7) }, "bed.sow: leaves the question"},
		"speaks English":        {func(e *sdk.Eval[bed]) { e.New.Note = e.Caller.Locale }, "not a language"},
		"acts when only asked":  {func(e *sdk.Eval[bed]) { e.New.Note = fmt.Sprint(e.Item.DryRun) }, "trial run"},
		"knows one revision":    {func(e *sdk.Eval[bed]) { e.New.Note = fmt.Sprint(e.Item.Rev) }, "another schema"},
		"knows every field":     {func(e *sdk.Eval[bed]) { e.New.Note = fmt.Sprint(len(e.Item.New)) }, "another schema"},
		"replaces enums":        {replaceCrop, "unknown enum values"},
		"creates without grant": {create("core.recommendation", "", nil), "answers every record"},
		"creates nothing known": {create("garden.tree", "", nil), "answers every record"},
		"creates in no state":   {create("core.meeting", "burnt", nil), "answers every record"},
		"creates with no field": {create("core.meeting", "", map[string]any{"colour": "red"}), "answers every record"},
		"creates wrong types":   {create("core.meeting", "", map[string]any{"invited_count": "many"}), "answers every record"},
		"has no key":            {func(e *sdk.Eval[bed]) { e.Notify("", sdk.NotifyEffect{Role: "officer", Code: "water_now"}) }, "answers every record"},
		"tells nobody":          {func(e *sdk.Eval[bed]) { e.Notify("k", sdk.NotifyEffect{Role: "king", Code: "water_now"}) }, "answers every record"},
		"links as it likes":     {func(e *sdk.Eval[bed]) { e.Link("rel", "rec_1") }, "answers every record"},
		"links to nothing":      {func(e *sdk.Eval[bed]) { e.Link("rel", "") }, "answers every record"},
		"acts twice under one key": {func(e *sdk.Eval[bed]) {
			e.Emit("sown", nil)
			e.Emit("sown", nil)
		}, "answers every record"},
		"lets too small pass": {func(*sdk.Eval[bed]) {}, "every decision has examples"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := plant(t)
			m := g.build(c.decide)
			expect(t, sdktest.Failing(t, m, g.dir, m.Server(), sdk.ServerOptions(), c.want), c.want)
		})
	}
}

// TestFaultsOfAValueAreToldOnce: a choice nobody lists, a date cleared that must be
// there and a change of what was given are each told by one check, with field and
// value; what a sound decision may do is told by none.
func TestFaultsOfAValueAreToldOnce(t *testing.T) {
	t.Parallel()
	closedCrop := []string{"type: enum, open: true,", "type: enum,"}
	for name, c := range map[string]struct {
		swaps  []string
		decide sowing
		check  string // "" is sound
		says   string
	}{
		"a choice that is none":        {closedCrop, func(e *sdk.Eval[bed]) { e.New.Crop = "rcie" }, "answers every record", `sets "crop" to "rcie", which is none of its values: rice, tea`},
		"one that is":                  {closedCrop, func(e *sdk.Eval[bed]) { e.New.Crop = "tea" }, "", ""},
		"none at all":                  {closedCrop, func(e *sdk.Eval[bed]) { e.New.Crop = "" }, "", ""},
		"any, where others are kept":   {nil, func(e *sdk.Eval[bed]) { e.New.Crop = "of_the_province" }, "", ""},
		"what the record held already": {closedCrop, func(e *sdk.Eval[bed]) { e.New.Crop = cmp.Or(e.New.Crop, "rice") }, "", ""},
		"a clock without its end":      {nil, func(e *sdk.Eval[bed]) { e.New.DueOn = sdk.Date{} }, "answers every record", `sets "due_on", the date in which the clock D1 ends, to nothing`},
		"one that may not run":         {[]string{"direction: after, setting", "direction: after, when: \"size > 0\", setting"}, func(e *sdk.Eval[bed]) { e.New.DueOn = sdk.Date{} }, "", ""},
		"one with nothing to run from": {nil, func(e *sdk.Eval[bed]) {
			if e.New.DugOn.IsZero() {
				e.New.DueOn = sdk.Date{}
			}
		}, "", ""},
		"a date the step requires": {[]string{"slots: [photo], decide", "require: [dug_on], slots: [photo], decide"}, func(e *sdk.Eval[bed]) { e.New.DugOn = sdk.Date{} }, "answers every record", `sets "dug_on", which the step requires, to nothing`},
		"a date nobody requires":   {nil, func(e *sdk.Eval[bed]) { e.New.DugOn = sdk.Date{} }, "", ""},
		"the record as it was": {nil, func(e *sdk.Eval[bed]) {
			if e.Old != nil {
				e.Old.Note = "đã sửa"
			}
		}, "leaves the question as it was", `changes e.Old.note, which it is only given`},
		"what a need found": {nil, func(e *sdk.Eval[bed]) {
			if e.Related != nil {
				e.Related["source"] = "x"
			}
		}, "leaves the question as it was", `changes e.Related.source, which it is only given`},
		"reading what it was and needs": {nil, func(e *sdk.Eval[bed]) {
			if e.Old != nil {
				e.New.Note = fmt.Sprint(e.Old.Size, len(e.Related))
			}
		}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := plant(t, c.swaps...)
			m := g.build(c.decide)
			told := sdktest.Failing(t, m, g.dir, m.Server(), sdk.ServerOptions(), "bed.sow: ")
			if c.check == "" {
				for check, why := range told {
					t.Errorf("a sound decision: %s: %s", check, why)
				}
				return
			}
			bad := 0
			for check, why := range told {
				if strings.HasPrefix(why, exam.ErrUnasked.Error()) {
					continue
				}
				if bad++; !strings.Contains(check, c.check) || !strings.Contains(why, c.says) {
					t.Errorf("told by %s: %s", check, why)
				}
			}
			if bad == 0 {
				t.Error("nobody notices")
			}
		})
	}
}

func replaceCrop(e *sdk.Eval[bed]) {
	if e.New.Crop != "rice" && e.New.Crop != "tea" && e.New.Crop != "" {
		e.New.Crop = "rice"
	}
}

func create(kind, state string, fields map[string]any) sowing {
	return func(e *sdk.Eval[bed]) { e.Create("k", sdk.CreateEffect{Kind: kind, State: state, Fields: fields}) }
}

func TestBadReactionsFail(t *testing.T) {
	t.Parallel()
	var n atomic.Int64
	for name, c := range map[string]struct {
		shape func(*sdk.Module)
		want  string
	}{
		"event differs": {func(m *sdk.Module) {
			m.OnEvent("core.recommendation.answer", func(context.Context, sdk.Caller, sdk.Happening) ([]sdk.Effect, error) {
				return []sdk.Effect{notice(fmt.Sprint(n.Add(1)))}, nil
			})
		}, "event core.recommendation.answer"},
		"event panics": {func(m *sdk.Module) {
			m.OnEvent("core.recommendation.answer", func(context.Context, sdk.Caller, sdk.Happening) ([]sdk.Effect, error) { panic("bug") })
		}, "event core.recommendation.answer"},
		"job differs": {func(m *sdk.Module) {
			m.Job("water", func(context.Context, sdk.Caller, sdk.Run) ([]sdk.Effect, error) {
				return []sdk.Effect{notice(fmt.Sprint(n.Add(1)))}, nil
			})
		}, "job water"},
		"job without key": {func(m *sdk.Module) {
			m.Job("water", func(context.Context, sdk.Caller, sdk.Run) ([]sdk.Effect, error) { return []sdk.Effect{notice("")}, nil })
		}, "job water"},
		"figure goes by order": {func(m *sdk.Module) {
			m.Indicator("beds", func(f *sdk.Figure, _ map[string]any) { f.Numerator = 2*f.Numerator + float64(n.Add(1)) })
		}, "measure beds"},
		"figure panics": {func(m *sdk.Module) {
			m.Indicator("beds", func(f *sdk.Figure, row map[string]any) { f.Numerator += row["size"].(float64) })
		}, "measure beds"},
		"extra job": {func(m *sdk.Module) {
			m.Job("dig", func(context.Context, sdk.Caller, sdk.Run) ([]sdk.Effect, error) { return nil, nil })
		}, "everything declared is implemented"},
		"no decision": {func(m *sdk.Module) { sdk.Type[bed](m, "bed") }, "everything declared is implemented"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := plant(t)
			m := g.build(sow)
			c.shape(m)
			expect(t, sdktest.Failing(t, m, g.dir, m.Server(), sdk.ServerOptions(), c.want), c.want)
		})
	}
}

// oddServer answers as no SDK would.
type oddServer struct {
	wire.ModuleServer
	evaluate func(wire.ModuleServer, context.Context, *wire.EvaluateRequest) (*wire.EvaluateResponse, error)
	describe *wire.DescribeResponse
	anyJob   bool // says yes to jobs nobody declared
}

func (o *oddServer) RunJob(ctx context.Context, req *wire.JobRequest) (*wire.JobResult, error) {
	if o.anyJob {
		return &wire.JobResult{}, nil
	}
	return o.ModuleServer.RunJob(ctx, req)
}

func (o *oddServer) Evaluate(ctx context.Context, req *wire.EvaluateRequest) (*wire.EvaluateResponse, error) {
	if o.evaluate != nil {
		return o.evaluate(o.ModuleServer, ctx, req)
	}
	return o.ModuleServer.Evaluate(ctx, req)
}

func (o *oddServer) Describe(ctx context.Context, req *wire.DescribeRequest) (*wire.DescribeResponse, error) {
	if o.describe != nil {
		return o.describe, nil
	}
	return o.ModuleServer.Describe(ctx, req)
}

func TestBadServersFail(t *testing.T) {
	t.Parallel()
	type evaluate = func(wire.ModuleServer, context.Context, *wire.EvaluateRequest) (*wire.EvaluateResponse, error)
	backwards := func(s wire.ModuleServer, ctx context.Context, req *wire.EvaluateRequest) (*wire.EvaluateResponse, error) {
		res, err := s.Evaluate(ctx, req)
		for i, j := 0, len(res.GetResults())-1; i < j; i, j = i+1, j-1 {
			res.Results[i], res.Results[j] = res.Results[j], res.Results[i]
		}
		return res, err
	}
	short := func(s wire.ModuleServer, ctx context.Context, req *wire.EvaluateRequest) (*wire.EvaluateResponse, error) {
		res, err := s.Evaluate(ctx, req)
		if len(res.GetResults()) > 1 {
			res.Results = res.Results[1:]
		}
		return res, err
	}
	greedy := func(s wire.ModuleServer, ctx context.Context, req *wire.EvaluateRequest) (*wire.EvaluateResponse, error) {
		req.Items = req.Items[:min(len(req.Items), wire.MaxItems)]
		return s.Evaluate(ctx, req)
	}
	all := func(s wire.ModuleServer, ctx context.Context, req *wire.EvaluateRequest) (*wire.EvaluateResponse, error) {
		res, err := s.Evaluate(ctx, req)
		for _, r := range res.GetResults() {
			if r.GetFault() != "" {
				return nil, grpc.ErrServerStopped
			}
		}
		return res, err
	}
	meddles := func(s wire.ModuleServer, ctx context.Context, req *wire.EvaluateRequest) (*wire.EvaluateResponse, error) {
		res, err := s.Evaluate(ctx, req)
		for _, r := range res.GetResults() {
			r.SetJson = []byte(`{"size":3}`)
		}
		return res, err
	}
	for name, c := range map[string]struct {
		evaluate evaluate
		describe *wire.DescribeResponse
		options  []grpc.ServerOption
		want     string
	}{
		"answers backwards":         {backwards, nil, nil, "order and length"},
		"answers too few":           {short, nil, nil, "order and length"},
		"takes 101 items":           {greedy, nil, nil, "101 items"},
		"fails as a whole":          {all, nil, nil, "spoils only itself"},
		"meddles with other kinds":  {meddles, nil, nil, "kinds without Go"},
		"tells another manifest":    {nil, &wire.DescribeResponse{Manifest: []byte("id: x")}, nil, "manifest served"},
		"implements something else": {nil, &wire.DescribeResponse{Implemented: []string{"decide a b"}}, nil, "everything declared"},
		"runs any job":              {nil, nil, nil, "unknown job"},
		"takes any size":            {nil, nil, []grpc.ServerOption{grpc.MaxRecvMsgSize(1 << 30)}, "above 8 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := plant(t)
			m := g.build(sow)
			server := &oddServer{ModuleServer: m.Server(), evaluate: c.evaluate, describe: c.describe, anyJob: name == "runs any job"}
			expect(t, sdktest.Failing(t, m, g.dir, server, append(sdk.ServerOptions(), c.options...), c.want), c.want)
		})
	}
}

func TestBadManifestsFail(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(*manifest.Manifest)
		want  string
	}{
		"module":     {func(m *manifest.Manifest) { m.Label = manifest.Text{} }, "texts: the module"},
		"role":       {func(m *manifest.Manifest) { m.Roles[0].Label.EN = "" }, "texts: roles"},
		"kind":       {func(m *manifest.Manifest) { m.Kinds[0].Label.VI = " " }, "texts: kinds"},
		"kind hint":  {func(m *manifest.Manifest) { m.Kinds[0].Hint.VI = "Nửa" }, "texts: kinds"},
		"field":      {func(m *manifest.Manifest) { m.Kinds[0].Fields[1].Label = manifest.Text{} }, "texts: fields"},
		"enum value": {func(m *manifest.Manifest) { m.Kinds[0].Fields[4].Values[1].Label.EN = "" }, "texts: fields"},
		"column":     {func(m *manifest.Manifest) { m.Kinds[0].Fields[5].Fields[0].Label.VI = "" }, "texts: fields"},
		"state":      {func(m *manifest.Manifest) { m.Kinds[0].Lifecycle.States[0].Label.EN = "" }, "texts: states"},
		"transition": {func(m *manifest.Manifest) { m.Kinds[0].Lifecycle.Transitions[0].Label = manifest.Text{} }, "texts: transitions"},
		"slot":       {func(m *manifest.Manifest) { m.Kinds[0].Slots[0].Label.EN = "" }, "texts: slots"},
		"deadline":   {func(m *manifest.Manifest) { m.Kinds[0].Deadlines[0].Label.EN = "" }, "texts: deadlines"},
		"measure":    {func(m *manifest.Manifest) { m.Measures[0].Label.VI = "\xff" }, "texts: measures"},
		"board":      {func(m *manifest.Manifest) { m.Boards[0].Label.EN = "" }, "texts: boards"},
		"menu":       {func(m *manifest.Manifest) { m.Menu[0].Label.EN = " Beds" }, "texts: menu"},
		"job":        {func(m *manifest.Manifest) { m.Jobs[0].Label = manifest.Text{} }, "texts: jobs"},
		"problem":    {func(m *manifest.Manifest) { m.Problems["bed_too_small"] = manifest.Text{} }, "texts: problems"},
		"rule":       {func(m *manifest.Manifest) { delete(m.Problems, "dug_in_future") }, "texts: every rule's code"},
		"source":     {func(m *manifest.Manifest) { m.Kinds[0].Title = "note" }, "read again"},
		"CEL":        {func(m *manifest.Manifest) { m.Kinds[0].Rules[0].When = "nothing > 1" }, "expressions compile"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := plant(t)
			m := g.build(sow)
			c.spoil(m.Manifest())
			expect(t, sdktest.Failing(t, m, g.dir, m.Server(), sdk.ServerOptions(), c.want), c.want)
		})
	}
}

func TestBadRolesFail(t *testing.T) {
	t.Parallel()
	for name, swap := range map[string][2]string{
		"may do what it cannot read":  {"approver: [read]", "approver: [comment]"},
		"is told what it cannot read": {"officer: [read, create, update, attach]", "officer: [create, update, attach]"},
		"nobody may attach":           {"officer: [read, create, update, attach]", "officer: [read, create, update]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := plant(t, swap[0], swap[1])
			m := g.build(sow)
			expect(t, sdktest.Failing(t, m, g.dir, m.Server(), sdk.ServerOptions(), "every transition × role"), "every transition × role")
		})
	}
}

func TestBadFoldersFail(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(*garden)
		want  string
	}{
		"stale model":        {func(g *garden) { g.put("model_gen.go", "package main\n") }, "model_gen.go is fresh"},
		"no example passes":  {func(g *garden) { g.put("testdata/decide/sow.txtar", sowRefuses) }, "every decision has examples"},
		"no example refuses": {func(g *garden) { g.put("testdata/decide/sow_small.txtar", sowPasses) }, "every decision has examples"},
		"an example is wrong": {func(g *garden) {
			g.put("testdata/decide/wrong.txtar", strings.Replace(sowRefuses, "too_small", "too_big", 1))
		}, "every decision has examples"},
		"an example is broken": {func(g *garden) { g.put("testdata/decide/broken.txtar", "-- given --\n{\n") }, "every decision has examples"},
		"a code has no text":   {func(g *garden) { g.put("more.go", "package main\n\nfunc f(e *eval) { e.Warn(\"bed_dry\") }\n") }, "every code in the Go"},
		"a text is never said": {func(g *garden) { g.put("decide.go", "package main\n") }, "every code in the Go"},
		"the Go does not read": {func(g *garden) { g.put("more.go", "package") }, "every code in the Go"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := plant(t)
			c.spoil(g)
			m := g.build(sow)
			expect(t, sdktest.Failing(t, m, g.dir, m.Server(), sdk.ServerOptions(), c.want), c.want)
		})
	}
}
