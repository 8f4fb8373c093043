package sdk

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/sdk/wire"
)

// Server is the module as the wire sees it.
func (m *Module) Server() wire.ModuleServer { return &server{m: m} }

type server struct {
	wire.UnimplementedModuleServer
	m *Module
}

// Describe tells what the binary holds.
func (s *server) Describe(context.Context, *wire.DescribeRequest) (*wire.DescribeResponse, error) {
	return &wire.DescribeResponse{Sdk: Version, Manifest: s.m.manifest.Source(), Implemented: s.m.Behaviours()}, nil
}

// Evaluate judges item by item, so that one that fails spoils only itself.
func (s *server) Evaluate(ctx context.Context, req *wire.EvaluateRequest) (*wire.EvaluateResponse, error) {
	if len(req.GetItems()) > wire.MaxItems {
		return nil, fault.New(fault.TooLarge, "too_long", fault.Field("items"))
	}
	caller := callerOf(ctx)
	out := &wire.EvaluateResponse{}
	for _, item := range req.GetItems() {
		r, err := s.judge(ctx, caller, item)
		if fault.Is(err, fault.Unavailable) {
			return nil, err // the deadline: the host asks again or says so
		}
		if err != nil {
			r = &wire.ItemResult{Id: item.GetId(), Fault: fault.Of(err).Code}
		}
		out.Results = append(out.Results, r)
	}
	return out, nil
}

func (s *server) judge(ctx context.Context, caller Caller, msg *wire.Item) (_ *wire.ItemResult, err error) {
	defer contained(ctx, &err)
	item, err := UnpackItem(msg)
	if err != nil {
		return nil, fault.New(fault.Invalid, "invalid", fault.Cause(err))
	}
	verdicts, err := s.m.Evaluate(ctx, caller, []Item{item})
	if err != nil {
		return nil, err
	}
	return PackVerdict(verdicts[0])
}

// HandleEvents answers event by event.
func (s *server) HandleEvents(ctx context.Context, batch *wire.EventBatch) (*wire.EventAcks, error) {
	caller := callerOf(ctx)
	out := &wire.EventAcks{}
	for _, e := range batch.GetEvents() {
		ack := &wire.EventAck{Id: e.GetId()}
		var err error
		if ack.Effects, err = s.event(ctx, caller, e); err != nil {
			ack.Effects, ack.Fault = nil, fault.Of(err).Code
		}
		out.Acks = append(out.Acks, ack)
	}
	return out, nil
}

func (s *server) event(ctx context.Context, caller Caller, e *wire.Event) (_ []*wire.Effect, err error) {
	defer contained(ctx, &err)
	h := Happening{ID: e.GetId(), Name: e.GetName(), Kind: e.GetKind(), RecordID: e.GetRecordId(), UnitID: e.GetUnitId()}
	if err := unpackMap(e.GetPayloadJson(), &h.Payload); err != nil {
		return nil, fault.New(fault.Invalid, "invalid", fault.Cause(err))
	}
	effects, err := s.m.HandleEvent(ctx, caller, h)
	if err != nil {
		return nil, err
	}
	return PackEffects(effects)
}

// RunJob runs one job.
func (s *server) RunJob(ctx context.Context, req *wire.JobRequest) (*wire.JobResult, error) {
	run := Run{Job: req.GetJob(), Slot: time.UnixMicro(req.GetSlotUnixMicro()).UTC(), Cursor: req.GetCursor()}
	effects, err := s.m.RunJob(ctx, callerOf(ctx), run)
	if err != nil {
		return nil, err
	}
	out := &wire.JobResult{}
	out.Effects, err = PackEffects(effects)
	return out, err
}

// ComputeIndicator folds page after page.
func (s *server) ComputeIndicator(in wire.Module_ComputeIndicatorServer) error {
	var f Figure
	for {
		page, err := in.Recv()
		if errors.Is(err, io.EOF) {
			return in.SendAndClose(&wire.IndicatorResult{Numerator: f.Numerator, Denominator: f.Denominator})
		}
		if err != nil {
			return err
		}
		rows := make([]map[string]any, len(page.GetRowsJson()))
		for i, raw := range page.GetRowsJson() {
			if err := unpackMap(raw, &rows[i]); err != nil {
				return fault.New(fault.Invalid, "invalid", fault.Cause(err))
			}
		}
		if err := s.m.Fold(page.GetMeasure(), &f, rows); err != nil {
			return err
		}
	}
}

func callerOf(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c
}

// contained turns a panic below into an error of its item.
func contained(ctx context.Context, err *error) {
	if r := recover(); r != nil {
		slog.ErrorContext(ctx, "module code panicked", "panic", r, "stack", string(debug.Stack()))
		*err = fault.New(fault.Internal, CodeMalformed)
	}
}
