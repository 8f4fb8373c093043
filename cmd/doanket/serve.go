package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"

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
		spareCollecting()
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
	if err := prepare(ctx, i, log); err != nil {
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
	if c.anyModule() {
		log.Warn("modules are run as they lie in the folder: no key says who may sign them", "folder", c.get("MODULES"), "setting", "MODULE_KEYS")
	}
	mend(ctx, i, log)
	log.Info("stopping")
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	return errors.Join(server.Stop(end), i.Stop(end))
}

// prepare brings every province to this binary's tables. One with which that
// fails is named in the log and by /readyz; the others serve.
func prepare(ctx context.Context, i *installation.Installation, log *slog.Logger) error {
	asides, err := i.Provinces.Prepare(ctx)
	for _, a := range asides {
		log.Error("province set aside", "tenant", a.Tenant, "reason", a.Reason)
	}
	return err
}

// mendEvery is how often provinces set aside are tried again.
const mendEvery = time.Minute

// mend tries them until the server stops: a province that was put right serves
// without a restart.
func mend(ctx context.Context, i *installation.Installation, log *slog.Logger) {
	tick := time.NewTicker(mendEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		before := len(i.Provinces.Asides())
		still, err := i.Provinces.PrepareAgain(ctx)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			log.Warn("cannot try the provinces set aside", "error", err)
		case len(still) < before:
			log.Info("provinces mended", "mended", before-len(still), "still_aside", len(still))
		}
	}
}
