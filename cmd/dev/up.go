package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/doanket/doanket/cmd/dev/demo"
)

// up is the first command a newcomer runs: it builds all, brings every province
// of tenants/ to its state and serves them from ./data.
func up(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("up", flag.ContinueOnError)
	data := f.String("data", "data", "data folder")
	listen := f.String("listen", "127.0.0.1:8080", "address to serve on")
	withYear := f.Bool("demo", false, "fill new provinces with a year of work, under data/demo unless -data says where")
	if err := f.Parse(args); err != nil {
		return err
	}
	if *withYear && *data == "data" {
		*data = filepath.Join("data", "demo")
	}
	if err := build(ctx); err != nil {
		return err
	}
	if *withYear {
		var said strings.Builder
		if err := newSteps(1).do("a year of work", func(out io.Writer) error {
			return demo.FillHere(ctx, *data, binary("bin/doanket"), io.MultiWriter(out, &said))
		}); err != nil {
			return err
		}
		fmt.Print(said.String())
	}
	// No port for an operator unless asked for: a second one on this machine would not start.
	env := []string{"DOANKET_DATA=" + *data, "DOANKET_LISTEN=" + *listen, "DOANKET_MODULES=bin/modules", "DOANKET_OPERATOR_LISTEN=" + os.Getenv("DOANKET_OPERATOR_LISTEN")}
	server := binary("bin/doanket")
	links, err := applyAll(ctx, server, env)
	if err != nil {
		return err
	}
	_, port, _ := strings.Cut(*listen, ":")
	fmt.Println()
	for _, l := range links {
		fmt.Printf("  %s\n", strings.ReplaceAll(l, "{port}", port))
	}
	fmt.Println("\n  Each link signs in once. Stop with Ctrl-C.")
	return sh(ctx, os.Stdout, "", env, server, "serve")
}

// applyAll creates or updates the provinces and returns a line with a one-time
// sign-in link for the administrator and a first officer of each.
func applyAll(ctx context.Context, server string, env []string) ([]string, error) {
	folders, err := filepath.Glob("tenants/*/tenant.yaml")
	if err != nil {
		return nil, err
	}
	s := newSteps(len(folders))
	var links []string
	for _, f := range folders {
		dir := filepath.Dir(f)
		if err := s.do("province "+filepath.Base(dir), func(out io.Writer) error {
			return sh(ctx, out, "", env, server, "tenant", "apply", dir)
		}); err != nil {
			return nil, err
		}
		for _, login := range firstLogins(dir) {
			var b strings.Builder
			if err := sh(ctx, &b, "", env, server, "user", "link", "--tenant", filepath.Base(dir), login); err != nil {
				return nil, fmt.Errorf("%w: %s", err, b.String())
			}
			links = append(links, fmt.Sprintf("%-8s %-10s %s", filepath.Base(dir), login, strings.TrimSpace(b.String())))
		}
	}
	return links, nil
}

// firstLogins are the first two people of posts.csv: the administrator and an officer.
func firstLogins(dir string) []string {
	raw, err := os.ReadFile(filepath.Join(dir, "posts.csv"))
	if err != nil {
		return nil
	}
	var out []string
	for i, line := range strings.Split(string(raw), "\n") {
		login, _, ok := strings.Cut(line, ",")
		if i > 0 && ok && len(out) < 2 {
			out = append(out, login)
		}
	}
	return out
}
