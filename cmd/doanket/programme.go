package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/doanket/doanket/core/programme/reading"
	"github.com/doanket/doanket/core/search/extract"
	"github.com/doanket/doanket/core/web/resolution"
)

func (s *shared) programme() *cobra.Command {
	read := &cobra.Command{Use: "read FILE", Short: "read a resolution (text, DOCX, PDF) into sections, clauses, targets and assignments; changes nothing", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			body, err := os.ReadFile(args[0])
			if err != nil {
				return err
			}
			c, err := loadConfig(s.configFile)
			if err != nil {
				return err
			}
			text, err := resolution.Text(cmd.Context(), extract.New(c.readers()), body)
			if err != nil {
				return err
			}
			r := reading.Parse(text)
			return s.answer(cmd.OutOrStdout(), r, told(r)...)
		}}
	c := &cobra.Command{Use: "programme", Short: "resolutions"}
	c.AddCommand(read)
	return c
}

// told is a resolution as the command line prints it.
func told(r *reading.Resolution) []string {
	out := []string{fmt.Sprintf("%s %s %s", r.Name, r.Number, r.About)}
	for _, section := range r.Sections {
		out = append(out, fmt.Sprintf("%-8s %s (%s)", section.ID, section.Title, section.Role))
		for _, g := range section.Groups {
			out = append(out, fmt.Sprintf("  %-8s %s", g.ID, g.Title))
		}
	}
	for _, i := range r.Indicators() {
		out = append(out, fmt.Sprintf("%-8s %s: %s", i.ID, i.Kind, i.Text))
	}
	for _, c := range r.Clauses {
		out = append(out, fmt.Sprintf("%-10s %s", c.ID, c.Text))
	}
	return append(out, fmt.Sprintf("%d targets, %d indicators, %d task groups, %d assignments, %d clauses",
		len(r.Targets), len(r.Indicators()), len(r.Groups(reading.Tasks)), len(r.Groups(reading.Assign)), len(r.Clauses)))
}
