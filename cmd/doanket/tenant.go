package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/province"
)

func (s *shared) tenant() *cobra.Command {
	c := &cobra.Command{Use: "tenant", Short: "provinces"}
	c.AddCommand(s.tenantNew(), s.tenantPacks(), s.tenantApply(), s.tenantList(), s.tenantBackup(), s.tenantRestore(), s.tenantSuspend(), s.tenantResume(), s.tenantRemove())
	return c
}

func (s *shared) tenantApply() *cobra.Command {
	var o province.ApplyOptions
	c := &cobra.Command{Use: "apply DIR", Short: "bring a province to the state of its folder; twice changes nothing", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := province.ReadFolder(args[0])
			if err != nil {
				return err
			}
			return s.open(cmd.Context(), func(ctx context.Context, i *installation.Installation, _ *config) error {
				r, err := i.Provinces.Apply(ctx, f, o)
				if err != nil {
					return err // all of it was rolled back
				}
				return s.answer(cmd.OutOrStdout(), r, spoken(r)...)
			})
		}}
	c.Flags().BoolVar(&o.DryRun, "dry-run", false, "do it all and roll it back: print the difference, fail where it would fail")
	c.Flags().BoolVar(&o.TakeOver, "take-over", false, "set what was changed in the application back to what the folder says")
	return c
}

// spoken is a report for people.
func spoken(r province.Report) []string {
	lines := slices.Clone(r.Changes)
	if len(lines) == 0 {
		lines = append(lines, r.Tenant+": nothing to change")
	}
	for _, d := range r.Drift {
		lines = append(lines, "drift, kept: "+d)
	}
	return lines
}

func (s *shared) tenantList() *cobra.Command {
	return &cobra.Command{Use: "list", Short: "provinces of this installation", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return s.open(cmd.Context(), func(ctx context.Context, i *installation.Installation, _ *config) error {
			list, err := i.Tenants.List(i.Cluster.With(ctx))
			if err != nil {
				return err
			}
			var lines []string
			for _, t := range list {
				lines = append(lines, fmt.Sprintf("%-20s %-10s %s", t.Slug, t.State, t.Name))
			}
			return s.answer(cmd.OutOrStdout(), list, lines...)
		})
	}}
}

func (s *shared) tenantBackup() *cobra.Command {
	return &cobra.Command{Use: "backup SLUG FILE", Short: "write a province's database and every document version, sealed under the master key", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			file := absolute(args[1])
			return s.open(cmd.Context(), func(ctx context.Context, i *installation.Installation, _ *config) error {
				r, err := i.Provinces.Backup(ctx, args[0], file)
				if err != nil {
					return err
				}
				if in, err := i.Enter(ctx, args[0], "cli"); err == nil { // a suspended province is read by nobody else either
					if err := noted(in, "tenant.backup", args[0], "province", map[string]any{"documents": r.Documents, "bytes": r.Bytes}); err != nil {
						return err
					}
				}
				return s.answer(cmd.OutOrStdout(), r, fmt.Sprintf("%s: %d documents, %d bytes → %s", args[0], r.Documents, r.Bytes, args[1]))
			})
		}}
}

func (s *shared) tenantRestore() *cobra.Command {
	as := ""
	c := &cobra.Command{Use: "restore FILE", Short: "make a province from a backup that a master key named here sealed; every SHA-256 is proved", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			file := absolute(args[0])
			return s.open(cmd.Context(), func(ctx context.Context, i *installation.Installation, _ *config) error {
				r, err := i.Provinces.Restore(ctx, file, as)
				if err != nil {
					return err
				}
				if in, err := i.Enter(ctx, r.Tenant, "cli"); err == nil { // else it was suspended when it was copied
					if err := noted(in, "tenant.restore", r.Tenant, "province", map[string]any{"made_at": r.MadeAt, "documents": r.Documents}); err != nil {
						return err
					}
				}
				lines := []string{fmt.Sprintf("%s: %d documents proved, %d bytes", r.Tenant, r.Documents, r.Bytes)}
				if r.Sealed {
					lines = append(lines, "sealed fields stay closed: name the master key of where the backup comes from behind the one here, then run doanket seal rotate-master")
				}
				return s.answer(cmd.OutOrStdout(), r, lines...)
			})
		}}
	c.Flags().StringVar(&as, "as", "", "slug to restore under, when not its own")
	return c
}

func (s *shared) tenantSuspend() *cobra.Command {
	return s.onTenant("suspend SLUG", "close a province to everyone; nothing is lost", func(ctx context.Context, i *installation.Installation, slug string) error {
		if in, err := i.Enter(ctx, slug, "cli"); err == nil { // else it is suspended already, or unknown
			if err := noted(in, "tenant.suspend", slug, "province", nil); err != nil {
				return err
			}
		}
		return i.Tenants.Suspend(i.Cluster.With(ctx), slug)
	})
}

func (s *shared) tenantResume() *cobra.Command {
	return s.onTenant("resume SLUG", "open a suspended province again", func(ctx context.Context, i *installation.Installation, slug string) error {
		if err := i.Tenants.Resume(i.Cluster.With(ctx), slug); err != nil {
			return err
		}
		in, err := i.Enter(ctx, slug, "cli")
		if err != nil {
			return err
		}
		return noted(in, "tenant.resume", slug, "province", nil)
	})
}

func (s *shared) tenantRemove() *cobra.Command {
	yes := false
	c := s.onTenant("remove SLUG", "delete a province with its database and documents", func(ctx context.Context, i *installation.Installation, slug string) error {
		if !yes {
			return errors.New("this deletes everything of the province: say --yes")
		}
		return i.Provinces.Remove(ctx, slug)
	})
	c.Flags().BoolVar(&yes, "yes", false, "really")
	return c
}

func (s *shared) onTenant(use, short string, act func(ctx context.Context, i *installation.Installation, slug string) error) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return s.open(cmd.Context(), func(ctx context.Context, i *installation.Installation, _ *config) error {
			if err := act(ctx, i, args[0]); err != nil {
				return err
			}
			return s.answer(cmd.OutOrStdout(), map[string]string{"tenant": args[0], "done": cmd.Name()}, args[0]+": done")
		})
	}}
}
