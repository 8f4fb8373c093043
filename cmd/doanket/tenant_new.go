package main

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/doanket/doanket/core/province/pack"
	"github.com/doanket/doanket/tenants/packs"
)

func (s *shared) tenantNew() *cobra.Command {
	var id, communes, dir string
	n := pack.New{}
	c := &cobra.Command{Use: "new SLUG", Short: "write the folder of a new province from a starter pack, each choice beside its source", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			all, err := pack.Read(packs.Files)
			if err != nil {
				return err
			}
			p, err := pack.Find(all, id)
			if err != nil {
				return err
			}
			n.Slug = args[0]
			if communes != "" {
				if n.Communes, err = readCommunes(communes, n.Code); err != nil {
					return err
				}
			}
			folder := filepath.Join(dir, n.Slug)
			if err := p.Write(folder, n); err != nil {
				return err
			}
			next := []string{"doanket tenant apply " + folder, "doanket user link " + n.Admin.Login + " --tenant " + n.Slug}
			return s.answer(cmd.OutOrStdout(), map[string]any{"tenant": n.Slug, "pack": p.ID, "label": p.Label, "folder": folder, "communes": len(n.Communes), "next": next},
				fmt.Sprintf("%s: written from %q, %d communes", folder, p.Label.VI, len(n.Communes)),
				"look through it, then: "+next[0], "and: "+next[1])
		}}
	c.Flags().StringVar(&id, "pack", "", "starter pack; doanket tenant packs lists them")
	c.Flags().StringVar(&n.Code, "code", "", "national code of the province")
	c.Flags().StringVar(&n.Name, "name", "", "its full name, for instance \"Tỉnh Hà Tĩnh\"")
	c.Flags().StringVar(&n.Admin.Name, "admin", "", "full name of the first administrator")
	c.Flags().StringVar(&n.Admin.Login, "admin-login", "quantri", "login of the first administrator")
	c.Flags().StringVar(&communes, "communes", "", "table of communes (CSV with columns code and full_name): each gets its bodies")
	c.Flags().StringVar(&dir, "dir", "tenants", "where the folder is written")
	return c
}

func readCommunes(file, province string) ([]pack.Commune, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	return pack.ReadCommunes(f, filepath.Base(file), province)
}

func (s *shared) tenantPacks() *cobra.Command {
	return &cobra.Command{Use: "packs", Short: "starter packs, what each sets and where that comes from", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		all, err := pack.Read(packs.Files)
		if err != nil {
			return err
		}
		var lines []string
		for _, p := range all {
			lines = append(lines, p.ID+": "+p.Label.VI, "  "+p.Hint.VI)
			for _, part := range []struct {
				name    string
				choices []pack.Choice
			}{{"role", p.Roles}, {"task area", p.Modules}, {"duty", p.Duties}, {"limit", p.Deadlines}, {"limit", p.Limits}} {
				for _, c := range part.choices {
					value := ""
					if c.Value != nil && part.name != "role" {
						value = fmt.Sprintf(" = %v", c.Value)
					}
					lines = append(lines, fmt.Sprintf("  %-9s %s%s (%s)", part.name, c.Set, value, c.Source.VI))
				}
			}
		}
		return s.answer(cmd.OutOrStdout(), all, lines...)
	}}
}

// starters are the packs in the binary; one that cannot be read is a mistake of ours and
// keeps nobody from starting.
func starters(log *slog.Logger) []pack.Pack {
	all, err := pack.Read(packs.Files)
	if err != nil {
		log.Error("starter packs are not shown", "error", err)
	}
	return all
}
