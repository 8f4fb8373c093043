package installation

import (
	"context"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/web/admin"
)

// jobs shows the queue to the room web.
type jobs struct{ i *Installation }

// States is how the queue of the province in ctx stands.
func (jobs) States(ctx context.Context) ([]admin.JobState, error) {
	states, err := job.States(ctx)
	var out []admin.JobState
	for _, s := range states {
		out = append(out, admin.JobState{Kind: s.Kind, Waiting: s.Waiting, Running: s.Running, Dead: s.Dead, Oldest: s.Oldest})
	}
	return out, err
}

// Dead is a page of the province's dead jobs.
func (jobs) Dead(ctx context.Context, kind string, limit int, cursor string) (admin.DeadJobs, error) {
	page, err := job.DeadLetters(ctx, job.DeadFilter{Kind: kind, Limit: limit, Cursor: cursor})
	out := admin.DeadJobs{Items: []admin.DeadJob{}, Next: page.Next}
	for _, d := range page.Items {
		out.Items = append(out.Items, admin.DeadJob{ID: d.ID, Kind: d.Kind, Tries: d.Try, Error: d.Error, At: d.At})
	}
	return out, err
}

// Retry gives dead jobs their tries back.
func (jobs) Retry(ctx context.Context, ids []string, kind string) (int, error) {
	return job.Retry(ctx, job.Which{IDs: ids, Kind: kind})
}

// Drop deletes dead jobs.
func (jobs) Drop(ctx context.Context, ids []string, kind string) (int, error) {
	return job.Drop(ctx, job.Which{IDs: ids, Kind: kind})
}

// Everywhere is how the queues of all active provinces stand.
func (j jobs) Everywhere(ctx context.Context) map[string][]admin.JobState {
	out := map[string][]admin.JobState{}
	for _, p := range j.i.provinces(ctx) {
		states, err := j.States(p.Ctx)
		if err != nil {
			j.i.log.Warn("count jobs", "province", p.Slug, "error", err)
			continue
		}
		out[p.Slug] = states
	}
	return out
}

// RetryJobs gives dead jobs of the province in ctx their tries back and logs
// it; how many. Fault: as job.Retry.
func RetryJobs(ctx context.Context, w job.Which) (int, error) {
	return logged(ctx, "job.retry", w, job.Retry)
}

// DropJobs deletes dead jobs of the province in ctx and logs it; how many.
// Fault: as job.Drop.
func DropJobs(ctx context.Context, w job.Which) (int, error) {
	return logged(ctx, "job.drop", w, job.Drop)
}

func logged(ctx context.Context, action string, w job.Which, act func(ctx context.Context, w job.Which) (int, error)) (n int, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		if n, err = act(ctx, w); err != nil {
			return err
		}
		return audit.Append(ctx, audit.Entry{Action: action, Object: w.Kind, Kind: "job", Detail: map[string]any{"ids": w.IDs, "count": n}})
	})
	return n, err
}
