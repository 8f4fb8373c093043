package sdk

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/sdk/wire"
	"google.golang.org/grpc"
)

type callerKey struct{}

// callHandler adds call and province to every log line written with the
// context of a call.
type callHandler struct{ slog.Handler }

// Handle adds what the context knows.
func (h *callHandler) Handle(ctx context.Context, r slog.Record) error {
	if c, ok := ctx.Value(callerKey{}).(Caller); ok {
		r.AddAttrs(slog.String("call", c.CallID), slog.String("province", c.Province))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs keeps the handler around its copy.
func (h *callHandler) WithAttrs(a []slog.Attr) slog.Handler {
	return &callHandler{h.Handler.WithAttrs(a)}
}

// WithGroup keeps the handler around its copy.
func (h *callHandler) WithGroup(name string) slog.Handler {
	return &callHandler{h.Handler.WithGroup(name)}
}

// early ends the author's context before the host's deadline, so that the
// answer still travels, and puts the caller into it.
func early(ctx context.Context, req any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	ctx = context.WithValue(ctx, callerKey{}, UnpackCaller(wire.ContextOf(ctx)))
	if end, ok := ctx.Deadline(); ok && time.Until(end) > 2*wire.Grace {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, end.Add(-wire.Grace))
		defer cancel()
	}
	return next(ctx, req)
}

// contain keeps a panic of one call from ending the process, and with it the
// calls of every other province.
func contain(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (out any, err error) {
	defer func() { err = rescued(ctx, info.FullMethod, recover(), err) }()
	return next(ctx, req)
}

func containStream(srv any, s grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) (err error) {
	defer func() { err = rescued(s.Context(), info.FullMethod, recover(), err) }()
	return next(srv, s)
}

func rescued(ctx context.Context, what string, panicked any, err error) error {
	if panicked != nil {
		slog.ErrorContext(ctx, "module code panicked", "in", what, "panic", fmt.Sprint(panicked), "stack", string(debug.Stack()))
		err = fault.New(fault.Internal, CodeMalformed)
	}
	return wire.ToStatus(err)
}
