package module

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"

	"google.golang.org/protobuf/proto"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/sdk/wire"
)

// HandleEvents delivers events and returns one ack each, in order. The same
// event may be delivered twice; effects carry their own keys.
//
// Errors: as Evaluate; TooLarge above 200 events or 4 MiB.
func (h *Host) HandleEvents(ctx context.Context, module string, caller sdk.Caller, events []sdk.Happening) ([]sdk.Ack, error) {
	s, err := h.supervisor(module)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	batch, err := packEvents(events, h.opts.bounds.events)
	if err != nil {
		return nil, err
	}
	var out []sdk.Ack
	a := question{gate: "events", behaviour: "event " + events[0].Name, limit: h.opts.Times.Events}
	err = s.do(ctx, caller, a, func(ctx context.Context, p *process) error {
		acks, err := p.rpc.HandleEvents(ctx, batch)
		if err != nil {
			return err
		}
		out, err = s.readAcks(events, acks)
		return err
	})
	return out, err
}

func packEvents(events []sdk.Happening, most int) (*wire.EventBatch, error) {
	batch := &wire.EventBatch{}
	for _, e := range events {
		raw, err := json.Marshal(e.Payload)
		if err != nil {
			return nil, fmt.Errorf("pack event %s: %w", e.ID, err)
		}
		batch.Events = append(batch.Events, &wire.Event{Id: e.ID, Name: e.Name, Kind: e.Kind, RecordId: e.RecordID, UnitId: e.UnitID, PayloadJson: raw})
	}
	if len(events) > maxEvents || proto.Size(batch) > most {
		return nil, fault.New(fault.TooLarge, "too_long", fault.Field("events"))
	}
	return batch, nil
}

func (s *supervisor) readAcks(events []sdk.Happening, acks *wire.EventAcks) ([]sdk.Ack, error) {
	if len(acks.GetAcks()) != len(events) {
		return nil, malformedError{fmt.Sprintf("%d acks for %d events", len(acks.GetAcks()), len(events))}
	}
	out := make([]sdk.Ack, len(events))
	for i, a := range acks.GetAcks() {
		if a.GetId() != events[i].ID {
			return nil, malformedError{fmt.Sprintf("ack %d is for %q, sent was %q", i, a.GetId(), events[i].ID)}
		}
		effects, err := sdk.UnpackEffects(a.GetEffects())
		if err != nil {
			return nil, malformedError{err.Error()}
		}
		out[i] = sdk.Ack{ID: a.GetId(), Effects: effects}
		if a.GetFault() != "" {
			out[i].Effects, out[i].Err = nil, s.malformed(fault.New(fault.Internal, a.GetFault()))
		}
	}
	return out, nil
}

// RunJob runs one declared job for one province and slot.
//
// Errors: as Evaluate; NotFound "job.unknown".
func (h *Host) RunJob(ctx context.Context, module string, caller sdk.Caller, run sdk.Run) ([]sdk.Effect, error) {
	s, err := h.supervisor(module)
	if err != nil {
		return nil, err
	}
	var out []sdk.Effect
	a := question{gate: "job", behaviour: "job " + run.Job, limit: h.opts.Times.Job}
	err = s.do(ctx, caller, a, func(ctx context.Context, p *process) error {
		res, err := p.rpc.RunJob(ctx, &wire.JobRequest{Job: run.Job, SlotUnixMicro: run.Slot.UnixMicro(), Cursor: run.Cursor})
		if err != nil {
			return err
		}
		if out, err = sdk.UnpackEffects(res.GetEffects()); err != nil {
			return malformedError{err.Error()}
		}
		return nil
	})
	return out, err
}

// Fold computes a measure declared `compute: go` over pages of at most 500
// rows, which are read again if the module died on the way.
//
// Errors: as Evaluate; TooLarge above 64 MiB of rows; whatever pages yields.
func (h *Host) Fold(ctx context.Context, module string, caller sdk.Caller, measure string, pages iter.Seq2[[]map[string]any, error]) (sdk.Figure, error) {
	s, err := h.supervisor(module)
	if err != nil {
		return sdk.Figure{}, err
	}
	var out sdk.Figure
	var own error // of the pages, not of the module
	a := question{gate: "fold", behaviour: "measure " + measure, limit: h.opts.Times.Fold, pure: true}
	err = s.do(ctx, caller, a, func(ctx context.Context, p *process) error {
		stream, err := p.rpc.ComputeIndicator(ctx)
		if err != nil {
			return err
		}
		left := h.opts.bounds.fold
		for rows, perr := range pages {
			msg, err := packRows(measure, rows, perr)
			if left -= proto.Size(msg); err == nil && left < 0 {
				err = fault.New(fault.TooLarge, "too_long", fault.Field("rows"))
			}
			if err != nil {
				own = err
				return nil
			}
			if stream.Send(msg) != nil {
				break // the reason is in the answer
			}
		}
		res, err := stream.CloseAndRecv()
		if err != nil {
			return err
		}
		out = sdk.Figure{Numerator: res.GetNumerator(), Denominator: res.GetDenominator()}
		return nil
	})
	if own != nil {
		return sdk.Figure{}, fmt.Errorf("read rows for %s: %w", measure, own)
	}
	return out, err
}

func packRows(measure string, rows []map[string]any, err error) (*wire.IndicatorRows, error) {
	msg := &wire.IndicatorRows{Measure: measure}
	for i := 0; i < len(rows) && err == nil; i++ {
		var raw []byte
		raw, err = json.Marshal(rows[i])
		msg.RowsJson = append(msg.RowsJson, raw)
	}
	return msg, err
}
