package server

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// meter counts requests for /metrics. Routes are templates, so no id of a
// person or record becomes a label.
type meter struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec

	provinces *prometheus.CounterVec
	spent     *prometheus.CounterVec
}

func newMeter(registry *prometheus.Registry, more []prometheus.Collector) (*meter, error) {
	m := &meter{registry: registry}
	if registry == nil {
		m.registry = prometheus.NewRegistry()
		m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	}
	m.requests = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "doanket_http_requests_total",
		Help: "Requests answered, by route and status."}, []string{"method", "route", "status"})
	m.took = prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "doanket_http_request_seconds",
		Help:    "Time from a request's arrival to the start of its answer.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}}, []string{"method", "route"})
	m.provinces = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "doanket_province_requests_total",
		Help: "Requests answered, by province and class of status."}, []string{"province", "class"})
	m.spent = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "doanket_province_request_seconds_total",
		Help: "Time spent on requests until their answer began, by province."}, []string{"province"})
	for _, c := range append([]prometheus.Collector{m.requests, m.took, m.provinces, m.spent}, more...) {
		if err := m.registry.Register(c); err != nil {
			return nil, fmt.Errorf("register metrics: %w", err)
		}
	}
	return m, nil
}

// request counts one. A province is a label only once its host was found, so there are
// as many as there are provinces; an unknown host is none.
func (m *meter) request(province, method, route string, status int, took time.Duration) {
	if province != "" {
		m.provinces.WithLabelValues(province, strconv.Itoa(status/100)+"xx").Inc()
		m.spent.WithLabelValues(province).Add(took.Seconds())
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.took.WithLabelValues(method, route).Observe(took.Seconds())
}

func (m *meter) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
