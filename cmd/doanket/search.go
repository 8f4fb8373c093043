package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/search"
)

func (s *shared) search() *cobra.Command {
	var slug string
	rebuild := &cobra.Command{Use: "rebuild", Short: "have the text of every document read anew, by the server, in the background", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return s.inTenant(cmd.Context(), slug, func(ctx context.Context, _ *installation.Installation, _ *config) error {
				n, err := search.Rebuild(ctx)
				if err != nil {
					return err
				}
				return s.answer(cmd.OutOrStdout(), map[string]int{"documents": n}, fmt.Sprintf("%d documents will be read anew", n))
			})
		}}
	rebuild.Flags().StringVar(&slug, "tenant", "", "province")
	c := &cobra.Command{Use: "search", Short: "the text inside documents"}
	c.AddCommand(rebuild)
	return c
}
