package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/module"
	"github.com/doanket/doanket/core/module/catalog"
	"github.com/doanket/doanket/core/module/signature"
	"github.com/doanket/doanket/core/tenant/pin"
)

// moduleKey makes a signing key: it goes into a file nobody else reads, what
// checks it is printed.
func (s *shared) moduleKey() *cobra.Command {
	return &cobra.Command{Use: "key FILE", Short: "make a key that signs modules; prints what MODULE_KEYS wants", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		key, text := signature.NewKey()
		f, err := os.OpenFile(args[0], os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // never over another key
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(f, text); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
		return s.answer(cmd.OutOrStdout(), map[string]string{"public": key.Public()}, key.Public())
	}}
}

// moduleCatalog writes down what lies in a folder of modules: without it none is there.
func (s *shared) moduleCatalog() *cobra.Command {
	return &cobra.Command{Use: "catalog DIR", Short: "write the catalogue of a folder of modules: each is asked for its manifest, confined; signatures go", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		if err := module.WriteCatalog(args[0], nil); err != nil {
			return err
		}
		all, err := catalog.Read(args[0])
		if err != nil {
			return err
		}
		ids := slices.Sorted(maps.Keys(all))
		return s.answer(cmd.OutOrStdout(), map[string]any{"modules": ids}, ids...)
	}}
}

func (s *shared) moduleSign() *cobra.Command {
	return &cobra.Command{Use: "sign DIR KEYFILE", Short: "sign every module of a folder: binary, version and manifest", Args: cobra.ExactArgs(2), RunE: func(cmd *cobra.Command, args []string) error {
		text, err := os.ReadFile(args[1])
		if err != nil {
			return err
		}
		key, err := signature.ReadKey(string(text))
		if err != nil {
			return err
		}
		ids, err := catalog.Sign(args[0], key)
		if err != nil {
			return err
		}
		return s.answer(cmd.OutOrStdout(), map[string]any{"signed": ids}, fmt.Sprintf("%d modules signed", len(ids)))
	}}
}

// modulePin holds a module to what lies in the folder now, and keeps a copy.
func (s *shared) modulePin() *cobra.Command {
	var by string
	c := &cobra.Command{Use: "pin [ID]", Short: "hold a module to what lies in MODULES now; without ID: what was pinned, when and by whom", Args: cobra.MaximumNArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return s.open(cmd.Context(), func(ctx context.Context, i *installation.Installation, conf *config) error {
			ctx = i.Cluster.With(ctx)
			if len(args) == 0 {
				moves, err := pin.Moves(ctx, "")
				if err != nil {
					return err
				}
				lines := make([]string, 0, len(moves))
				for _, m := range moves {
					lines = append(lines, moveLine(m))
				}
				return s.answer(cmd.OutOrStdout(), moves, lines...)
			}
			version, digest, err := catalog.Keep(absolute(conf.get("MODULES")), args[0], kept(conf))
			if err != nil {
				return err
			}
			return s.move(ctx, cmd, i, pin.Move{Module: args[0], Version: version, Digest: digest, By: by})
		})
	}}
	c.Flags().StringVar(&by, "by", "operator", "who moves it")
	return c
}

// moduleRollback puts back what the module was held to before.
func (s *shared) moduleRollback() *cobra.Command {
	var by string
	c := &cobra.Command{Use: "rollback ID", Short: "put back what a module was pinned to before; a running server follows within seconds", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return s.open(cmd.Context(), func(ctx context.Context, i *installation.Installation, conf *config) error {
			ctx = i.Cluster.With(ctx)
			before, err := pin.Before(ctx, args[0])
			if err != nil {
				return err
			}
			if err := catalog.PutBack(kept(conf), before.Digest, args[0], absolute(conf.get("MODULES"))); err != nil {
				return err
			}
			before.By = by
			return s.move(ctx, cmd, i, before)
		})
	}}
	c.Flags().StringVar(&by, "by", "operator", "who moves it")
	return c
}

// move moves the pin of a module and leaves a line in the log of every province: what
// decides there has changed. A province that cannot be entered holds nothing up, and is
// named.
func (s *shared) move(ctx context.Context, cmd *cobra.Command, i *installation.Installation, m pin.Move) error {
	held, err := pin.Current(ctx)
	if err != nil {
		return err
	}
	if err := pin.Set(ctx, m); err != nil {
		return err
	}
	moves, err := pin.Moves(ctx, m.Module)
	if err != nil {
		return err
	}
	lines := []string{moveLine(moves[0])}
	out := struct {
		pin.Move
		Unlogged []unlogged `json:"unlogged"`
	}{moves[0], []unlogged{}}
	if from := held[m.Module]; from != m.Digest {
		missed, err := notedEverywhere(ctx, i, "module.pin", m.Module, "module", map[string]any{"version": m.Version, "from": from, "to": m.Digest, "by": m.By})
		if err != nil {
			return err
		}
		for _, m := range missed {
			lines = append(lines, fmt.Sprintf("no line in the log of %s: %s", m.Tenant, m.Error))
		}
		out.Unlogged = append(out.Unlogged, missed...)
	}
	return s.answer(cmd.OutOrStdout(), out, lines...)
}

func moveLine(m pin.Move) string {
	return fmt.Sprintf("%-14s %-8s %.12s  %s  %s", m.Module, m.Version, m.Digest, m.At.Format("2006-01-02 15:04:05"), m.By)
}

// kept is the folder of the modules that can be put back.
func kept(conf *config) string { return filepath.Join(absolute(conf.get("DATA")), "modules") }
