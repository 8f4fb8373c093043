package exam

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"google.golang.org/grpc"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/sdk/wire"
)

// Over asks through a bare connection, as a host does.
func Over(client wire.ModuleClient) Answerer { return over{client} }

type over struct{ client wire.ModuleClient }

// Evaluate carries items and reads the answers strictly.
func (o over) Evaluate(ctx context.Context, _ string, who sdk.Caller, items []sdk.Item) ([]sdk.Verdict, error) {
	req := &wire.EvaluateRequest{}
	for _, it := range items {
		msg, err := sdk.PackItem(it)
		if err != nil {
			return nil, err
		}
		req.Items = append(req.Items, msg)
	}
	ctx, err := wire.WithContext(ctx, sdk.PackCaller(who))
	if err != nil {
		return nil, err
	}
	res, err := o.client.Evaluate(ctx, req)
	if err != nil {
		return nil, wire.FromStatus(err)
	}
	out := make([]sdk.Verdict, 0, len(res.GetResults()))
	for _, r := range res.GetResults() {
		if r.GetFault() != "" {
			return nil, fault.New(fault.Internal, r.GetFault())
		}
		v, err := sdk.UnpackVerdict(r)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// contained sends items no host would make among good ones.
func (c *Candidate) contained(ctx context.Context, m wire.ModuleClient) error {
	kind := "other.kind"
	if len(c.Manifest.Kinds) > 0 {
		kind = c.Manifest.Kinds[0].FullName()
	}
	good := func(id string) *wire.Item {
		return &wire.Item{Id: id, Kind: kind, Op: sdk.OpUpdate, NewJson: []byte(`{}`)}
	}
	broken := []*wire.Item{
		{Id: "b0", Kind: kind, NewJson: []byte(`{"title":`)},
		{Id: "b1", Kind: kind, NewJson: []byte(`[1,2]`)},
		{Id: "b2", Kind: kind, NewJson: []byte("\xff\xfe")},
		{Id: "b3", Kind: kind, NewJson: []byte(`{} {}`)},
		{Id: "b4", Kind: kind, NewJson: []byte(strings.Repeat(`{"a":`, 20_000))},
	}
	for _, b := range broken {
		res, err := m.Evaluate(ctx, &wire.EvaluateRequest{Items: []*wire.Item{good("g0"), b, good("g1")}})
		if err != nil {
			return fmt.Errorf("%s: %w", b.GetId(), err)
		}
		r := res.GetResults()
		if len(r) != 3 || r[0].GetId() != "g0" || r[1].GetId() != b.GetId() || r[2].GetId() != "g1" {
			return fmt.Errorf("%s: answers are %v", b.GetId(), r)
		}
		if r[0].GetFault() != "" || r[2].GetFault() != "" || r[1].GetFault() == "" {
			return fmt.Errorf("%s: faults %q %q %q, want one in the middle", b.GetId(), r[0].GetFault(), r[1].GetFault(), r[2].GetFault())
		}
	}
	return nil
}

func (c *Candidate) tooMany(ctx context.Context, m wire.ModuleClient) error {
	req := &wire.EvaluateRequest{}
	for i := range wire.MaxItems + 1 {
		req.Items = append(req.Items, &wire.Item{Id: fmt.Sprint(i)})
	}
	_, err := m.Evaluate(ctx, req)
	return want(err, fault.TooLarge)
}

func (c *Candidate) tooBig(ctx context.Context, m wire.ModuleClient) error {
	raw := []byte(`{"x":"` + strings.Repeat("x", wire.MaxMessage) + `"}`)
	_, err := m.Evaluate(ctx, &wire.EvaluateRequest{Items: []*wire.Item{{Id: "big", NewJson: raw}}},
		grpc.MaxCallSendMsgSize(2*wire.MaxMessage)) // a host's own limit would hide the module's
	return want(err, fault.TooLarge)
}

func (c *Candidate) passes(ctx context.Context, m wire.ModuleClient) error {
	res, err := m.Evaluate(ctx, &wire.EvaluateRequest{Items: []*wire.Item{{Id: "x", Kind: "nobody.kind", Op: sdk.OpUpdate, NewJson: []byte(`{"a":1}`)}}})
	if err != nil {
		return err
	}
	r := res.GetResults()
	if len(r) != 1 || r[0].GetFault() != "" || len(r[0].GetProblems())+len(r[0].GetEffects())+len(r[0].GetSetJson()) > 0 {
		return fmt.Errorf("answers %v", r)
	}
	return nil
}

func (c *Candidate) unknown(ctx context.Context, m wire.ModuleClient) error {
	_, err := m.RunJob(ctx, &wire.JobRequest{Job: "nobody"})
	if err := want(err, fault.NotFound); err != nil {
		return fmt.Errorf("job: %w", err)
	}
	_, err = fold(ctx, m, "nobody", [][]map[string]any{{{"a": int64(1)}}})
	if err := want(err, fault.NotFound); err != nil {
		return fmt.Errorf("measure: %w", err)
	}
	return nil
}

func want(err error, kind fault.Kind) error {
	if err == nil {
		return errors.New("it was accepted")
	}
	if got := fault.Of(wire.FromStatus(err)); got.Kind != kind {
		return fmt.Errorf("refused as %s, want %s: %w", got.Kind, kind, err)
	}
	return nil
}

// reactions are the checks of events, jobs and figures the module declares.
func (c *Candidate) reactions() []Check {
	var out []Check
	for _, e := range c.Manifest.Events {
		if e.Go {
			out = append(out, Check{"event " + e.On + ": delivered twice, answered the same", func(ctx context.Context) error { return c.event(ctx, e.On) }})
		}
	}
	for _, j := range c.Manifest.Jobs {
		if j.Go {
			out = append(out, Check{"job " + j.Name + ": run twice for one slot, answered the same", func(ctx context.Context) error { return c.job(ctx, j.Name) }})
		}
	}
	for i := range c.Manifest.Measures {
		if m := &c.Manifest.Measures[i]; m.Compute == manifest.DecideGo {
			out = append(out, Check{"measure " + m.Code + ": pages and their order do not matter", func(ctx context.Context) error { return c.measure(ctx, m) }})
		}
	}
	return out
}

func (c *Candidate) event(ctx context.Context, on string) error {
	m, ctx, cancel, err := c.connect(ctx)
	if err != nil {
		return err
	}
	defer cancel()
	kind := on[:strings.LastIndexByte(on, '.')]
	e := &wire.Event{Id: "evt_1", Name: on, Kind: kind, RecordId: "rec_1", UnitId: "unt_1", PayloadJson: []byte(`{}`)}
	odd := &wire.Event{Id: "evt_2", Name: on, PayloadJson: []byte(`{"a":[null,{"b":1e9}]}`)}
	acks, err := m.HandleEvents(ctx, &wire.EventBatch{Events: []*wire.Event{e, e, odd}})
	if err != nil {
		return err
	}
	a := acks.GetAcks()
	if len(a) != 3 || a[0].GetId() != "evt_1" || a[2].GetId() != "evt_2" {
		return fmt.Errorf("acks %v", a)
	}
	for _, ack := range a {
		if ack.GetFault() != "" {
			return fmt.Errorf("event %s failed: %s", ack.GetId(), ack.GetFault())
		}
	}
	return c.sameEffects(a[0].GetEffects(), a[1].GetEffects(), on)
}

func (c *Candidate) job(ctx context.Context, name string) error {
	m, ctx, cancel, err := c.connect(ctx)
	if err != nil {
		return err
	}
	defer cancel()
	var got [2][]*wire.Effect
	for i := range got {
		res, err := m.RunJob(ctx, &wire.JobRequest{Job: name, SlotUnixMicro: noon.UnixMicro()})
		if err != nil {
			return err
		}
		got[i] = res.GetEffects()
	}
	return c.sameEffects(got[0], got[1], name)
}

func (c *Candidate) sameEffects(a, b []*wire.Effect, where string) error {
	first, err := sdk.UnpackEffects(a)
	if err != nil {
		return err
	}
	second, err := sdk.UnpackEffects(b)
	if err != nil {
		return err
	}
	if x, y := plain(first), plain(second); !reflect.DeepEqual(x, y) {
		return fmt.Errorf("%v is not %v", x, y)
	}
	seen := map[string]bool{}
	for _, e := range first {
		if e.IdemKey == "" || seen[e.IdemKey] {
			return fmt.Errorf("effect %s has the key %q, which must be there and be its own", e.Kind, e.IdemKey)
		}
		seen[e.IdemKey] = true
		if err := c.effect(e, where); err != nil {
			return err
		}
	}
	return nil
}

// measure folds rows in one page, in pages of one, and backwards.
func (c *Candidate) measure(ctx context.Context, me *manifest.Measure) error {
	m, ctx, cancel, err := c.connect(ctx)
	if err != nil {
		return err
	}
	defer cancel()
	rows := []map[string]any{{}, {"unknown": "x"}}
	if k := kindIn(c.Manifest, me.Of); k != nil {
		s := newSampler(c.Manifest, k, &k.Lifecycle.Transitions[0], "mot")
		for range 10 {
			rows = append(rows, s.fields(k.Fields, 0.7))
		}
	}
	var single [][]map[string]any
	for _, r := range rows {
		single = append(single, []map[string]any{r})
	}
	back := slices.Clone(rows)
	slices.Reverse(back)
	whole, err := fold(ctx, m, me.Code, [][]map[string]any{rows})
	if err != nil {
		return err
	}
	for _, pages := range [][][]map[string]any{single, {back}} {
		got, err := fold(ctx, m, me.Code, pages)
		if err != nil {
			return err
		}
		if got.GetNumerator() != whole.GetNumerator() || got.GetDenominator() != whole.GetDenominator() {
			return fmt.Errorf("%v is not %v", got, whole)
		}
	}
	return nil
}

func (c *Candidate) connect(ctx context.Context) (wire.ModuleClient, context.Context, context.CancelFunc, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	m, err := c.Wire(ctx)
	if err == nil {
		ctx, err = wire.WithContext(ctx, sdk.PackCaller(caller("mot")))
	}
	if err != nil {
		cancel()
		return nil, nil, nil, err
	}
	return m, ctx, cancel, nil
}

func fold(ctx context.Context, m wire.ModuleClient, code string, pages [][]map[string]any) (*wire.IndicatorResult, error) {
	stream, err := m.ComputeIndicator(ctx)
	if err != nil {
		return nil, err
	}
	for _, rows := range pages {
		msg := &wire.IndicatorRows{Measure: code}
		for _, row := range rows {
			raw, err := json.Marshal(row)
			if err != nil {
				return nil, err
			}
			msg.RowsJson = append(msg.RowsJson, raw)
		}
		if stream.Send(msg) != nil {
			break // the reason is in the answer
		}
	}
	return stream.CloseAndRecv()
}
