package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/installation"
)

// stopWithin is how long a stop may take before processes are cut off.
const stopWithin = 25 * time.Second

func (s *shared) serve() *cobra.Command {
	return &cobra.Command{Use: "serve", Short: "serve all provinces", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		c, err := loadConfig(s.configFile)
		if err != nil {
			return err
		}
		log := c.logger(os.Stderr)
		i, err := installation.Open(cmd.Context(), c.installation(log))
		if err != nil {
			return err
		}
		return errors.Join(run(cmd.Context(), i, c), i.Close())
	}}
}

// run serves until ctx ends: tables first, then jobs, then requests; requests
// stop first.
func run(ctx context.Context, i *installation.Installation, c *config) error {
	log := c.logger(os.Stderr)
	if err := prepare(ctx, i); err != nil {
		return err
	}
	server, err := i.Web(c.web(log))
	if err != nil {
		return err
	}
	if err := i.Start(ctx); err != nil {
		return err
	}
	if err := server.Start(ctx); err != nil {
		return err
	}
	log.Info("serving", "listen", c.get("LISTEN"), "base_domain", c.get("BASE_DOMAIN"), "version", version)
	<-ctx.Done()
	log.Info("stopping")
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	return errors.Join(server.Stop(end), i.Stop(end))
}

// prepare widens every province's record tables to the manifests of this
// binary. A province that cannot be widened is served as it is.
func prepare(ctx context.Context, i *installation.Installation) error {
	list, err := i.Tenants.List(i.Cluster.With(ctx))
	if err != nil {
		return fmt.Errorf("list provinces: %w", err)
	}
	for _, t := range list {
		in, err := i.Enter(ctx, t.Slug, "serve")
		if err != nil {
			continue // suspended
		}
		if err := i.Kinds.Prepare(identity.System(in, "serve")); err != nil {
			return fmt.Errorf("prepare %s: %w", t.Slug, err)
		}
		if _, err := i.Guard.Refresh(in); err != nil {
			return fmt.Errorf("refresh roles of %s: %w", t.Slug, err)
		}
	}
	return nil
}
