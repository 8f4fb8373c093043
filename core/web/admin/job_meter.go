package admin

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// JobMeter tells /metrics how the queues stand, asking each province's
// database when it is asked itself.
type JobMeter struct{ Jobs Jobs }

// jobMeterBudget bounds how long a look at all provinces takes.
const jobMeterBudget = 4 * time.Second

var (
	jobsDesc = prometheus.NewDesc("doanket_jobs", "Jobs in the queue, by state: waiting, running or dead.",
		[]string{"province", "kind", "state"}, nil)
	jobAgeDesc = prometheus.NewDesc("doanket_job_oldest_seconds", "How long the job that has been due longest has been due.",
		[]string{"province", "kind"}, nil)
)

// Describe names the metrics.
func (m JobMeter) Describe(to chan<- *prometheus.Desc) {
	to <- jobsDesc
	to <- jobAgeDesc
}

// Collect reads the states.
func (m JobMeter) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), jobMeterBudget)
	defer cancel()
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	for province, states := range m.Jobs.Everywhere(ctx) {
		for _, s := range states {
			gauge(jobsDesc, float64(s.Waiting), province, s.Kind, "waiting")
			gauge(jobsDesc, float64(s.Running), province, s.Kind, "running")
			gauge(jobsDesc, float64(s.Dead), province, s.Kind, "dead")
			age := 0.0
			if !s.Oldest.IsZero() {
				age = time.Since(s.Oldest).Seconds()
			}
			gauge(jobAgeDesc, age, province, s.Kind)
		}
	}
}
