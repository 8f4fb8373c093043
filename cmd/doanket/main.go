package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/module/cell"
	"github.com/doanket/doanket/core/search/extract"
	"github.com/doanket/doanket/core/sheet/grid"
	"github.com/doanket/doanket/core/upload/child"
	"github.com/doanket/doanket/core/web/problem"
)

// readFile is how the server begins itself to read one file of a stranger.
const readFile = "read-file"

// version is set by the build (-ldflags "-X main.version=…").
var version = "0.1.0"

func main() {
	if len(os.Args) > 1 && os.Args[1] == "module-exec" {
		cell.Exec(os.Args[2:]) // becomes the module or ends the process
	}
	if len(os.Args) > 1 && os.Args[1] == readFile {
		readers := maps.Clone(extract.Children)
		maps.Copy(readers, grid.Children)
		child.Run(os.Args[2:], readers) // reads one file and ends the process
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := root().ExecuteContext(ctx); err != nil {
		complain(os.Stderr, err)
		os.Exit(1)
	}
}

// shared is what every command knows: where the configuration is and how to
// answer.
type shared struct {
	configFile string
	json       bool
}

func root() *cobra.Command {
	s := &shared{}
	c := &cobra.Command{Use: "doanket", Short: "Đoàn Kết: the work of the Fatherland Front, province by province",
		SilenceUsage: true, SilenceErrors: true}
	c.PersistentFlags().StringVar(&s.configFile, "config", os.Getenv("DOANKET_CONFIG"), "configuration file (YAML)")
	c.PersistentFlags().BoolVar(&s.json, "json", false, "answer in JSON")
	c.AddCommand(s.serve(), s.config(), s.doctor(), s.health(), s.version(), s.tenant(), s.user(), s.token(), s.unit(), s.audit(), s.figures(), s.job(), s.seal(), s.module(), s.programme(), s.search())
	return c
}

// open joins the rooms for one command and closes them after it.
func (s *shared) open(ctx context.Context, act func(ctx context.Context, i *installation.Installation, c *config) error) error {
	c, err := loadConfig(s.configFile)
	if err != nil {
		return err
	}
	i, err := installation.Open(ctx, c.installation(quiet()))
	if err != nil {
		return err
	}
	defer i.Close() //nolint:errcheck // the act is done; what is left is memory
	return act(ctx, i, c)
}

// inTenant opens and enters one province as the command line.
func (s *shared) inTenant(ctx context.Context, slug string, act func(ctx context.Context, i *installation.Installation, c *config) error) error {
	if slug == "" {
		return fault.New(fault.Invalid, "required", fault.Field("tenant"))
	}
	return s.open(ctx, func(ctx context.Context, i *installation.Installation, c *config) error {
		in, err := i.Enter(ctx, slug, "cli")
		if err != nil {
			return err
		}
		return act(in, i, c)
	})
}

// answer prints v as JSON, or the lines for people.
func (s *shared) answer(w io.Writer, v any, lines ...string) error {
	if s.json {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(v)
	}
	for _, l := range lines {
		fmt.Fprintln(w, l)
	}
	return nil
}

// complain prints a fault with all that helps to mend it.
func complain(w io.Writer, err error) {
	f := fault.Of(err)
	fmt.Fprintln(w, "doanket:", err)
	if words, err := problem.NewWords(nil); err == nil && f.Kind != fault.Internal {
		fmt.Fprintln(w, "  "+words.Sentence("en", f.Code, string(f.Kind), f.Params))
	}
	for _, k := range slices.Sorted(maps.Keys(f.Params)) {
		fmt.Fprintf(w, "  %s: %s\n", k, f.Params[k])
	}
	for _, field := range f.Fields {
		if why := field.Params["why"]; why != "" {
			fmt.Fprintf(w, "  %s: %s\n", field.Field, why)
		}
	}
}

func (s *shared) version() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "print the version", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return s.answer(c.OutOrStdout(), map[string]string{"version": version}, version)
	}}
}
