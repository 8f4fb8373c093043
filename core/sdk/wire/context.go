package wire

import (
	"context"

	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
)

const contextKey = "ctx-bin"

// WithContext puts the caller beside the next call of the host.
func WithContext(ctx context.Context, c *Context) (context.Context, error) {
	raw, err := proto.Marshal(c)
	if err != nil {
		return nil, err
	}
	return metadata.AppendToOutgoingContext(ctx, contextKey, string(raw)), nil
}

// ContextOf reads the caller in the module; without one it is empty.
func ContextOf(ctx context.Context) *Context {
	out := &Context{}
	md, _ := metadata.FromIncomingContext(ctx)
	for _, raw := range md.Get(contextKey) {
		if proto.Unmarshal([]byte(raw), out) == nil {
			return out
		}
	}
	return &Context{}
}
