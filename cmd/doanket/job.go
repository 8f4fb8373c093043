package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/job"
)

func (s *shared) job() *cobra.Command {
	var slug, kind string
	c := &cobra.Command{Use: "job", Short: "the queue of work to do later"}
	c.PersistentFlags().StringVar(&slug, "tenant", "", "province")
	c.PersistentFlags().StringVar(&kind, "kind", "", "jobs of this kind")
	c.AddCommand(s.jobList(&slug, &kind),
		s.jobAct("retry", "give dead jobs their tries back", &slug, &kind, installation.RetryJobs),
		s.jobAct("drop", "delete dead jobs for good", &slug, &kind, installation.DropJobs))
	return c
}

// queue is a province's queue as the command line shows it.
type queue struct {
	Kinds []kindLine `json:"kinds"`
	Dead  []deadLine `json:"dead"`
}

type kindLine struct {
	Kind    string  `json:"kind"`
	Waiting int     `json:"waiting"`
	Running int     `json:"running"`
	Dead    int     `json:"dead"`
	Oldest  float64 `json:"oldest_seconds"` // how long the job due longest has been due
}

type deadLine struct {
	ID    string    `json:"id"`
	Kind  string    `json:"kind"`
	Tries int       `json:"tries"`
	At    time.Time `json:"at"`
	Error string    `json:"error"`
	Args  string    `json:"args"`
}

func (s *shared) jobList(slug, kind *string) *cobra.Command {
	return &cobra.Command{Use: "list", Short: "how the queue stands by kind, and every dead job", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return s.inTenant(cmd.Context(), *slug, func(ctx context.Context, _ *installation.Installation, _ *config) error {
			states, err := job.States(ctx)
			if err != nil {
				return err
			}
			out, lines := queue{Kinds: []kindLine{}, Dead: []deadLine{}}, []string{}
			for _, st := range states {
				if *kind != "" && st.Kind != *kind {
					continue
				}
				l := kindLine{Kind: st.Kind, Waiting: st.Waiting, Running: st.Running, Dead: st.Dead}
				if !st.Oldest.IsZero() {
					l.Oldest = time.Since(st.Oldest).Seconds()
				}
				out.Kinds = append(out.Kinds, l)
				lines = append(lines, fmt.Sprintf("%-28s %7d waiting %5d running %5d dead, oldest due for %.0f s", l.Kind, l.Waiting, l.Running, l.Dead, l.Oldest))
			}
			for f := (job.DeadFilter{Kind: *kind, Limit: 200}); ; {
				page, err := job.DeadLetters(ctx, f)
				if err != nil {
					return err
				}
				for _, d := range page.Items {
					out.Dead = append(out.Dead, deadLine{ID: d.ID, Kind: d.Kind, Tries: d.Try, At: d.At, Error: d.Error, Args: string(d.Args)})
					lines = append(lines, fmt.Sprintf("%s %-28s %s %s", d.ID, d.Kind, d.At.Format(time.RFC3339), d.Error))
				}
				if f.Cursor = page.Next; f.Cursor == "" {
					break
				}
			}
			return s.answer(cmd.OutOrStdout(), out, lines...)
		})
	}}
}

func (s *shared) jobAct(use, short string, slug, kind *string, act func(ctx context.Context, w job.Which) (int, error)) *cobra.Command {
	var all bool
	c := &cobra.Command{Use: use + " [ID...]", Short: short, RunE: func(cmd *cobra.Command, ids []string) error {
		if len(ids) == 0 && *kind == "" && !all {
			return fault.New(fault.Invalid, "required", fault.Field("ID, --kind or --all"))
		}
		return s.inTenant(cmd.Context(), *slug, func(ctx context.Context, _ *installation.Installation, _ *config) error {
			n, err := act(ctx, job.Which{IDs: ids, Kind: *kind})
			if err != nil {
				return err
			}
			return s.answer(cmd.OutOrStdout(), map[string]any{"action": use, "count": n}, fmt.Sprintf("%s: %d jobs", use, n))
		})
	}}
	c.Flags().BoolVar(&all, "all", false, "every dead job")
	return c
}
