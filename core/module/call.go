package module

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/sdk/wire"
)

// question is one question on its way to a module.
type question struct {
	gate      string // which gate bounds it
	behaviour string // which breaker watches it
	limit     time.Duration
	pure      bool // may be asked again when the process dies under it
}

// evaluate asks for verdicts and believes none of them unread.
func (s *supervisor) evaluate(ctx context.Context, caller sdk.Caller, items []sdk.Item) ([]sdk.Verdict, error) {
	req, size, err := packItems(items)
	if err != nil {
		return nil, err
	}
	t := s.h.opts.Times
	a := question{gate: "evaluate", behaviour: behaviour(items[0]), limit: t.Evaluate, pure: true}
	if len(items) > 10 || caller.Purpose == "import" {
		a.gate, a.limit = "batch", t.Batch
	} else if size > s.h.opts.bounds.interactive {
		return nil, fault.New(fault.TooLarge, "too_long", fault.Field("items"))
	}
	var out []sdk.Verdict
	err = s.do(ctx, caller, a, func(ctx context.Context, p *process) error {
		resp, err := p.rpc.Evaluate(ctx, req)
		if err != nil {
			return err
		}
		if out, err = readVerdicts(items, resp); err != nil {
			return err
		}
		return s.failedItems(out)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func behaviour(i sdk.Item) string {
	if i.Op == sdk.OpTransition {
		return i.Kind + " " + i.Transition
	}
	return i.Kind + " " + i.Op
}

func packItems(items []sdk.Item) (req *wire.EvaluateRequest, size int, err error) {
	if len(items) > wire.MaxItems {
		return nil, 0, fault.New(fault.TooLarge, "too_long", fault.Field("items"))
	}
	req = &wire.EvaluateRequest{}
	for _, i := range items {
		msg, err := sdk.PackItem(i)
		if err != nil {
			return nil, 0, fmt.Errorf("pack item %s: %w", i.ID, err)
		}
		req.Items = append(req.Items, msg)
	}
	if size = proto.Size(req); size > wire.MaxMessage-1024 {
		return nil, 0, fault.New(fault.TooLarge, "too_long", fault.Field("items"))
	}
	return req, size, nil
}

// malformedError is an answer the contract does not allow.
type malformedError struct{ why string }

func (n malformedError) Error() string { return "malformed answer: " + n.why }

// brokenError is an item whose code failed, or broke what a decision may do: then
// why says so to its author.
type brokenError struct{ why string }

func (b brokenError) Error() string {
	return cmp.Or(b.why, "the module's code failed on this record")
}

// codeMalformed marks an item whose code failed among others that did not.
const codeMalformed = sdk.CodeMalformed

func readVerdicts(items []sdk.Item, resp *wire.EvaluateResponse) ([]sdk.Verdict, error) {
	if len(resp.GetResults()) != len(items) {
		return nil, malformedError{fmt.Sprintf("%d results for %d items", len(resp.GetResults()), len(items))}
	}
	out := make([]sdk.Verdict, len(items))
	for i, r := range resp.GetResults() {
		if r.GetId() != items[i].ID {
			return nil, malformedError{fmt.Sprintf("result %d is for %q, asked was %q", i, r.GetId(), items[i].ID)}
		}
		if r.GetFault() != "" {
			out[i] = sdk.Verdict{ID: r.GetId(), Problems: []sdk.Problem2{{Code: codeMalformed, Params: map[string]string{"fault": r.GetFault()}}}}
			continue
		}
		v, err := sdk.UnpackVerdict(r)
		if err != nil {
			return nil, malformedError{err.Error()}
		}
		out[i] = v
	}
	return out, nil
}

// failedItems counts items whose code failed. A question about one record
// fails as a whole; in a batch the others keep their verdicts.
func (s *supervisor) failedItems(verdicts []sdk.Verdict) error {
	bad, why := 0, ""
	for _, v := range verdicts {
		if len(v.Problems) == 1 && v.Problems[0].Code == codeMalformed {
			bad, why = bad+1, v.Problems[0].Params[sdk.ParamWhy]
		}
	}
	if bad > 0 && len(verdicts) == 1 {
		return brokenError{why}
	}
	s.count.panics.Add(int64(bad))
	return nil
}

func (s *supervisor) malformed(cause error) error {
	said := []fault.Option{fault.Param("module", s.id), fault.Cause(cause)}
	if broken := (brokenError{}); errors.As(cause, &broken) && broken.why != "" {
		said = append(said, fault.Param(sdk.ParamWhy, broken.why))
	}
	return fault.New(fault.Internal, codeMalformed, said...)
}

// do brings a question through breaker, gate and process, and settles how it
// ended. fn is called at most twice.
func (s *supervisor) do(ctx context.Context, caller sdk.Caller, a question, fn func(context.Context, *process) error) error {
	s.count.calls.Add(1)
	began := time.Now()
	defer func() { s.count.nanos.Add(int64(time.Since(began))) }()
	if left := s.open.blocked(a.behaviour, began); left > 0 {
		s.count.failures.Add(1)
		return unavailable(s.id, left, errors.New("the breaker of "+a.behaviour+" is open"))
	}
	s.awaitStart(ctx)
	ctx, cancel := context.WithTimeout(ctx, a.limit)
	defer cancel()
	most := 0
	if a.gate == "evaluate" && s.h.opts.Limit != nil {
		most = s.h.opts.Limit(ctx)
	}
	leave, ok := s.gates[a.gate].enter(ctx, caller.Province, most)
	if !ok {
		s.count.rejected.Add(1)
		return unavailable(s.id, 0, errors.New("too many calls of this province are waiting"))
	}
	defer leave()
	s.count.inFlight.Add(1)
	defer s.count.inFlight.Add(-1)
	ctx, err := wire.WithContext(ctx, sdk.PackCaller(caller))
	if err != nil {
		return fmt.Errorf("pack caller: %w", err)
	}
	err = s.attempt(ctx, a, fn)
	if err != nil {
		s.count.failures.Add(1)
	}
	return err
}

// attempt calls fn, and once more when the process died under a pure question.
func (s *supervisor) attempt(ctx context.Context, a question, fn func(context.Context, *process) error) error {
	for try := 0; ; try++ {
		p, err := s.acquire(ctx)
		if err != nil {
			return err
		}
		err = fn(ctx, p)
		p.calls.Add(-1)
		if err == nil {
			s.succeeded(p)
			s.open.settle(a.behaviour, true, time.Now())
			return nil
		}
		if s.died(ctx, p, err) {
			if a.pure && try == 0 {
				s.count.retries.Add(1)
				continue
			}
			return unavailable(s.id, 0, err)
		}
		return s.refuse(ctx, p, a, err)
	}
}

// died reports whether the answer is missing because the process is gone. The
// transport says Unavailable without a fault of ours; whatever the reason, a
// process whose connection broke is ended for certain.
func (s *supervisor) died(ctx context.Context, p *process, err error) bool {
	st, ok := status.FromError(err)
	if !ok || st.Code() != codes.Unavailable || len(st.Details()) > 0 || ctx.Err() != nil {
		return false
	}
	p.kill("the connection broke")
	return true
}

// refuse says what a failed question means to the caller and to the module.
func (s *supervisor) refuse(ctx context.Context, p *process, a question, err error) error {
	f := fault.Of(wire.FromStatus(err))
	var odd malformedError
	switch {
	case errors.As(err, &odd), fault.Is(f, fault.TooLarge):
		s.countMalformed(p)
		s.open.settle(a.behaviour, false, time.Now())
		s.h.log.Error("module answered nonsense", "module", s.id, "behaviour", a.behaviour, "error", err.Error())
		return s.malformed(err)
	case errors.Is(ctx.Err(), context.Canceled):
		return unavailable(s.id, 0, err) // the caller left: nobody's fault
	case ctx.Err() != nil, fault.Is(f, fault.Unavailable):
		s.open.settle(a.behaviour, false, time.Now())
		s.overrun(p)
		return unavailable(s.id, 0, err)
	}
	s.open.settle(a.behaviour, false, time.Now())
	s.count.panics.Add(1)
	s.h.log.Error("module call failed", "module", s.id, "behaviour", a.behaviour, "error", err.Error())
	return s.malformed(err)
}
