package embedded

import (
	"context"

	"github.com/doanket/doanket/core/fault"
)

// Gateway is a running server and what a client needs to reach it.
type Gateway struct {
	Endpoint string // host:port on loopback
	Access   string
	Secret   string
	Region   string
}

// Start runs the server on dir, which it makes when absent. It answers when Start returns.
func Start(ctx context.Context, dir string) (*Gateway, error) {
	return nil, fault.New(fault.Unavailable, "not.ready")
}

// Close stops the server and waits for it.
func (g *Gateway) Close() error { return nil }
