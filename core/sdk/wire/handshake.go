package wire

import (
	"context"
	"time"

	plugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
)

// Limits of the border; both sides hold them, the host without trust.
const (
	// MaxMessage is the size no message may pass in either direction.
	MaxMessage = 8 << 20
	// MaxItems is the largest batch of one Evaluate.
	MaxItems = 100
	// Grace is how much earlier the module's own deadline ends, so that the
	// answer "too late" still arrives.
	Grace = 20 * time.Millisecond
	// Name is the one plugin a module binary serves.
	Name = "module"
	// Major is the contract version both sides speak.
	Major = 1
)

// Handshake tells a module process that a host started it. It is no secret.
var Handshake = plugin.HandshakeConfig{
	ProtocolVersion:  Major,
	MagicCookieKey:   "DOANKET_MODULE",
	MagicCookieValue: "mod.v1",
}

// Plugins gives go-plugin the served module; the host passes nil.
func Plugins(server ModuleServer) plugin.PluginSet {
	return plugin.PluginSet{Name: &border{server: server}}
}

// border joins the generated code to go-plugin.
type border struct {
	plugin.NetRPCUnsupportedPlugin
	server ModuleServer
}

// GRPCServer registers the module's server.
func (b *border) GRPCServer(_ *plugin.GRPCBroker, s *grpc.Server) error {
	RegisterModuleServer(s, b.server)
	return nil
}

// GRPCClient hands out the bare connection: the host also asks its health.
func (b *border) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, conn *grpc.ClientConn) (any, error) {
	return conn, nil
}
