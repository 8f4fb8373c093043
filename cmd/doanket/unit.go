package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/province"
	"github.com/doanket/doanket/core/unit"
)

func (s *shared) unit() *cobra.Command {
	var slug string
	list := &cobra.Command{Use: "list", Short: "the organisation tree", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return s.inTenant(cmd.Context(), slug, func(ctx context.Context, i *installation.Installation, _ *config) error {
			page, err := i.Tree.List(ctx, unit.Filter{Open: true})
			if err != nil {
				return err
			}
			var lines []string
			for _, u := range page.Items {
				lines = append(lines, fmt.Sprintf("%-14s %*s%s (%s)", u.Code, 2*(len(unit.Ancestors(u.Path))-1), "", u.Name, u.Kind))
			}
			return s.answer(cmd.OutOrStdout(), page.Items, lines...)
		})
	}}
	load := &cobra.Command{Use: "import FILE.csv", Short: "open the units of a table and rename those called otherwise", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			rows, err := province.ReadUnits(args[0])
			if err != nil {
				return err
			}
			return s.inTenant(cmd.Context(), slug, func(ctx context.Context, i *installation.Installation, _ *config) error {
				r, err := i.Provinces.ImportUnits(ctx, rows)
				if err != nil {
					return err
				}
				if err := noted(ctx, "unit.import", slug, "province", map[string]any{"changed": len(r.Changes)}); err != nil {
					return err
				}
				return s.answer(cmd.OutOrStdout(), r, spoken(r)...)
			})
		}}
	c := &cobra.Command{Use: "unit", Short: "the organisation tree of a province"}
	c.PersistentFlags().StringVar(&slug, "tenant", "", "province")
	c.AddCommand(list, load)
	return c
}
