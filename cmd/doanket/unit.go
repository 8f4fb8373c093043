package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/sheet/tree"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/web/problem"
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
	c := &cobra.Command{Use: "unit", Short: "the organisation tree of a province"}
	c.PersistentFlags().StringVar(&slug, "tenant", "", "province")
	c.AddCommand(list, s.unitImport(&slug))
	return c
}

func (s *shared) unitImport(slug *string) *cobra.Command {
	var dry, good bool
	var basis string
	c := &cobra.Command{Use: "import FILE", Short: "open the units of a table (CSV, XLSX) and change those that are there; parents stand in it or in the tree", Args: cobra.ExactArgs(1)}
	c.Flags().BoolVar(&dry, "dry-run", false, "only say what would become of each row")
	c.Flags().BoolVar(&good, "good", false, "take the good rows though others are refused")
	c.Flags().StringVar(&basis, "basis", "", "number and date of the decision (default: the name of the file)")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return s.inTenant(cmd.Context(), *slug, func(ctx context.Context, i *installation.Installation, _ *config) error {
			out, err := importUnits(ctx, i, args[0], tree.Writing{Basis: basis, May: func(string) bool { return true }, GoodOnly: good}, dry)
			if out == nil {
				return err
			}
			if said := s.answer(cmd.OutOrStdout(), out, rowsSaid(out)...); said != nil {
				return said
			}
			return err
		})
	}
	return c
}

// importUnits takes a table, or says what would become of it.
func importUnits(ctx context.Context, i *installation.Installation, path string, w tree.Writing, dry bool) (*tree.Outcome, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fault.New(fault.Invalid, "file_missing", fault.Param("file", path), fault.Cause(err))
	}
	defer file.Close()
	tables := tree.Tables{Tree: i.Tree, Apart: i.Sheets.Apart}
	source, err := tables.Read(ctx, filepath.Base(path), file)
	if err != nil {
		return nil, err
	}
	if dry {
		return tables.Try(ctx, source, w.May)
	}
	if w.Basis == "" {
		w.Basis = source.Name
	}
	var out *tree.Outcome
	err = db.InTx(ctx, func(ctx context.Context) (err error) {
		if out, err = tables.Take(ctx, source, w); err != nil || out.New+out.Changed == 0 {
			return err
		}
		return noted(ctx, "unit.import", source.Name, "unit", out.Detail(source))
	})
	return out, err
}

// rowsSaid is an outcome for people: what is refused at its cell, then the numbers.
func rowsSaid(out *tree.Outcome) []string {
	var lines []string
	words, err := problem.NewWords(nil)
	for _, r := range out.Rows {
		for _, x := range r.Said {
			if at := x.Cell; err == nil {
				if at == "" {
					at = fmt.Sprint("row ", r.Row)
				}
				lines = append(lines, fmt.Sprintf("%s: %s", at, words.Sentence("en", x.Code, string(x.Kind), x.Params)))
			}
		}
	}
	return slices.Concat(lines, []string{fmt.Sprintf("%d new, %d changed, %d same, %d refused", out.New, out.Changed, out.Same, out.Refused)})
}
