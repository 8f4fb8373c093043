package embedded

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/versity/versitygw/auth"
	"github.com/versity/versitygw/embedgw"
	"github.com/versity/versitygw/s3api"

	"github.com/doanket/doanket/core/fault"
)

// startWithin is more than any start takes; attempts are for a port that
// another process took between the choice and the start.
const (
	startWithin = 15 * time.Second
	attempts    = 5
)

// Gateway is a running server and what a client needs to reach it.
type Gateway struct {
	Endpoint string // host:port on loopback
	Access   string
	Secret   string
	Region   string

	stop context.CancelFunc
	done chan struct{} // closed when the server has ended
	once sync.Once
	err  error
}

// Start runs the server on dir, which it makes when absent. The server answers
// when Start returns and runs until Close; ctx bounds only the start.
func Start(ctx context.Context, dir string) (*Gateway, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find folder of the embedded store: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make folder of the embedded store: %w", err)
	}
	keys, err := loadKeys(filepath.Join(dir, "keys.json"))
	if err != nil {
		return nil, err
	}
	for range attempts {
		var g *Gateway
		if g, err = run(ctx, dir, keys); err == nil {
			return g, nil
		}
		if !strings.Contains(err.Error(), "address already in use") {
			break
		}
	}
	return nil, fault.New(fault.Unavailable, "storage_unavailable", fault.Cause(fmt.Errorf("start embedded store: %w", err)))
}

// run starts one server on a free port and waits until it listens.
func run(ctx context.Context, dir string, k keys) (*Gateway, error) {
	backend, err := openBackend(dir)
	if err != nil {
		return nil, err
	}
	endpoint, err := freePort()
	if err != nil {
		return nil, err
	}
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	g := &Gateway{Endpoint: endpoint, Access: k.Access, Secret: k.Secret, Region: "us-east-1", stop: stop, done: make(chan struct{})}
	listening := make(chan struct{})
	go func() {
		defer close(g.done)
		g.err = embedgw.RunVersityGW(serving, backend, config(g, func() { close(listening) }))
	}()
	wait, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	select {
	case <-listening:
		return g, nil
	case <-g.done:
		stop()
		return nil, fmt.Errorf("run gateway: %w", g.err)
	case <-wait.Done():
		return nil, fmt.Errorf("wait for gateway: %w", g.abandon(wait.Err()))
	}
}

func config(g *Gateway, listening func()) *embedgw.Config {
	return &embedgw.Config{
		RootUserAccess: g.Access, RootUserSecret: g.Secret, Region: g.Region,
		IAMService:     auth.NewIAMServiceSingle(auth.Account{Access: g.Access, Secret: g.Secret, Role: auth.RoleAdmin}),
		Ports:          []string{g.Endpoint},
		MaxConnections: 1024, MaxRequests: 512, MultipartMaxParts: 10_000,
		Quiet: true, KeepAlive: true, DisableACLs: true,
		S3Options: []s3api.Option{s3api.WithOnListen(listening)},
	}
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("choose port: %w", err)
	}
	defer l.Close()
	return l.Addr().String(), nil
}

func (g *Gateway) abandon(err error) error {
	g.stop()
	return err
}

// Close stops the server and waits for it. Twice is as good as once.
func (g *Gateway) Close() error {
	g.once.Do(func() {
		g.stop()
		<-g.done
	})
	if g.err != nil {
		return fmt.Errorf("stop embedded store: %w", g.err)
	}
	return nil
}
