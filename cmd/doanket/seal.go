package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/doanket/doanket/core/installation"
)

func (s *shared) seal() *cobra.Command {
	c := &cobra.Command{Use: "seal", Short: "keys of sealed fields"}
	c.AddCommand(s.sealRotate(), s.sealRotateMaster(), s.sealShred())
	return c
}

func (s *shared) sealRotate() *cobra.Command {
	slug := ""
	c := &cobra.Command{Use: "rotate", Short: "give a province a new key; torn, it goes on when run again", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return s.inTenant(cmd.Context(), slug, func(ctx context.Context, i *installation.Installation, _ *config) error {
				n, err := i.Keys.Rotate(ctx)
				if err != nil {
					return err
				}
				return s.answer(cmd.OutOrStdout(), map[string]any{"tenant": slug, "keys": n}, fmt.Sprintf("%s: %d keys rewrapped", slug, n))
			})
		}}
	c.Flags().StringVar(&slug, "tenant", "", "province")
	return c
}

func (s *shared) sealRotateMaster() *cobra.Command {
	return &cobra.Command{Use: "rotate-master", Short: "wrap the keys of every province with a new master key", Args: cobra.NoArgs,
		Long: "A key file gets a new key by itself. Keys in SEAL_KEY, or in a file that cannot be written, are the operator's: put the new one first, " +
			"restart the servers, run this, then take the old one out.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return s.open(cmd.Context(), func(ctx context.Context, i *installation.Installation, _ *config) error {
				r, err := i.Provinces.RotateMaster(ctx)
				if err != nil {
					return err
				}
				lines := []string{fmt.Sprintf("%d keys of provinces wrapped anew", r.Keys)}
				if r.OldKept {
					lines = append(lines, "only the first master key is needed now: take the others out")
				}
				return s.answer(cmd.OutOrStdout(), r, lines...)
			})
		}}
}

func (s *shared) sealShred() *cobra.Command {
	slug, reason := "", ""
	c := &cobra.Command{Use: "shred RECORD", Short: "destroy a record's key: what is sealed in it can never be opened again", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.inTenant(cmd.Context(), slug, func(ctx context.Context, i *installation.Installation, _ *config) error {
				if err := i.Keys.Shred(ctx, args[0], reason); err != nil {
					return err
				}
				return s.answer(cmd.OutOrStdout(), map[string]string{"tenant": slug, "record": args[0], "done": "shred"}, args[0]+": shredded")
			})
		}}
	c.Flags().StringVar(&slug, "tenant", "", "province")
	c.Flags().StringVar(&reason, "reason", "", "why; it is logged")
	return c
}

// keptWhere says where the master key is.
func keptWhere(c *config) string {
	if c.get("SEAL_KEY") != "" {
		return "SEAL_KEY"
	}
	return absolute(cmp.Or(c.get("SEAL_KEY_FILE"), filepath.Join(c.get("DATA"), "seal.key")))
}
