package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/limit"
	"github.com/doanket/doanket/core/web/problem"
)

// Server answers on two ports: the provinces' and the operator's.
type Server struct {
	Needs
	routes  []endpoint.Route
	options Options
	log     *slog.Logger
	trusted []*net.IPNet
	meter   *meter
	assets  *assets

	sessions, addresses *limit.Buckets
	slots               *limit.Slots

	app, operator *fiber.App
	base          context.Context // every request's context comes from here
	cancel        context.CancelFunc
	stopping      atomic.Bool
	untrusted     atomic.Pointer[net.IP] // a proxy that is not named
	started       chan struct{}
	once          sync.Once

	mu                 sync.Mutex
	addr, operatorAddr string
	serving            sync.WaitGroup
}

// Needs is what answering any request takes.
type Needs struct {
	Tenants *tenant.Registry
	People  *identity.People
	Words   problem.Words
	Client  fs.FS // the built client
	// Collectors tell /metrics more than the requests.
	Collectors []prometheus.Collector
	// Ready is asked by /readyz; nil or no error means ready.
	Ready func(ctx context.Context) error
	// Aside is what /readyz names as set aside; nil: nothing is.
	Aside func() []Aside
	// Unheld are the bounds of modules that are not in force, for /readyz; nil: none.
	Unheld func() []string
}

// New makes a stopped Server over a table of routes; its mistakes are those of
// the options.
func New(n Needs, table []endpoint.Route, o Options) (*Server, error) {
	s := &Server{Needs: n, options: o.WithDefaults(), started: make(chan struct{})}
	s.log = s.options.Log
	s.base, s.cancel = context.WithCancel(context.Background())
	s.routes = append(table,
		endpoint.Route{Method: http.MethodGet, Path: "/healthz", Status: http.StatusOK, Budget: endpoint.Quick, Auth: endpoint.Operator,
			Body: endpoint.JSON, Act: endpoint.Handle(s.healthz), Summary: "The process answers"},
		endpoint.Route{Method: http.MethodGet, Path: "/readyz", Status: http.StatusOK, Budget: endpoint.Quick, Auth: endpoint.Operator,
			Body: endpoint.JSON, Act: endpoint.Handle(s.readyz), Summary: "Requests may be sent here"})
	var err error
	if s.trusted, err = networks(o.TrustedProxies); err != nil {
		return nil, err
	}
	if s.assets, err = newAssets(n.Client); err != nil {
		return nil, err
	}
	if s.meter, err = newMeter(s.options.Metrics, n.Collectors); err != nil {
		return nil, err
	}
	s.sessions, s.addresses, s.slots = limit.NewBuckets(s.options.SessionRate), limit.NewBuckets(s.options.AddressRate), limit.NewSlots()
	s.app, s.operator = s.newApp(), s.newApp()
	s.mount()
	return s, nil
}

// newApp is Fiber with our limits. A head and the first 8 KiB of a body have
// one stall to come before anything of ours runs; the rest streams, so that its
// reader bounds it in bytes and time.
func (s *Server) newApp() *fiber.App {
	return fiber.New(fiber.Config{
		AppName: "doanket", DisableStartupMessage: true, Immutable: true, CaseSensitive: true, UnescapePath: true,
		StreamRequestBody: true, DisablePreParseMultipartForm: true, BodyLimit: endpoint.MaxJSON,
		ReadBufferSize: 16 << 10, ReadTimeout: stall, WriteTimeout: stall, IdleTimeout: 2 * time.Minute,
		ErrorHandler: s.fiberError,
	})
}

// Start listens and serves until Stop; it returns once both ports listen.
func (s *Server) Start(ctx context.Context) error {
	if s.stopping.Load() {
		return errors.New("web: stopped before it started")
	}
	for _, w := range s.warnings() {
		s.log.Warn(w)
	}
	if err := s.listen(ctx, s.app, s.options.Listen, &s.addr); err != nil {
		return err
	}
	if s.options.OperatorListen != "" {
		if err := s.listen(ctx, s.operator, s.options.OperatorListen, &s.operatorAddr); err != nil {
			return errors.Join(err, s.app.Shutdown())
		}
	}
	s.once.Do(func() { close(s.started) })
	return nil
}

func (s *Server) listen(ctx context.Context, app *fiber.App, address string, bound *string) error {
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", address, err)
	}
	s.mu.Lock()
	*bound = ln.Addr().String()
	s.mu.Unlock()
	s.serving.Go(func() {
		if err := app.Listener(ln); err != nil && !s.stopping.Load() {
			s.log.Error("stopped listening", slog.String("address", address), slog.String("error", err.Error()))
		}
	})
	return nil
}

// Started is closed once the server listens.
func (s *Server) Started() <-chan struct{} { return s.started }

// Addr and OperatorAddr are where the server listens, once started.
func (s *Server) Addr() string { s.mu.Lock(); defer s.mu.Unlock(); return s.addr }

// OperatorAddr is the address of health and metrics.
func (s *Server) OperatorAddr() string { s.mu.Lock(); defer s.mu.Unlock(); return s.operatorAddr }

// Stop stops accepting, lets requests finish for DrainTimeout or until ctx
// ends, then cancels the rest. It may come twice, or before Start.
func (s *Server) Stop(ctx context.Context) error {
	if s.stopping.Swap(true) {
		s.serving.Wait()
		return nil
	}
	ctx, done := context.WithTimeout(ctx, s.options.DrainTimeout)
	defer done()
	var err error
	if s.Addr() != "" {
		err = errors.Join(s.app.ShutdownWithContext(ctx), s.operator.ShutdownWithContext(ctx))
	}
	s.cancel()
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		s.log.Warn("requests were cut at stop")
		return nil
	}
	s.serving.Wait()
	return err
}
