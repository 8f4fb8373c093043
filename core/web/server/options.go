package server

import (
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Options shape the server. Zero values mean the defaults in brackets.
type Options struct {
	Listen         string   // address of provinces [127.0.0.1:8080]
	OperatorListen string   // address of health and metrics; "" for none
	BaseDomain     string   // provinces are <slug>.<base domain> [localhost]
	HTTPS          bool     // browsers come by https: Secure cookies, HSTS
	TrustedProxies []string // addresses or CIDRs whose X-Forwarded-For/-Proto count

	SessionRate  float64       // requests a second per session or token; below 0 none [50]
	AddressRate  float64       // … per address that is not signed in [10]
	InFlight     int           // acts at once per province, unless its settings say [64]; other work in proportion (core/web/limit)
	LinkTTL      time.Duration // life of a one-time link [72h]
	DrainTimeout time.Duration // how long Stop waits for requests [20s]

	// ProviderSecret is the secret of a province's OpenID Connect provider; nil: none has one.
	ProviderSecret func(province, id string) string

	Log     *slog.Logger
	Metrics *prometheus.Registry // where to register; nil makes one
}

// WithDefaults fills what is not set.
func (o Options) WithDefaults() Options {
	or := func(s *string, d string) {
		if *s == "" {
			*s = d
		}
	}
	or(&o.Listen, "127.0.0.1:8080")
	or(&o.BaseDomain, "localhost")
	if o.SessionRate == 0 {
		o.SessionRate = 50
	}
	if o.AddressRate == 0 {
		o.AddressRate = 10
	}
	if o.InFlight == 0 {
		o.InFlight = 64
	}
	if o.LinkTTL == 0 {
		o.LinkTTL = 72 * time.Hour
	}
	if o.DrainTimeout == 0 {
		o.DrainTimeout = 20 * time.Second
	}
	if o.ProviderSecret == nil {
		o.ProviderSecret = func(string, string) string { return "" }
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return o
}
