package admin

import (
	"context"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
)

// JobState is how the jobs of one kind stand in a province.
type JobState struct {
	Kind    string    `json:"kind"`
	Waiting int       `json:"waiting"`
	Running int       `json:"running"`
	Dead    int       `json:"dead"`
	Oldest  time.Time `json:"oldest,omitzero"` // since when the job due longest has been due
}

// DeadJob is a job that used up its tries.
type DeadJob struct {
	ID    string    `json:"id"`
	Kind  string    `json:"kind"`
	Tries int       `json:"tries"`
	Error string    `json:"error"`
	At    time.Time `json:"at"` // of the last try
}

// DeadJobs is some dead jobs, the newest job first.
type DeadJobs struct {
	Items []DeadJob `json:"items"`
	Next  string    `json:"next"`
}

// Jobs is the queue of the province in ctx; the gate is asked before. Retry
// and Drop take ids or, when there are none, all dead jobs of the kind, and
// are called inside the transaction of an Act.
type Jobs interface {
	States(ctx context.Context) ([]JobState, error)
	Dead(ctx context.Context, kind string, limit int, cursor string) (DeadJobs, error)
	Retry(ctx context.Context, ids []string, kind string) (int, error)
	Drop(ctx context.Context, ids []string, kind string) (int, error)
	// Everywhere is the states of every active province by its slug; one whose
	// database is away is left out.
	Everywhere(ctx context.Context) map[string][]JobState
}

// Queue answers for the queue of the province.
type Queue struct {
	Jobs Jobs
	Gate permission.Gate
}

// List is how the queue stands, by kind.
func (h Queue) List(c *endpoint.Call, _ struct{}) (endpoint.Items[JobState], error) {
	if err := h.Gate.Check(c.Ctx, "admin:settings", "", ""); err != nil {
		return endpoint.Items[JobState]{}, err
	}
	list, err := h.Jobs.States(c.Ctx)
	return endpoint.Items[JobState]{Items: append([]JobState{}, list...)}, err
}

type jobDeadIn struct {
	Kind   string `query:"kind" maxLength:"100"`
	Limit  int    `query:"limit"`
	Cursor string `query:"cursor" maxLength:"200"`
}

// Dead is jobs that used up their tries.
func (h Queue) Dead(c *endpoint.Call, in jobDeadIn) (DeadJobs, error) {
	if err := h.Gate.Check(c.Ctx, "admin:settings", "", ""); err != nil {
		return DeadJobs{}, err
	}
	limit, err := endpoint.Limit(in.Limit, 50, 200)
	if err != nil {
		return DeadJobs{}, err
	}
	return h.Jobs.Dead(c.Ctx, in.Kind, limit, in.Cursor)
}

// jobChoiceIn names dead jobs, or a kind for all of its dead jobs.
type jobChoiceIn struct {
	IDs  []string `json:"ids"`
	Kind string   `json:"kind" maxLength:"100"`
}

type jobCount struct {
	Count int `json:"count"`
}

// Retry gives dead jobs their tries back.
func (h Queue) Retry(c *endpoint.Call, in jobChoiceIn) (jobCount, error) {
	return h.act(c, in, "job.retry", h.Jobs.Retry)
}

// Drop deletes dead jobs for good.
func (h Queue) Drop(c *endpoint.Call, in jobChoiceIn) (jobCount, error) {
	return h.act(c, in, "job.drop", h.Jobs.Drop)
}

func (h Queue) act(c *endpoint.Call, in jobChoiceIn, action string, fn func(ctx context.Context, ids []string, kind string) (int, error)) (jobCount, error) {
	if len(in.IDs) == 0 && in.Kind == "" {
		return jobCount{}, fault.New(fault.Invalid, "invalid", fault.Fields(fault.FieldError{Field: "ids", Code: "required"}))
	}
	var out jobCount
	detail := map[string]any{"ids": in.IDs}
	err := h.Gate.Act(c.Ctx, permission.Act{Permission: "admin:settings", Action: action, Object: in.Kind, Kind: "job", Detail: detail},
		func(ctx context.Context) (err error) {
			out.Count, err = fn(ctx, in.IDs, in.Kind)
			detail["count"] = out.Count
			return err
		})
	return out, err
}
